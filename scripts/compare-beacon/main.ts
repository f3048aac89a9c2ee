/**
 * `npm run compare:beacon`: rung 1 beside the state transition of a real consensus client, to the gwei. Exit 0 when only
 * what docs/rungs/1-staking.md lists differs, 1 when anything else does or the client cannot be had, 2 for a wrong option.
 * Why the client is in a folder of its own: docs/decisions/0223-a-client-in-a-folder-of-its-own.md.
 * stdout holds the results alone (or, with --json, data alone), the same bytes in every run; progress goes to stderr.
 */
import { SetupError } from "../setup/install.mjs";
import { BadOption } from "../lib/command-line.ts";
import { EXIT } from "../lib/refused.ts";
import { COMPARISONS } from "./comparisons/index.ts";
import { compareAll } from "./compare-all.ts";
import { readOptions, USAGE } from "./options.ts";

// Whoever reads through a pipe may have read enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  const names = COMPARISONS.map(({ name }) => name);
  const options = readOptions(process.argv.slice(2), names);
  const listed = COMPARISONS.map(({ name, about }) => ({ name, about }));
  if (options.help) console.log(USAGE);
  else if (options.list && options.json) console.log(JSON.stringify(listed, null, 2));
  else if (options.list) for (const { name, about } of listed) console.log(`${name.padEnd(16)}${about}`);
  else process.exitCode = (await compareAll(options)) ? EXIT.done : EXIT.failed;
} catch (error) {
  if (!(error instanceof BadOption || error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  if (error instanceof BadOption) process.stderr.write("`npm run compare:beacon -- --help` lists the options.\n");
  process.exitCode = error instanceof BadOption ? EXIT.refused : EXIT.failed;
}
