import { max, min, mulDivDown, saturatingSub } from "../../shared/uint.ts";
import { isHeld, totalAtUp } from "./share-price.ts";

/** What the books compute when gains and losses enter, in wei of ETH, rounded down. */

const BPS = 10_000n;

/** A part of what lifts the deposit price above its highest; all of the gain, when nobody holds shares. */
export function feeOn(total: bigint, gain: bigint, highWaterRay: bigint, feeBps: bigint, supply: bigint): bigint {
  if (!isHeld(total, highWaterRay, supply)) return gain;
  const lifted = saturatingSub(total + gain, max(total, totalAtUp(highWaterRay, supply)));
  return (lifted * feeBps) / BPS;
}

/** The part of a gain that has served already, and for how long. */
export function servedOf(gain: bigint, sinceSeconds: bigint, dripSeconds: bigint): { assets: bigint; seconds: bigint } {
  const seconds = min(sinceSeconds, dripSeconds);
  return { assets: mulDivDown(gain, seconds, dripSeconds), seconds };
}

/** What a net loss takes of U, and what it asks of the cover: no more than T, and nothing for what may come back. */
export function lossOrder(
  loss: bigint,
  doubtful: bigint,
  recognised: bigint,
  lockedProfit: bigint,
): { fromLockedProfit: bigint; forCover: bigint } {
  const fromLockedProfit = min(loss, lockedProfit);
  const lasting = saturatingSub(loss, doubtful);
  return { fromLockedProfit, forCover: min(recognised, min(loss - fromLockedProfit, lasting)) };
}
