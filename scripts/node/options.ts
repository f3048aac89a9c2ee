import { parseArgs } from "node:util";
import { PRESETS } from "../scenario/schema.ts";
import { didYouMean } from "../scenario/suggest.ts";

export interface NodeOptions {
  readonly help: boolean;
  readonly port: number;
  readonly preset: string;
}

/** A wrong option: says what there is instead. */
export class BadNodeOption extends Error {}

export const NODE_USAGE = `npm run node                      serves a chain with the ladder on it, on port 8545
npm run node -- --port N          on another port (0: any free one)
npm run node -- --preset NAME     local (short delays, the default) or mainnet`;

const OPTIONS = {
  help: { type: "boolean", short: "h", default: false },
  port: { type: "string", default: "8545" },
  preset: { type: "string", default: "local" },
} as const;

/** Reads the command line. @throws BadNodeOption with the way out */
export function readNodeOptions(args: readonly string[]): NodeOptions {
  const wrong = args.find((arg) => arg.startsWith("--") && !(arg.slice(2).split("=")[0]! in OPTIONS));
  if (wrong !== undefined)
    throw new BadNodeOption(
      `There is no option ${wrong}: ${didYouMean(
        wrong,
        Object.keys(OPTIONS).map((name) => `--${name}`),
      )}`,
    );
  const { help, port, preset } = read(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new BadNodeOption(`--port takes a number from 0 to 65535, not "${port}".`);
  if (!PRESETS.some((known) => known === preset))
    throw new BadNodeOption(`There is no preset "${preset}": ${didYouMean(preset, PRESETS)}`);
  return { help, port: Number(port), preset };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new BadNodeOption(error instanceof Error ? error.message : String(error));
  }
}
