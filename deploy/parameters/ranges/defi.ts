import { range as of } from "./range.ts";
import type { Range } from "../types.ts";

const MINUTE = 60n;
const HOUR = 3_600n;

/** The ranges of rung 6: the pool and the oracles. */
export const RANGES_OF_DEFI: readonly Range[] = [
  of(
    "Defi",
    "twapWindowSeconds",
    "seconds",
    MINUTE,
    2n * HOUR,
    "a price over time has a time, and is of now (DFI-12)",
    {
      contract: "TwapOracle",
      error: "OutOfRange",
    },
  ),
  of("Defi", "observationSlots", "count", 2n, 700n, "the pool's memory fits one transaction", "the pool is Uniswap's"),
  of("Defi", "boundBps", "bps", 1n, 5_000n, "the market has a say, and not the last (DFI-14)", {
    contract: "BoundedOracle",
    error: "OutOfRange",
  }),
];
