import { max, min } from "../../shared/uint.ts";

/** What a loan costs: the adaptive curve, written from its formula and not from the contract. Wad, rounded towards zero. */

const WAD = 10n ** 18n;
const YEAR_SECONDS = 365n * 86_400n;
const LN_2 = 693_147_180_559_945_309n;

/** Use at which the rate does not move. */
export const TARGET_USE_WAD = (9n * WAD) / 10n;
const FIRST_RATE_WAD = (4n * WAD) / 100n / YEAR_SECONDS;
const LEAST_RATE_WAD = WAD / 1_000n / YEAR_SECONDS;
const GREATEST_RATE_WAD = (2n * WAD) / YEAR_SECONDS;
const SPEED_WAD = (50n * WAD) / YEAR_SECONDS;

/** Rates of a market, wad a second: what is charged since the last accrual, and the rate at 90 % use as of now. */
export interface Rates {
  readonly meanWad: bigint;
  readonly atTargetWad: bigint;
}

/** e^x for a wad x that is not far from zero. */
function expWad(x: bigint): bigint {
  if (x < -41_446_531_673_892_822_312n) return 0n;
  const capped = min(x, 93_859_467_695_000_404_319n);
  const doublings = (capped + (capped < 0n ? -LN_2 / 2n : LN_2 / 2n)) / LN_2;
  const rest = capped - doublings * LN_2;
  const mantissa = WAD + rest + (rest * rest) / WAD / 2n;
  return doublings < 0n ? mantissa >> -doublings : mantissa << doublings;
}

/** Distance of the use of a market from 90 %, from -1 to 1, as a part of the way to the end on its side. */
export function errorWad(borrowed: bigint, supplied: bigint): bigint {
  const use = supplied === 0n ? 0n : (borrowed * WAD) / supplied;
  const side = use > TARGET_USE_WAD ? WAD - TARGET_USE_WAD : TARGET_USE_WAD;
  return ((use - TARGET_USE_WAD) * WAD) / side;
}

/** What a use costs when 90 % costs `atTargetWad`: a quarter of it at no use, four times as much at all. */
export function onCurve(atTargetWad: bigint, error: bigint): bigint {
  const slope = error < 0n ? (3n * WAD) / 4n : 3n * WAD;
  return (((slope * error) / WAD + WAD) * atTargetWad) / WAD;
}

function moved(startWad: bigint, exponent: bigint): bigint {
  const rate = (startWad * expWad(exponent)) / WAD;
  return max(LEAST_RATE_WAD, min(GREATEST_RATE_WAD, rate));
}

/**
 * Rates after `seconds` at one use.
 *
 * @param startWad rate at 90 % as of the last accrual; 0 in a market that has had none
 */
export function ratesAfter(startWad: bigint, borrowed: bigint, supplied: bigint, seconds: bigint): Rates {
  const error = errorWad(borrowed, supplied);
  if (startWad === 0n) return { meanWad: onCurve(FIRST_RATE_WAD, error), atTargetWad: FIRST_RATE_WAD };
  const exponent = ((SPEED_WAD * error) / WAD) * seconds;
  if (exponent === 0n) return { meanWad: onCurve(startWad, error), atTargetWad: startWad };
  const last = moved(startWad, exponent);
  const mean = (startWad + last + 2n * moved(startWad, exponent / 2n)) / 4n;
  return { meanWad: onCurve(mean, error), atTargetWad: last };
}
