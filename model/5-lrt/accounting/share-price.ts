import { max, mulDivDown, mulDivUp } from "../../shared/uint.ts";

/** price = (total + VIRTUAL) / (supply + VIRTUAL), with T as the total for exits and T + U for deposits. Rates are in ray. */

export const VIRTUAL = 1_000_000n;
export const RAY = 10n ** 27n;
/** Below this moves no mark and no state, in wei. */
export const DUST_ASSETS = 10n ** 9n;
const DEAD_DIVISOR = 1_000_000n;
const REVIVED_DIVISOR = 100n;

export const toSharesDown = (assets: bigint, total: bigint, supply: bigint): bigint =>
  mulDivDown(assets, supply + VIRTUAL, total + VIRTUAL);

export const toAssetsDown = (shares: bigint, total: bigint, supply: bigint): bigint =>
  mulDivDown(shares, total + VIRTUAL, supply + VIRTUAL);

export const rateRayDown = (total: bigint, supply: bigint): bigint =>
  mulDivDown(total + VIRTUAL, RAY, supply + VIRTUAL);

/** The total at which the rate would be this one, rounded up. */
export const totalAtUp = (rateRay: bigint, supply: bigint): bigint =>
  max(VIRTUAL, mulDivUp(rateRay, supply + VIRTUAL, RAY)) - VIRTUAL;

/** Whether the shares, at the highest price that they have had, are more than dust. */
export const isHeld = (total: bigint, highWaterRay: bigint, supply: bigint): boolean =>
  mulDivDown(supply, max(highWaterRay, rateRayDown(total, supply)), RAY) >= DUST_ASSETS;

/** A vault dies below 1e-6 of its highest price, and lives again from 1e-2 of it on. */
export const isDeadAt = (wasDead: boolean, recognised: bigint, highWaterRay: bigint, supply: bigint): boolean =>
  isHeld(recognised, highWaterRay, supply) &&
  recognised * (wasDead ? REVIVED_DIVISOR : DEAD_DIVISOR) < totalAtUp(highWaterRay, supply);
