/**
 * `node scripts/check.ts NAME…`: the checks of the repository's own rules, run by `npm test` one
 * gate each. Prints what is wrong, one line a finding with file and line, and exits 1 if anything is.
 */
import { checkCircles } from "./checks/circles.ts";
import { checkCompiled } from "./checks/compiled.ts";
import { checkDecisions } from "./checks/decisions.ts";
import { checkGas, FLOWS_DIRECTORY, measureFlows } from "./checks/gas.ts";
import { checkLinks } from "./checks/links.ts";
import { checkMechanisms } from "./checks/mechanisms.ts";
import { checkRequirements } from "./checks/requirements.ts";
import { checkRungs } from "./checks/rungs.ts";
import { checkTests } from "./checks/tests.ts";
import { RESULTS_DIRECTORY } from "./gates/plan.ts";
import { readResults } from "./gates/results.ts";

const checks: Record<string, (root: string) => string[]> = {
  compiled: checkCompiled,
  gas: (root) => (measureFlows(root) ? checkGas(root, FLOWS_DIRECTORY) : ["a test marked [gas] failed"]),
  links: (root) => [...checkLinks(root), ...checkMechanisms(root), ...checkDecisions(root)],
  requirements: (root) => checkRequirements(root, readResults(RESULTS_DIRECTORY)),
  rungs: (root) => [...checkRungs(root), ...checkCircles(root)],
  tests: checkTests,
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
