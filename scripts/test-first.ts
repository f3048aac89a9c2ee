/**
 * `npm run test:first`: runs every command as the first one, each in a fresh clone in which nothing is built. Takes some
 * hours, for most of them compile.
 *
 *   npm run test:first -- --only TEXT   those whose command line has the text, long ones too (repeatable)
 *   npm run test:first -- --built       take what is compiled here along: minutes, but nothing is compiled first
 *   npm run test:first -- --list        say which there are
 *
 * What each answered is in `reports/first-run.md`; what `npm test` answers to bad input, in `reports/bad-input.md`.
 */
import path from "node:path";
import { type Tried, writeAnswers } from "./first/answers-page.ts";
import { FIRST } from "./first/commands.ts";
import { runFirst } from "./first/run.ts";
import { commandLineOf, refuse } from "./lib/command-line.ts";
import { EXIT } from "./lib/refused.ts";
import { during } from "./lib/waiting.ts";

const {
  only = [],
  built,
  list,
} = commandLineOf({
  only: { type: "string", multiple: true },
  built: { type: "boolean", default: false },
  list: { type: "boolean", default: false },
}).values;
const root = path.dirname(import.meta.dirname);
const missing = only.find((text) => !FIRST.some(({ line }) => line.includes(text)));
if (missing !== undefined) refuse(`There is no command with "${missing}": npm run test:first -- --list names them.`);
const chosen = FIRST.filter(({ line, long }) =>
  only.length === 0 ? long !== true : only.some((text) => line.includes(text)),
);
if (list) console.log(FIRST.map(({ line, long }) => (long === true ? `${line}  (only when named)` : line)).join("\n"));
else {
  const tried: Tried[] = [];
  for (const first of chosen) {
    const { ok, code, said, seconds } = await during(first.line, runFirst(root, first, { built }));
    console.log(`${ok ? "ok  " : "FAIL"} ${first.line}: exit code ${code}, ${seconds.toFixed(1)} s`);
    tried.push({ line: first.line, code: code ?? -1, said });
    writeAnswers(root, "first-run", "Each command as the first one", tried);
    if (ok) continue;
    console.log(said);
    process.exitCode = EXIT.failed;
  }
}
