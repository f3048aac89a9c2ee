/**
 * `npm run attack`: plays an attack on a naive twin and on the ladder's vault, on an embedded chain, and shows the money
 * move; or lists the attacks, or tries a reader's own exploit. See scripts/attacks/options.ts for the options. stdout holds
 * the play alone (or, with --json, data alone); progress and complaints go to stderr.
 */
import { attackNamed } from "./attacks/list.ts";
import { listData, listText } from "./attacks/list-text.ts";
import { type AttackOptions, readOptions, USAGE } from "./attacks/options.ts";
import { toJson } from "./demo/json.ts";
import { BadOption } from "./lib/command-line.ts";
import { EXIT, Refused } from "./lib/refused.ts";

// Whoever reads through a pipe may have read enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  process.exitCode = await answer(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.stderr.write(`${error.message}\n`);
  if (error instanceof BadOption) process.stderr.write("`npm run attack -- --help` lists the options.\n");
  process.exitCode = EXIT.refused;
}

/** Does what the command line asks for. @returns the exit code */
async function answer({ help, list, json, solve, name = "" }: AttackOptions): Promise<number> {
  if (help || list) {
    process.stdout.write(help ? `${USAGE}\n` : json ? toJson(listData()) : listText());
    return EXIT.done;
  }
  const attack = attackNamed(name);
  // Hardhat takes its time to load: a wrong name is told before that.
  const run = await import("./attacks/run.ts");
  return solve ? run.solve(attack, json) : run.show(attack, json);
}
