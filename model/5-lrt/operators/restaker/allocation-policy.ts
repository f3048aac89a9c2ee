import { ceilDiv, max, min, saturatingSub } from "../../../shared/uint.ts";

/**
 * How much should be where, in wei of ETH. For exits a slot gives what it has above its share of what would remain; a
 * validator leaves only when that fills it by more than half, or when no token stake serves. By targets, a slot gives what is
 * above its own by more than the tolerance, as far as others have room that nothing else will fill.
 */

const BPS = 10_000n;
const ETH = 10n ** 18n;
export const VALIDATOR_ASSETS = 32n * ETH;
/** Less than that is what rounding leaves, and no validator leaves for it. */
const LEAST_UNSERVED = ETH / 100n;

/** What stays in a slot and can be had. */
export interface Share {
  readonly weightBps: bigint;
  readonly tokens: bigint;
  readonly native: bigint;
}

export interface Snapshot {
  readonly slots: readonly Share[];
  /** What stake must serve of what closed batches need. */
  readonly demand: bigint;
}

// --- for exits --------------------------------------------------------------------------------------------------------

/** What a slot should give of the demand. */
export function needFrom({ slots, demand }: Snapshot, { weightBps, tokens, native }: Share): bigint {
  const sumOf = (of: (share: Share) => bigint): bigint => slots.reduce((sum, share) => sum + of(share), 0n);
  const weights = sumOf((share) => share.weightBps);
  const remaining = saturatingSub(
    sumOf((share) => share.tokens + share.native),
    demand,
  );
  const target = weights === 0n ? 0n : (remaining * weightBps) / weights;
  return min(demand, saturatingSub(tokens + native, target));
}

/** What a slot should give, and what of it no token stake serves, if that is worth a validator. */
export function nativeNeed(all: Snapshot, own: Share): { readonly need: bigint; readonly unserved: bigint } {
  const need = needFrom(all, own);
  const byTokens = all.slots.reduce((sum, share) => sum + min(share.tokens, needFrom(all, share)), 0n);
  const unserved = min(need, saturatingSub(all.demand, byTokens));
  return { need, unserved: unserved < LEAST_UNSERVED ? 0n : unserved };
}

/** How many validators of 32 ETH that is. */
export const validatorsFor = (need: bigint, unserved: bigint): bigint =>
  max(ceilDiv(saturatingSub(need, VALIDATOR_ASSETS / 2n), VALIDATOR_ASSETS), ceilDiv(unserved, VALIDATOR_ASSETS));

/** How many of these weights, from the first on, until the rest of the need fills none by more than half. */
export function exitsFor(weights: readonly bigint[], need: bigint, unserved: bigint): bigint {
  let sum = 0n;
  const enough = weights.findIndex((weight) => {
    const isEnough = sum + weight / 2n >= need && sum >= unserved;
    sum += weight;
    return isEnough;
  });
  return BigInt(enough === -1 ? weights.length : enough);
}

/** How many of these weights, from the first on, are no more than `assets` together. */
export function exitsWithin(weights: readonly bigint[], assets: bigint): bigint {
  let sum = 0n;
  const beyond = weights.findIndex((weight) => {
    sum += weight;
    return sum > assets;
  });
  return BigInt(beyond === -1 ? weights.length : beyond);
}

/** What a validator brings when it leaves, in whole ETH; one of 32 ETH at least. */
export const weightOf = (restakedGwei: bigint): bigint => max(VALIDATOR_ASSETS, (restakedGwei / 10n ** 9n) * ETH);

// --- by targets -------------------------------------------------------------------------------------------------------

export const targetOf = (all: bigint, weightBps: bigint, capAssets: bigint): bigint =>
  min((all * weightBps) / BPS, capAssets);

/** What is above a target, if that is more than the tolerance. */
export const aboveTarget = (held: bigint, target: bigint, toleranceBps: bigint): bigint =>
  held * BPS <= target * (BPS + toleranceBps) ? 0n : held - target;

/** Of it, what others have room for that what comes and does not leave will not fill. */
export const trimmable = (above: bigint, room: bigint, coming: bigint, leaving: bigint): bigint =>
  min(above, saturatingSub(room, saturatingSub(coming, leaving)));
