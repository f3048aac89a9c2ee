import { RAY } from "../accounting/share-price.ts";
import { min, mulDivDown } from "../../shared/uint.ts";
import type { Mark, PricingRule } from "../state.ts";

type Payout = (shares: bigint, value: bigint, closed: Mark, current: Mark) => bigint;

/** What a fill of a batch pays for shares of a value, by what was remembered at its close. */
export const PAYOUT: Readonly<Record<PricingRule, Payout>> = {
  exposed: (_shares, value) => value,
  capped: (shares, value, closed) => min(value, mulDivDown(shares, closed.rateRay, RAY)),
  "loss-only"(shares, value, closed, current) {
    if (closed.lossFactorRay === 0n) return 0n;
    const rateRay = mulDivDown(closed.rateRay, current.lossFactorRay, closed.lossFactorRay);
    return min(value, mulDivDown(shares, rateRay, RAY));
  },
};
