/**
 * `node scripts/check.ts NAME…`: the checks of the repository's own rules, run by `npm test` one
 * gate each. Prints what is wrong, one line a finding with file and line, and exits 1 if anything is.
 */
import { checkRungs } from "./checks/rungs.ts";

const checks: Record<string, (root: string) => string[]> = {
  rungs: checkRungs,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in checks));
if (names.length === 0 || unknown.length > 0) {
  console.error(`no check ${unknown.join(", ") || "named"}; there are ${Object.keys(checks).join(", ")}`);
  process.exit(2);
}
const findings = names.flatMap((name) => checks[name]?.(process.cwd()) ?? []);
for (const finding of findings) console.log(finding);
process.exitCode = findings.length > 0 ? 1 : 0;
