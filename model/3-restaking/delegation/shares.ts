import { type Address, ZERO_ADDRESS } from "../../shared/machine.ts";
import { add } from "../../shared/uint.ts";
import { getMaxMagnitude } from "../allocation/magnitudes.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../libraries/constants.ts";
import { mulWadDown, slashedDown, toWithdrawableDown } from "../libraries/slashing-lib.ts";
import { increaseBurnOrRedistributableShares } from "../share-managers.ts";
import type { OperatorSet } from "../types.ts";
import {
  decreaseShares,
  delegatedTo,
  depositScalingFactor,
  here,
  increaseShares,
  slashableInQueue,
  slashingFactor,
  stakeOf,
} from "./ledger.ts";

/** What the core's other managers report: deposits, losses on the beacon chain, slashes. */

export function increaseDelegatedShares(
  core: Core,
  sender: Address,
  staker: Address,
  strategy: Address,
  prevDepositShares: bigint,
  addedShares: bigint,
): void {
  const { StrategyManager, EigenPodManager } = core.state.config.at;
  check(sender === StrategyManager || sender === EigenPodManager, "OnlyStrategyManagerOrEigenPodManager");
  const operator = delegatedTo(core, staker);
  const factor = slashingFactor(core, operator, staker, strategy);
  increaseShares(core, operator, staker, strategy, prevDepositShares, addedShares, factor);
}

/** Takes ⌊⌊s·k⌋·⌊m·decrease⌋⌋ off the operator. */
export function decreaseDelegatedShares(
  core: Core,
  sender: Address,
  staker: Address,
  curDepositShares: bigint,
  beaconChainSlashingFactorDecrease: bigint,
): void {
  check(sender === core.state.config.at.EigenPodManager, "OnlyEigenPodManager");
  const operator = delegatedTo(core, staker);
  if (operator === ZERO_ADDRESS) return;
  const strategy = BEACON_CHAIN_ETH_STRATEGY;
  const factor = mulWadDown(getMaxMagnitude(core, operator, strategy), beaconChainSlashingFactorDecrease);
  const shares = toWithdrawableDown(curDepositShares, depositScalingFactor(core, staker, strategy), factor);
  decreaseShares(core, operator, staker, strategy, shares);
}

/** Cuts the operator's shares and what is slashable of the queue, and hands both to the share manager. */
export function slashOperatorShares(
  core: Core,
  sender: Address,
  operator: Address,
  operatorSet: OperatorSet,
  slashId: bigint,
  strategy: Address,
  prevMaxMagnitude: bigint,
  newMaxMagnitude: bigint,
): bigint {
  check(sender === core.state.config.at.AllocationManager, "OnlyAllocationManager");
  const cut = slashedDown(stakeOf(core, operator, strategy).shares, prevMaxMagnitude, newMaxMagnitude);
  const queued = slashableInQueue(core, operator, strategy, prevMaxMagnitude, newMaxMagnitude);
  const totalSlashedShares = add(cut, queued);
  decreaseShares(core, operator, ZERO_ADDRESS, strategy, cut);
  emit(core, here(core), "OperatorSharesSlashed", { operator, strategy, totalSlashedShares });
  increaseBurnOrRedistributableShares(core, here(core), operatorSet, slashId, strategy, totalSlashedShares);
  return totalSlashedShares;
}
