import { parseArgs } from "node:util";
import { BadOption } from "../demo/options.ts";
import { didYouMean } from "../scenario/suggest.ts";

/** What `npm run compare:beacon` was asked to do. */
export interface CompareOptions {
  readonly help: boolean;
  readonly list: boolean;
  readonly json: boolean;
  readonly only: readonly string[];
}

export const USAGE = `npm run compare:beacon                   compares rung 1 with the client in everything
npm run compare:beacon -- --list         lists the comparisons
npm run compare:beacon -- --only NAME    runs that comparison alone (repeatable)
npm run compare:beacon -- --json         prints data alone on stdout, everything else on stderr`;

const OPTIONS = {
  help: { type: "boolean", short: "h", default: false },
  list: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  only: { type: "string", multiple: true, default: [] as string[] },
} as const;

/** Reads the command line. @throws BadOption with the way out */
export function readOptions(args: readonly string[], names: readonly string[]): CompareOptions {
  const values = parsed(args);
  for (const name of values.only) {
    if (!names.includes(name)) throw new BadOption(`There is no comparison ${name}: ${didYouMean(name, names)}`);
  }
  return values;
}

function parsed(args: readonly string[]): CompareOptions {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const wrong = args.find((arg) => arg.startsWith("--") && !(arg.slice(2).split("=")[0]! in OPTIONS));
    const known = Object.keys(OPTIONS).map((name) => `--${name}`);
    if (wrong !== undefined) throw new BadOption(`There is no option ${wrong}: ${didYouMean(wrong, known)}`);
    throw new BadOption(error instanceof Error ? error.message : String(error));
  }
}
