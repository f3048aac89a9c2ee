import { add, mulDivDown, mulDivUp, sub } from "../../shared/uint.ts";
import type { Address } from "../../shared/machine.ts";
import { isBeaconChainETH, WAD } from "./constants.ts";

/**
 * The core's share arithmetic. With s deposit shares, k the staker's scaling factor and f the slashing factor
 * (1e18 = 1): withdrawable = ⌊⌊s·k⌋·f⌋, and a deposit of d on p shares sets k such that this grows by d. Two roundings in
 * a row are never merged into one: their order is part of the result.
 */

/** ⌊x·y / 1e18⌋ */
export const mulWadDown = (x: bigint, y: bigint): bigint => mulDivDown(x, y, WAD);

/** ⌈x·y / 1e18⌉ */
export const mulWadUp = (x: bigint, y: bigint): bigint => mulDivUp(x, y, WAD);

/** ⌊x·1e18 / y⌋ */
export const divWadDown = (x: bigint, y: bigint): bigint => mulDivDown(x, WAD, y);

/** ⌊⌊s·k⌋·f⌋ */
export const toWithdrawableDown = (depositShares: bigint, scalingFactor: bigint, slashingFactor: bigint): bigint =>
  mulWadDown(mulWadDown(depositShares, scalingFactor), slashingFactor);

/** What slashing leaves of a strategy's shares: m, or ⌊m·l⌋ of beacon chain ETH with its owner's own factor l. */
export const slashingFactorOf = (strategy: Address, maxMagnitude: bigint, beaconChainSlashingFactor: bigint): bigint =>
  isBeaconChainETH(strategy) ? mulWadDown(maxMagnitude, beaconChainSlashingFactor) : maxMagnitude;

/** ⌊⌊w/k⌋/f⌋, at most a few wei below the inverse. */
export const toDepositSharesDown = (
  withdrawableShares: bigint,
  scalingFactor: bigint,
  slashingFactor: bigint,
): bigint => divWadDown(divWadDown(withdrawableShares, scalingFactor), slashingFactor);

/** The scaling factor after `addedShares` on top of `prevDepositShares`; 0 when no factor can say it. */
export function scalingFactorAfter(
  scalingFactor: bigint,
  prevDepositShares: bigint,
  addedShares: bigint,
  slashingFactor: bigint,
): bigint {
  if (prevDepositShares === 0n) return divWadDown(scalingFactor, slashingFactor);
  const withdrawable = add(toWithdrawableDown(prevDepositShares, scalingFactor, slashingFactor), addedShares);
  return divWadDown(divWadDown(withdrawable, add(prevDepositShares, addedShares)), slashingFactor);
}

/** What a fall of the maximum magnitude takes of some shares: never more than its part. */
export const slashedDown = (shares: bigint, prevMaxMagnitude: bigint, newMaxMagnitude: bigint): bigint =>
  sub(shares, mulDivUp(shares, newMaxMagnitude, prevMaxMagnitude));
