import { BadOption, readCommandLine } from "../lib/command-line.ts";

/** What `npm run attack` was asked to do. */
export interface AttackOptions {
  readonly help: boolean;
  readonly list: boolean;
  readonly json: boolean;
  readonly solve: boolean;
  readonly name: string | undefined;
}

export const USAGE = `npm run attack -- NAME             plays an attack on a naive twin and on the ladder's vault
npm run attack -- --list           lists the attacks
npm run attack -- --solve NAME     writes a stub for an exploit of your own, or tries the one that you have written
npm run attack -- --json …         prints data alone on stdout`;

const OPTIONS = {
  help: { type: "boolean", short: "h", default: false },
  list: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  solve: { type: "boolean", default: false },
} as const;

const stray = (text: string): string => `One attack at a time: leave "${text}" or the other out.`;

/** Reads the command line. @throws BadOption with the way out */
export function readOptions(args: readonly string[]): AttackOptions {
  const { values, positionals } = readCommandLine(args, OPTIONS, { positionals: 1, stray });
  const [name] = positionals;
  if (values.list && (name !== undefined || values.solve))
    throw new BadOption("--list lists all attacks: leave out what stands beside it.");
  if (!values.help && !values.list && name === undefined)
    throw new BadOption(
      values.solve
        ? "--solve takes the name of an attack: --list has them."
        : "Say which attack is to be played: --list has their names.",
    );
  return { ...values, name };
}
