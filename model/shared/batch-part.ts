import { mulDivDown, sub } from "./uint.ts";

/** Parts of a batch: of what it was filled with, a part is owed ⌊part × filled / batch⌋ since the beginning. */

export const owedDown = (partShares: bigint, batchShares: bigint, filledAssets: bigint): bigint =>
  mulDivDown(partShares, filledAssets, batchShares);

export interface Claim {
  readonly assets: bigint;
  /** Whether the part is finished by it. */
  readonly ends: boolean;
  /** Whether there is anything to do: something to pay, or a part to finish. */
  readonly isClaimable: boolean;
}

/** What a claim pays, and what it changes. */
export function claimOf(owedAssets: bigint, paidAssets: bigint, unfilledShares: bigint): Claim {
  const assets = sub(owedAssets, paidAssets);
  const ends = unfilledShares === 0n;
  return { assets, ends, isClaimable: ends || assets !== 0n };
}
