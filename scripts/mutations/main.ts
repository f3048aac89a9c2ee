import { commandLineOf, refuse } from "../lib/command-line.ts";
import { differenceLine } from "../replay/report.ts";
import { openLaboratory } from "./laboratory.ts";
import { coreMutations } from "./mutation.ts";

/**
 * `npm run mutate:core [-- --only TEXT]`: breaks the core by one token at a time and replays the recordings on it.
 * Exit 1 when a mutation survives, cannot be tried, or the core differs without any.
 */
const { values } = commandLineOf({ only: { type: "string" } });
const only = values.only ?? "";
const mutations = coreMutations().filter(({ file, why }) => `${file}: ${why}`.includes(only));
if (mutations.length === 0) refuse(`no mutation has "${only}" in its file or reason: leave --only out to try all`);
const laboratory = openLaboratory();
let failures = 0;
try {
  const control = await laboratory.control();
  if (control.is !== "survived") throw new Error(`the core as it is does not replay: ${JSON.stringify(control)}`);
  for (const mutation of mutations) {
    const { file, find, replace, why } = mutation;
    const verdict = await laboratory.judge(mutation);
    console.log(`${verdict.is.padEnd(8)} ${file}: ${why}\n         ${find}  ->  ${replace}`);
    if (verdict.is === "killed") console.log(`         ${differenceLine(verdict.by)}`);
    if (verdict.is === "broken") console.log(verdict.output);
    if (verdict.is !== "killed") failures++;
  }
} finally {
  laboratory.close();
}
console.log(`${mutations.length} mutations, ${mutations.length - failures} killed, ${failures} not`);
process.exitCode = failures > 0 ? 1 : 0;
