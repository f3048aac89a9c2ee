import { BadOption, readCommandLine, wholeNumber } from "../lib/command-line.ts";
import { greatestLeverageBps, ORACLES, type Oracle, type Terms } from "./leverage.ts";
import type { Pool } from "./table.ts";

export interface LeverageOptions {
  readonly terms: Terms;
  readonly leverageBps: bigint | undefined;
  readonly capBps: bigint;
  readonly pool: Pool;
  /** WETH lent by the TWAP, in ETH */
  readonly lent: bigint;
  readonly json: boolean;
}

/**
 * Reads `npm run leverage -- …`.
 *
 * @throws BadOption with the number, the cause and the way out
 */
export function readLeverageOptions(args: readonly string[]): LeverageOptions {
  const text = { type: "string" } as const;
  const { values } = readCommandLine(args, {
    lltv: text,
    yield: text,
    rate: text,
    oracle: text,
    bound: text,
    leverage: text,
    cap: text,
    pool: text,
    sold: text,
    lent: text,
    json: { type: "boolean" },
  });
  const number = (given: string | undefined, name: string, otherwise: number, least: number, most: number): bigint =>
    BigInt(given === undefined ? otherwise : wholeNumber(given, name, least, most));
  const oracle = (values.oracle ?? "lower") as Oracle;
  if (!ORACLES.includes(oracle)) throw new BadOption(`--oracle takes one of ${ORACLES.join(", ")}, not "${oracle}".`);
  const lltvBps = number(values.lltv, "lltv", 8_600, 1, 9_800);
  const leverageBps =
    values.leverage === undefined ? undefined : number(values.leverage, "leverage", 0, 10_000, 1_000_000);
  const most = greatestLeverageBps(lltvBps);
  if (leverageBps !== undefined && leverageBps >= most) {
    throw new BadOption(
      `--leverage is ${leverageBps}, and a market that lends up to ${lltvBps} liquidates at once from ${most} on ` +
        `(1 / (1 - limit), in ten-thousandths): give less.`,
    );
  }
  return {
    terms: {
      lltvBps,
      yieldBps: number(values.yield, "yield", 350, 0, 10_000),
      rateBps: number(values.rate, "rate", 280, 0, 100_000),
      oracle,
      boundBps: number(values.bound, "bound", 500, 1, 5_000),
    },
    leverageBps,
    capBps: number(values.cap, "cap", 1_000, 0, 10_000),
    pool: {
      depth: number(values.pool, "pool", 1_000, 1, 100_000_000),
      sold: number(values.sold, "sold", 30, 1, 100_000_000),
    },
    lent: number(values.lent, "lent", 100, 1, 100_000_000),
    json: values.json ?? false,
  };
}
