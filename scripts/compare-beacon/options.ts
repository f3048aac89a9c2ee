import { BadOption, readCommandLine } from "../lib/command-line.ts";
import { didYouMean } from "../lib/suggest.ts";

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
  const { values } = readCommandLine(args, OPTIONS, { takes: { only: `one of ${names.join(", ")}` } });
  for (const name of values.only) {
    if (!names.includes(name)) throw new BadOption(`There is no comparison ${name}: ${didYouMean(name, names)}`);
  }
  return values;
}
