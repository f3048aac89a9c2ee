import { BadOption, readCommandLine } from "../lib/command-line.ts";
import { nearest } from "../lib/suggest.ts";

/** What `npm run demo` was asked to do. */
export interface DemoOptions {
  readonly help: boolean;
  readonly list: boolean;
  readonly story: string | undefined;
  readonly step: boolean;
  readonly seed: bigint | undefined;
  readonly json: boolean;
  readonly report: string | undefined;
}

export { BadOption };

export const USAGE = `npm run demo                        plays the first story and writes its report
npm run demo -- --list              lists the stories
npm run demo -- --story NAME        plays another one (a name from the list, or a file)
npm run demo -- --step              waits for Enter after each act
npm run demo -- --seed N            sets the random seed
npm run demo -- --json              prints data alone on stdout, everything else on stderr
npm run demo -- --report FILE       writes the HTML report there (default: reports/NAME.html)`;

const OPTIONS = {
  help: { type: "boolean", short: "h", default: false },
  list: { type: "boolean", default: false },
  story: { type: "string" },
  step: { type: "boolean", default: false },
  seed: { type: "string" },
  json: { type: "boolean", default: false },
  report: { type: "string" },
} as const;

const TAKES = { story: "a name from --list, or a file", seed: "a whole number", report: "a file to write" };

/** Reads the command line. @throws BadOption with the way out */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = readCommandLine(args, OPTIONS, { takes: TAKES, stray });
  if (values.step && values.json)
    throw new BadOption("--step waits for a reader and --json is for a program: leave one out.");
  return { ...values, story: values.story, report: values.report, seed: readSeed(values.seed) };
}

function stray(text: string): string {
  const near = nearest(
    `--${text}`,
    Object.keys(OPTIONS).map((name) => `--${name}`),
  );
  return near === undefined
    ? `"${text}" is no option. For a story write --story ${text}.`
    : `"${text}" is no option: did you mean ${near}?`;
}

function readSeed(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,20}$/.test(text))
    throw new BadOption(`--seed takes a whole number from 0 up to 20 digits, not "${text}".`);
  return BigInt(text);
}
