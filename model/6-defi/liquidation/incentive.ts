import { min } from "../../shared/uint.ts";

/** What a liquidation pays, by Morpho's rule, and how much collateral a whole debt takes. */

const WAD = 10n ** 18n;
const CURSOR_WAD = (3n * WAD) / 10n;
const MOST_WAD = (115n * WAD) / 100n;
const ORACLE_SCALE = 10n ** 36n;

/** min(1.15, 1 / (1 − 0.3 × (1 − LLTV))), in wad. */
export function incentiveFactor(lltvWad: bigint): bigint {
  const base = WAD - (CURSOR_WAD * (WAD - lltvWad)) / WAD;
  return min(MOST_WAD, (WAD * WAD) / base);
}

/** LRT that a debt with its incentive is worth at an oracle's price, which is not 0. */
export const collateralFor = (debt: bigint, lltvWad: bigint, price: bigint): bigint =>
  (((debt * incentiveFactor(lltvWad)) / WAD) * ORACLE_SCALE) / price;
