import type { Measured } from "./bench.ts";
import { OPERATORS } from "./mutant.ts";
import type { PublishedRung, Survivor } from "./published.ts";
import type { Reason } from "./run.ts";

export const PAGE = "docs/mutants.md";

const RUNG_NAMES: Readonly<Record<number, string>> = {
  2: "liquid staking",
  3: "restaking core",
  4: "services",
  5: "LRT vault",
  6: "DeFi",
};

const percent = (part: number, whole: number): string => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`);
/** Code as a cell of a table. */
const cell = (text: string): string => (text === "" ? "nothing" : `\`${text.replaceAll("|", "\\|")}\``);

/** The page on what the tests would notice. */
export function mutantsPage(
  rungs: readonly PublishedRung[],
  reasons: readonly Reason[],
  { rung, mutants, jobs, anHour, ratio }: Measured,
): string {
  const reasonOf = ({ id }: Survivor): Reason | undefined => reasons.find((one) => one.id === id);
  const operatorRows = Object.entries(OPERATORS).map(([name, what]) => {
    const counts = rungs.map(({ operators }) => operators[name] ?? { tried: 0, killed: 0 });
    const tried = counts.reduce((sum, one) => sum + one.tried, 0);
    const killed = counts.reduce((sum, one) => sum + one.killed, 0);
    return `| ${name} | ${what} | ${tried} | ${killed} |`;
  });
  const rungRows = rungs.map(({ rung, of, tried, survivors }) => {
    const equivalent = survivors.filter((one) => reasonOf(one)?.is === "equivalent").length;
    const killed = tried - survivors.length;
    const cells = [`${rung}: ${RUNG_NAMES[rung]}`, of, tried, killed, equivalent, survivors.length - equivalent];
    return `| ${cells.join(" | ")} | ${percent(killed, tried - equivalent)} |`;
  });
  const seeds = [...new Set(rungs.map(({ seed }) => seed))].join(", ");
  return `# Mutants

What would the tests notice? \`npm run mutate\` breaks the contracts of rungs 2 to 6 in one place at a time, runs the tests of the rung that reach the place, and counts which slips no test sees. This page is written by \`npm run mutate -- --write\`; what stands here was tried, and nothing else.

A rung has thousands of mutants, so a run draws a sample (\`--sample N\` of each rung, \`--seed 1\`; \`--all\` takes all). One seed draws the same mutants of the same code.

## Score

Drawn with seed ${seeds}. The score is the part of those that are not equivalent which die.

| rung | mutants | tried | killed | equivalent | known gaps | score |
| --- | --- | --- | --- | --- | --- | --- |
${rungRows.join("\n")}

A rung that is not in the table has not been tried yet.

## How

Every mutant of a run is compiled at once: where it stands, the code asks whether it is the active one, and the number of that one is the address of a library, which is put in when a contract is sent to a chain. So the compiler works once, a test file is loaded once, and the next mutant costs no more than the tests that reach it. Which those are is found by a run in which no mutant is active and each tells that it was reached. A mutant is dead when a test fails that is green without it. Tests of gas and code size (\`[gas]\`, \`[uninstrumented]\`) and those in Solidity are left out, and so are types, declarations and assembly, which cannot be broken in this way.

So it tries ${Math.round(anHour.together)} mutants an hour, where a compile and a run of the rung's tests for each try ${Math.round(anHour.oneByOne)}: ${ratio.toFixed(1)} times as many, measured on the same ${mutants} mutants of rung ${rung} in ${jobs === 1 ? "one process" : `${jobs} processes`} (\`--bench --rung ${rung}\`).

| operator | what it does | tried | killed |
| --- | --- | --- | --- |
${operatorRows.join("\n")}

## Survivors

Every mutant that lived, and why. An *equivalent* one does what the contract does; a *gap* is one that a test should see.

${rungs.map((one) => survivorsOf(one, reasonOf)).join("\n")}`;
}

function survivorsOf({ rung, survivors }: PublishedRung, reasonOf: (one: Survivor) => Reason | undefined): string {
  const head = `### Rung ${rung}\n`;
  if (survivors.length === 0) return `${head}\nNone.\n`;
  const rows = survivors.map((one) => {
    const reason = reasonOf(one);
    const reach = one.reached ? "" : " No test of the rung reaches it.";
    const why = reason === undefined ? "not looked into yet" : `${reason.is}: ${reason.why}`;
    return `| \`${one.file.replace("contracts/", "")}:${one.line}\` | ${one.operator} | ${cell(one.before)} | ${cell(one.after)} | ${why}${reach} |`;
  });
  return `${head}\n| where | operator | was | became | why it lives |\n| --- | --- | --- | --- | --- |\n${rows.join("\n")}\n`;
}
