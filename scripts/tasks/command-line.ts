import { existsSync } from "node:fs";
import path from "node:path";
import type { ParseArgsConfig } from "node:util";
import type { NewTaskDefinition } from "hardhat/types/tasks";
import { BadOption, readCommandLine, refuse } from "../lib/command-line.ts";
import { LOCALHOST_URL } from "../lib/localhost.ts";
import { didYouMean, nearest } from "../lib/suggest.ts";
import { HARDHAT_TASKS, knownTask, type KnownOption, type KnownTask } from "./known.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Options that Hardhat, and our plugins, know beside every task's own. */
const GLOBAL: Options = {
  "build-profile": { type: "string" },
  config: { type: "string" },
  coverage: { type: "boolean" },
  "gas-flows": { type: "boolean" },
  "gas-report": { type: "string" },
  "gas-stats": { type: "boolean" },
  "gas-stats-json": { type: "string" },
  help: { type: "boolean", short: "h" },
  network: { type: "string" },
  "no-typechain": { type: "boolean" },
  "show-stack-traces": { type: "boolean" },
  "test-part": { type: "string" },
  "test-results": { type: "string" },
  verbosity: { type: "string", short: "v" },
};

/** The arguments that Hardhat was started with, or nothing when the process is another program's. */
function hardhatArguments(argv: readonly string[]): readonly string[] | undefined {
  const program = (argv[1] ?? "").split(path.sep).join("/");
  return /(?:^|\/)hardhat(?:\.js)?$|\/hardhat\/dist\/src\/cli\.js$/.test(program) ? argv.slice(2) : undefined;
}

/** Whether Hardhat was started with one of these tasks, and with no global option but its network. */
export function namesTask(argv: readonly string[], tasks: readonly NewTaskDefinition[]): boolean {
  const args = hardhatArguments(argv) ?? [];
  const first = firstWord(args);
  if (first === undefined || !tasks.some(({ id }) => id.length === 1 && id[0] === args[first])) return false;
  const globals = args.flatMap(splitAtEquals).filter((word) => word.slice(2) in GLOBAL || word === "-h");
  return globals.every((word) => word === "--network");
}

/**
 * Refuses, in words of ours, a command line that Hardhat would refuse with an error of its own: a misspelled task or
 * option, a value that is missing or negative, a network that there is not.
 *
 * @throws BadOption with the way out
 */
export function checkCommandLine(
  args: readonly string[],
  ours: readonly NewTaskDefinition[],
  networks: readonly string[],
): void {
  const first = firstWord(args);
  if (first === undefined) return;
  const tasks = [...ours.map(knownTask), ...HARDHAT_TASKS];
  const task = tasks.find(({ words }) => words.every((word, index) => args[first + index] === word));
  if (task === undefined) {
    refuseMisspelled(args[first]!, tasks);
    return;
  }
  const given = [...args.slice(0, first), ...args.slice(first + task.words.length)].flatMap(splitAtEquals);
  if (given.includes("--help") || given.includes("-h")) return;
  const options: Options = Object.fromEntries(
    task.options.map(({ name, kind }) => [name, { type: kind === "flag" ? "boolean" : "string" }]),
  );
  const { values, positionals } = readCommandLine(
    given,
    { ...GLOBAL, ...options },
    {
      takes: Object.fromEntries(task.options.map(({ name, description }) => [name, description])),
      known: task.options.map(({ name }) => `--${name}`),
      positionals: task.most,
      stray: (text) => strayText(text, task),
    },
  );
  const written = values as Readonly<Record<string, string | boolean | undefined>>;
  for (const option of task.options) refuseValue(option, written[option.name]);
  refuseArguments(task, positionals);
  refuseNetwork(written.network, networks);
}

/** The same for this process: says what is wrong and ends it, before anything is loaded, compiled or connected to. */
export function refuseBadCommandLine(tasks: readonly NewTaskDefinition[], networks: readonly string[]): void {
  const args = hardhatArguments(process.argv);
  if (args === undefined) return;
  try {
    checkCommandLine(args, tasks, networks);
  } catch (error) {
    if (!(error instanceof BadOption)) throw error;
    refuse(error.message);
  }
}

/** Where the task's name stands: the first word that is no global option nor its value. */
function firstWord(args: readonly string[]): number | undefined {
  for (let index = 0; index < args.length; index++) {
    const word = args[index]!;
    if (!word.startsWith("-")) return index;
    if (GLOBAL[word.slice(2)]?.type === "string") index++;
  }
  return undefined;
}

/** Hardhat takes `--name=value` for `--name value`, whatever the value begins with. */
const splitAtEquals = (word: string): string[] =>
  /^--[\w-]+=/.test(word) ? [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)] : [word];

/** Names of Hardhat's other tasks: it answers for them itself. */
const OTHERS = new Set(["console", "flatten", "ignition", "keystore", "node", "run", "telemetry", "test", "verify"]);

function refuseMisspelled(word: string, tasks: readonly KnownTask[]): void {
  if (OTHERS.has(word)) return;
  const names = tasks.flatMap(({ words }) => (words.length === 1 ? words : []));
  const near = nearest(word, names);
  const advice = near === undefined ? "`npx hardhat --help` lists them." : `did you mean \`${near}\`?`;
  throw new BadOption(`There is no task "${word}": ${advice}`);
}

function refuseValue({ name, kind, description }: KnownOption, value: string | boolean | undefined): void {
  if (typeof value !== "string") return;
  if (kind === "number" && !/^\d{1,15}$/.test(value))
    throw new BadOption(`--${name} takes a whole number, not "${value}": ${description}`);
  if (value.startsWith("-")) throw new BadOption(`--${name} cannot be "${value}". It takes: ${description}`);
}

function refuseArguments({ positionals, takesFiles }: KnownTask, written: readonly string[]): void {
  for (const [index, value] of written.entries()) {
    const what = positionals[index] ?? positionals.at(-1);
    if (value.startsWith("-")) throw new BadOption(`"${value}" cannot be meant. Write ${what}`);
    if (takesFiles && !existsSync(value))
      throw new BadOption(`There is no file ${value}: name one from the repository's root, or none for all.`);
  }
}

function refuseNetwork(network: string | boolean | undefined, networks: readonly string[]): void {
  if (!/^https?:$/.test(URL.parse(LOCALHOST_URL)?.protocol ?? ""))
    throw new BadOption(`LADDER_LOCALHOST_URL is "${LOCALHOST_URL}": set it to a URL such as http://127.0.0.1:8545`);
  if (typeof network === "string" && !networks.includes(network))
    throw new BadOption(`There is no network "${network}": ${didYouMean(network, networks)}`);
}

function strayText(text: string, { words, options, most }: KnownTask): string {
  const known = options.map(({ name }) => `--${name}`);
  const name = words.join(" ");
  const near = nearest(`--${text}`, known);
  if (near !== undefined) return `"${text}" is no option of ${name}: did you mean ${near}?`;
  const takes = most === 0 ? "no argument without a name" : "one argument without a name";
  const also = known.length > 0 ? `, and the options ${known.join(", ")}` : "";
  return `"${text}" is too much: ${name} takes ${takes}${also}. A value of several words stands in quotes: "10 ETH".`;
}
