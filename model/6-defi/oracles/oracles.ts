import { max, min, mulDivUp } from "../../shared/uint.ts";

/** Prices of the LRT in Morpho's scale, of which 1e36 is 1 ETH for 1 LRT. */

const BPS = 10_000n;

/** The backing: the vault's collateral rate, which is wad. */
export const backingPrice = (collateralRateWad: bigint): bigint => collateralRateWad * 10n ** 18n;

/** The lower of backing and market. */
export const lowerPrice = (backing: bigint, market: bigint): bigint => min(backing, market);

/** The same, but never more than a bound below the backing; the least is rounded up. */
export const boundedPrice = (backing: bigint, market: bigint, boundBps: bigint): bigint =>
  max(mulDivUp(backing, BPS - boundBps, BPS), min(backing, market));
