import fc from "fast-check";
import { collateralFor } from "../../../../model/6-defi/liquidation/incentive.ts";
import { backingPrice, boundedPrice } from "../../../../model/6-defi/oracles/oracles.ts";
import { meanTick, priceAtTick } from "../../../../model/6-defi/oracles/twap.ts";
import { ratesAfter } from "../../../../model/6-defi/rates/adaptive-curve-rate.ts";
import { max, min, saturatingSub } from "../../../../model/shared/uint.ts";
import { ETH, WAD } from "../../../lib/units.ts";
import type { World } from "../world.ts";

/** Of the market: the limit of loans, how far the market's price counts, and the window of its mean. */
export const LLTV_WAD = (86n * WAD) / 100n;
export const BOUND_BPS = 500n;
export const WINDOW_SECONDS = 1_800n;
const SCALE = 10n ** 36n;

interface Loan {
  readonly collateral: bigint;
  readonly debt: bigint;
}

/** A market that lends against the LRT, as the formulas of rung 6 see it. */
export interface MarketState {
  readonly supplied: bigint;
  readonly loans: readonly Loan[];
  /** Rate at 90 % use, and what was charged over the seconds before the last step. */
  readonly atTargetWad: bigint;
  readonly meanWad: bigint;
  /** ETH that an LRT is backed by. */
  readonly backingWad: bigint;
  /** Ticks of the pool, each since a second. */
  readonly ticks: readonly { readonly since: bigint; readonly tick: bigint }[];
}

const KINDS = [
  ...(["supply", "withdraw", "borrow", "repay", "trade", "slash", "gain", "liquidate", "pass"] as const),
  ...(["borrow", "trade", "liquidate"] as const),
] as const;

export interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly who: number;
  readonly bps: bigint;
  readonly wait: bigint;
}

export const borrowedOf = ({ loans }: MarketState): bigint => loans.reduce((sum, { debt }) => sum + debt, 0n);

/** The sum of the pool's ticks over the window that ends now. */
export function sumOfTicks({ ticks }: MarketState, now: bigint): bigint {
  const from = now - WINDOW_SECONDS;
  return ticks.reduce((sum, { since, tick }, nth) => {
    const until = ticks[nth + 1]?.since ?? now;
    return sum + tick * saturatingSub(until, max(since, from));
  }, 0n);
}

export const marketPrice = (state: MarketState, now: bigint): bigint =>
  priceAtTick(meanTick(sumOfTicks(state, now), WINDOW_SECONDS, true));

export const priceOf = (state: MarketState, now: bigint): bigint =>
  boundedPrice(backingPrice(state.backingWad), marketPrice(state, now), BOUND_BPS);

/** The most that may be owed on collateral. */
export const limitOf = ({ collateral }: Loan, price: bigint): bigint =>
  (((collateral * price) / SCALE) * LLTV_WAD) / WAD;

const START_SECONDS = 1_900_000_000n;
const LOANS: readonly Loan[] = [10n, 25n, 40n].map((ether) => ({ collateral: ether * ETH, debt: 0n }));
const START: MarketState = {
  ...{ supplied: 50n * ETH, loans: LOANS, atTargetWad: 0n, meanWad: 0n, backingWad: WAD },
  ticks: [{ since: START_SECONDS - WINDOW_SECONDS, tick: 0n }],
};

/** Rates, prices and liquidations of rung 6 by themselves. */
export function defiWorld(): World<MarketState, Step> {
  return {
    sequences: fc.array(
      fc.record({
        kind: fc.constantFrom(...KINDS),
        who: fc.nat(LOANS.length - 1),
        bps: fc.oneof(fc.constantFrom(1n, 5_000n, 10_000n), fc.bigInt({ min: 1n, max: 10_000n })),
        wait: fc.constantFrom(0n, 12n, 12n, 600n, 1_800n, 86_400n, 2_592_000n),
      }),
      { minLength: 10, maxLength: 40, size: "max" },
    ),
    play(steps, each) {
      let [state, now] = [START, START_SECONDS];
      for (const [number, step] of steps.entries()) {
        now += step.wait;
        const block = { number: BigInt(number), timestamp: now };
        const accrued = accrue(state, step.wait);
        const { after, value } = play(accrued, step, now);
        const call = { from: String(step.who), function: step.kind, args: [step.bps, step.wait] };
        each({ before: state, after, block, call, value, events: [] });
        state = after;
      }
    },
  };
}

/** Owes for the seconds that have passed what the curve asks. */
function accrue(state: MarketState, seconds: bigint): MarketState {
  const { meanWad, atTargetWad } = ratesAfter(state.atTargetWad, borrowedOf(state), state.supplied, seconds);
  const loans = state.loans.map((one) => ({ ...one, debt: one.debt + (one.debt * meanWad * seconds) / WAD }));
  const interest = borrowedOf({ ...state, loans }) - borrowedOf(state);
  return { ...state, loans, supplied: state.supplied + interest, meanWad, atTargetWad };
}

/** @returns the state, and for a liquidation what was repaid and what was taken */
function play(
  state: MarketState,
  { kind, who, bps }: Step,
  now: bigint,
): { readonly after: MarketState; readonly value?: readonly [repaid: bigint, taken: bigint] } {
  const part = (whole: bigint): bigint => (whole * bps) / 10_000n;
  const { supplied, backingWad, ticks } = state;
  const free = supplied - borrowedOf(state);
  const loan = state.loans[who] as Loan;
  const withLoan = (patch: Partial<Loan>): MarketState => ({
    ...state,
    loans: state.loans.with(who, { ...loan, ...patch }),
  });
  const tick = (ticks.at(-1) as (typeof ticks)[number]).tick;
  switch (kind) {
    case "supply":
      return { after: { ...state, supplied: supplied + part(50n * ETH) } };
    case "withdraw":
      return { after: { ...state, supplied: supplied - part(free) } };
    case "borrow":
      return { after: withLoan({ debt: loan.debt + part(min(free, room(loan, priceOf(state, now)))) }) };
    case "repay":
      return { after: withLoan({ debt: loan.debt - part(loan.debt) }) };
    case "trade": {
      const moved = tick + part(2_000n) - 1_000n;
      const next = max(-20_000n, min(20_000n, moved));
      return { after: { ...state, ticks: [...ticks, { since: now, tick: next }] } };
    }
    case "slash":
      return { after: { ...state, backingWad: max(WAD / 1_000n, backingWad - part(backingWad / 8n)) } };
    case "gain":
      return { after: { ...state, backingWad: backingWad + part(WAD / 100n) } };
    case "liquidate": {
      const price = priceOf(state, now);
      if (loan.debt <= limitOf(loan, price)) return { after: state };
      const repaid = part(loan.debt);
      const taken = collateralFor(repaid, LLTV_WAD, price);
      if (taken > loan.collateral) return { after: state };
      const after = withLoan({ collateral: loan.collateral - taken, debt: loan.debt - repaid });
      return { after, value: [repaid, taken] };
    }
    case "pass":
      return { after: state };
  }
}

const room = (loan: Loan, price: bigint): bigint => saturatingSub(limitOf(loan, price), loan.debt);
