import { BadOption, readCommandLine, wholeNumber } from "../lib/command-line.ts";
import { PRESETS } from "../scenario/schema.ts";
import { didYouMean } from "../lib/suggest.ts";

export interface NodeOptions {
  readonly help: boolean;
  readonly port: number;
  readonly preset: string;
  /** Where what happens is kept, as the caller named it. */
  readonly state: string | undefined;
}

export const NODE_USAGE = `npm run node                      serves a chain with the ladder on it, on port 8545
npm run node -- --port N          on another port (0: any free one)
npm run node -- --preset NAME     local (short delays, the default) or mainnet
npm run node -- --state FILE      keeps what happens in FILE, and goes on from there when it is started again`;

const OPTIONS = {
  help: { type: "boolean", short: "h", default: false },
  port: { type: "string", default: "8545" },
  preset: { type: "string", default: "local" },
  state: { type: "string" },
} as const;

const TAKES = {
  port: "a number from 0 to 65535",
  preset: PRESETS.join(" or "),
  state: "a file to write, or one that a node has written",
};

/** Reads the command line. @throws BadOption with the way out */
export function readNodeOptions(args: readonly string[]): NodeOptions {
  const { help, port, preset, state } = readCommandLine(args, OPTIONS, { takes: TAKES }).values;
  if (!PRESETS.some((known) => known === preset))
    throw new BadOption(`There is no preset "${preset}": ${didYouMean(preset, PRESETS)}`);
  return { help, port: wholeNumber(port, "port", 0, 65_535), preset, state };
}
