/**
 * `npm run coverage`: tests of the rungs on instrumented contracts, then two gates: 98 % of lines and of statements
 * over every file of `contracts/` but `attacks` and `testing`; and, as branches are not measured, every custom
 * error named where a test asserts a revert. Artifacts and cache are its own (`coverage/`).
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { commandLineOf } from "./lib/command-line.ts";
import { checkErrors } from "./checks/errors.ts";
import { blankStrings, solidityFunctions } from "./checks/functions.ts";
import { readSources } from "./checks/sources.ts";
import type { Part } from "./plugins/test-results/part.ts";
import { judge, ranges, readLcov, readStatementTotal } from "./coverage/report.ts";

const LEAST_PERCENT = 98;
/** Instrumented code is larger and dearer: tests of gas and of code size say so in their title and are left out. */
const LEFT_OUT = ["--grep-exclude", "\\[(gas|uninstrumented)\\]"];
const LCOV = "coverage/lcov.info";
/** Where Hardhat keeps what a run has collected, by runner; its report reads one of the two. */
const MOCHA_DATA = "coverage/data/mocha";
const SOLIDITY_DATA = "coverage/data/solidity";
const root = process.cwd();

/** How a process ended, and all that it printed. */
interface Ended {
  code: number;
  printed: string;
}

commandLineOf({});
rmSync(LCOV, { force: true });
const { code, printed } = await runTests();
if (code !== 0 || !existsSync(LCOV)) console.log(withoutTable(printed));

const files = existsSync(LCOV) ? readLcov(readFileSync(LCOV, "utf8")) : [];
for (const { path, lines, reached, missed } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
  if (missed.length === 0) continue;
  console.log(`${((100 * reached) / lines).toFixed(1).padStart(5)} %  ${path}: lines ${ranges(missed)}`);
}
const verdict = judge(files, readStatementTotal(printed), filesWithCode(), LEAST_PERCENT);
const errors = checkErrors(root);
for (const finding of [...verdict.findings, ...errors]) console.log(finding);
if (code !== 0) console.log("tests failed under coverage");
console.log(
  `\ncoverage: ${verdict.linesPercent.toFixed(2)} % of lines, ${verdict.statementsPercent.toFixed(2)} % of statements in ` +
    `${files.length} files; ${errors.length} custom errors that no test reaches`,
);
process.exitCode = code !== 0 || verdict.findings.length + errors.length > 0 ? 1 : 0;

/**
 * Two processes beside each other, then one report of what both have reached. The journeys are left out: they deploy
 * and play what the others have reached before, at many times the price.
 */
async function runTests(): Promise<Ended> {
  const built = await hardhat("build");
  if (built.code !== 0) return built;
  const mocha = (...parts: Part[]) =>
    hardhat("--test-part", parts.join(","), "test", "mocha", "--no-compile", ...LEFT_OUT);
  const ended = await Promise.all([
    mocha("vault").then(async (vault) => join(vault, await hardhat("test", "solidity", "--no-compile", ...LEFT_OUT))),
    mocha("lower", "attacks"),
  ]);
  for (const file of existsSync(SOLIDITY_DATA) ? readdirSync(SOLIDITY_DATA) : []) {
    renameSync(path.join(SOLIDITY_DATA, file), path.join(MOCHA_DATA, file));
  }
  return join(...ended, await hardhat("coverage-report"));
}

/** Runs Hardhat on instrumented contracts. */
async function hardhat(...parameters: string[]): Promise<Ended> {
  const child = spawn("hardhat", ["--coverage", "--no-typechain", "--test-results", "coverage/tests", ...parameters], {
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const exit = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code: exit ?? 1, printed: Buffer.concat(chunks).toString() };
}

/** The first failure's code, and everything that was printed. */
function join(...ended: Ended[]): Ended {
  return {
    code: ended.find(({ code }) => code !== 0)?.code ?? 0,
    printed: ended.map(({ printed }) => printed).join("\n"),
  };
}

function withoutTable(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^[║╔╚╟╠]|^\s*✔/.test(line))
    .join("\n");
}

/** Files with a function that has a body: they must be in the report, whatever the tests reach. */
function filesWithCode(): string[] {
  return readSources(root, [".sol"], ["contracts"])
    .filter(({ path }) => !/^contracts\/(?:attacks|testing)\//.test(path))
    .filter(({ text }) => solidityFunctions(blankStrings(text)).some(({ body }) => body.replace(/[{}\s]/g, "") !== ""))
    .map(({ path }) => path);
}
