import { type Address, type Hash, keyOf, ZERO_ADDRESS } from "../../shared/machine.ts";
import { setAllocationDelay } from "../allocation/registrations.ts";
import { getMaxMagnitude } from "../allocation/magnitudes.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import { BEACON_CHAIN_ETH_STRATEGY, isBeaconChainETH } from "../libraries/constants.ts";
import { toWithdrawableDown } from "../libraries/slashing-lib.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import { checkCanCall, mayCall } from "../permissions/permission-controller.ts";
import { checkSignature } from "../permissions/signature-utils.ts";
import { beaconChainSlashingFactor, podShares } from "../pods/shares.ts";
import { getDeposits } from "../strategies/portfolios.ts";
import type { SignatureWithExpiry } from "../types.ts";
import {
  delegatedTo,
  depositScalingFactor,
  here,
  increaseShares,
  PAUSED_ENTER_WITHDRAWAL_QUEUE,
  PAUSED_NEW_DELEGATION,
  stakerOf,
} from "./ledger.ts";
import { queue } from "./queue.ts";

/**
 * Delegation. A staker delegates everything to one operator, or to nobody. Whoever delegates starts afresh: the scaling
 * factor is divided by the operator's magnitude, so that slashes of the past do not count. Leaving goes through the
 * queue, where the slashes of the delay still count.
 */

export function registerAsOperator(
  core: Core,
  sender: Address,
  initDelegationApprover: Address,
  allocationDelay: bigint,
  metadataURI: string,
): void {
  check(!isDelegated(core, sender), "ActivelyDelegated");
  setAllocationDelay(core, here(core), sender, allocationDelay);
  setApprover(core, sender, initDelegationApprover);
  delegate(core, sender, sender);
  emit(core, here(core), "OperatorRegistered", { operator: sender, delegationApprover: initDelegationApprover });
  emit(core, here(core), "OperatorMetadataURIUpdated", { operator: sender, metadataURI });
}

export function modifyOperatorDetails(
  core: Core,
  sender: Address,
  operator: Address,
  newDelegationApprover: Address,
): void {
  checkCanCall(core, sender, operator, "DelegationManager", "modifyOperatorDetails");
  check(isOperator(core, operator), "OperatorNotRegistered");
  setApprover(core, operator, newDelegationApprover);
}

export function updateOperatorMetadataURI(core: Core, sender: Address, operator: Address, metadataURI: string): void {
  checkCanCall(core, sender, operator, "DelegationManager", "updateOperatorMetadataURI");
  check(isOperator(core, operator), "OperatorNotRegistered");
  emit(core, here(core), "OperatorMetadataURIUpdated", { operator, metadataURI });
}

export function delegateTo(
  core: Core,
  sender: Address,
  operator: Address,
  approval: SignatureWithExpiry,
  salt: Hash,
): void {
  check(!isDelegated(core, sender), "ActivelyDelegated");
  check(isOperator(core, operator), "OperatorNotRegistered");
  const approver = delegationApprover(core, operator);
  if (approver !== ZERO_ADDRESS) {
    check(!delegationApproverSaltIsSpent(core, approver, salt), "SaltSpent");
    core.state.spentSalts = core.state.spentSalts.set(keyOf(approver, salt), true);
    const digest = calculateDelegationApprovalDigestHash(core, sender, operator, approver, salt, approval.expiry);
    checkSignature(core, approver, digest, approval.signature, approval.expiry);
  }
  delegate(core, sender, operator);
}

export const undelegate = (core: Core, sender: Address, staker: Address): readonly Hash[] =>
  leave(core, sender, staker);

export function redelegate(
  core: Core,
  sender: Address,
  newOperator: Address,
  approval: SignatureWithExpiry,
  salt: Hash,
): readonly Hash[] {
  const roots = leave(core, sender, sender);
  delegateTo(core, sender, newOperator, approval, salt);
  return roots;
}

export const isDelegated = (core: Core, staker: Address): boolean => delegatedTo(core, staker) !== ZERO_ADDRESS;

export const isOperator = (core: Core, operator: Address): boolean =>
  operator !== ZERO_ADDRESS && delegatedTo(core, operator) === operator;

export const delegationApprover = ({ state }: Core, operator: Address): Address =>
  state.delegationApprovers.get(operator) ?? ZERO_ADDRESS;

export const delegationApproverSaltIsSpent = ({ state }: Core, approver: Address, salt: Hash): boolean =>
  state.spentSalts.has(keyOf(approver, salt));

/** What an approver signs. */
export const calculateDelegationApprovalDigestHash = (
  core: Core,
  staker: Address,
  operator: Address,
  approver: Address,
  salt: Hash,
  expiry: bigint,
): Hash => `approval at ${here(core)}(${[approver, staker, operator, salt, expiry].join()})`;

/** Tokens in the order of the staker's list, beacon chain ETH last. */
export function getDepositedShares(core: Core, staker: Address): [readonly Address[], readonly bigint[]] {
  const [strategies, shares] = getDeposits(core, staker);
  const ofPod = podShares(core, staker);
  if (ofPod === 0n) return [strategies, shares];
  return [
    [...strategies, BEACON_CHAIN_ETH_STRATEGY],
    [...shares, ofPod],
  ];
}

/** Of beacon chain ETH, the operator gets what the staker's own losses have left. */
function delegate(core: Core, staker: Address, operator: Address): void {
  requireNotPaused(core, here(core), PAUSED_NEW_DELEGATION);
  const [strategies, shares] = getDepositedShares(core, staker);
  setDelegatedTo(core, staker, operator);
  emit(core, here(core), "StakerDelegated", { staker, operator });
  strategies.forEach((strategy, i) => {
    const deposited = shares[i] as bigint;
    const scalingFactor = depositScalingFactor(core, staker, strategy);
    const added = isBeaconChainETH(strategy)
      ? toWithdrawableDown(deposited, scalingFactor, beaconChainSlashingFactor(core, staker))
      : deposited;
    increaseShares(core, operator, staker, strategy, 0n, added, getMaxMagnitude(core, operator, strategy));
  });
}

/** The delegation ends first; then one withdrawal a strategy, slashable as the old operator's. */
function leave(core: Core, sender: Address, staker: Address): readonly Hash[] {
  const operator = delegatedTo(core, staker);
  check(operator !== ZERO_ADDRESS, "NotActivelyDelegated");
  check(operator !== staker, "OperatorsCannotUndelegate");
  if (sender !== staker) {
    const may =
      mayCall(core, sender, operator, "DelegationManager", "undelegate") ||
      sender === delegationApprover(core, operator);
    check(may, "CallerCannotUndelegate");
    emit(core, here(core), "StakerForceUndelegated", { staker, operator });
  }
  requireNotPaused(core, here(core), PAUSED_ENTER_WITHDRAWAL_QUEUE);
  setDelegatedTo(core, staker, ZERO_ADDRESS);
  emit(core, here(core), "StakerUndelegated", { staker, operator });
  const [strategies, shares] = getDepositedShares(core, staker);
  return strategies.map((strategy, i) => queue(core, staker, operator, [strategy], [shares[i] as bigint]));
}

function setDelegatedTo(core: Core, staker: Address, operator: Address): void {
  core.state.stakers = core.state.stakers.set(staker, { ...stakerOf(core, staker), delegatedTo: operator });
}

function setApprover(core: Core, operator: Address, newDelegationApprover: Address): void {
  core.state.delegationApprovers = core.state.delegationApprovers.set(operator, newDelegationApprover);
  emit(core, here(core), "DelegationApproverUpdated", { operator, newDelegationApprover });
}
