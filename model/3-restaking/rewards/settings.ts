import { type Address, ZERO_ADDRESS } from "../../shared/machine.ts";
import { Revert } from "../../shared/revert.ts";
import { getOperatorSetCount } from "../allocation/sets.ts";
import { type Core, emit } from "../core.ts";
import { isOperator } from "../delegation/delegation-manager.ts";
import { check } from "../errors.ts";
import { checkCanCall } from "../permissions/permission-controller.ts";
import type { Submitter } from "./state.ts";

/** Roles and numbers of the rewards coordinator, and who pays the protocol fee. */

export const ONE_HUNDRED_IN_BIPS = 10_000n;

const NEW: Submitter = { nonce: 0n, optedInForProtocolFee: false };

export const here = ({ state }: Core): Address => state.config.at.RewardsCoordinator;

export const submitterOf = ({ state }: Core, account: Address): Submitter => state.submitters.get(account) ?? NEW;

export function setSubmitter({ state }: Core, account: Address, submitter: Submitter): void {
  state.submitters = state.submitters.set(account, submitter);
}

export function setActivationDelay(core: Core, sender: Address, newActivationDelay: bigint): void {
  onlyOwner(core, sender);
  emit(core, here(core), "ActivationDelaySet", { oldActivationDelay: core.state.activationDelay, newActivationDelay });
  core.state.activationDelay = newActivationDelay;
}

export function setDefaultOperatorSplit(core: Core, sender: Address, split: bigint): void {
  onlyOwner(core, sender);
  check(split <= ONE_HUNDRED_IN_BIPS, "SplitExceedsMax");
  const oldDefaultOperatorSplitBips = core.state.defaultOperatorSplitBips;
  core.state.defaultOperatorSplitBips = split;
  emit(core, here(core), "DefaultOperatorSplitBipsSet", {
    oldDefaultOperatorSplitBips,
    newDefaultOperatorSplitBips: split,
  });
}

export function setRewardsUpdater(core: Core, sender: Address, newRewardsUpdater: Address): void {
  onlyOwner(core, sender);
  emit(core, here(core), "RewardsUpdaterSet", { oldRewardsUpdater: core.state.rewardsUpdater, newRewardsUpdater });
  core.state.rewardsUpdater = newRewardsUpdater;
}

export function setFeeRecipient(core: Core, sender: Address, newFeeRecipient: Address): void {
  onlyOwner(core, sender);
  check(newFeeRecipient !== ZERO_ADDRESS, "InvalidAddressZero");
  emit(core, here(core), "FeeRecipientSet", { oldFeeRecipient: core.state.feeRecipient, newFeeRecipient });
  core.state.feeRecipient = newFeeRecipient;
}

export function transferOwnership(core: Core, sender: Address, newOwner: Address): void {
  onlyOwner(core, sender);
  if (newOwner === ZERO_ADDRESS) throw new Revert("OwnableInvalidOwner", [newOwner]);
  writeOwner(core, newOwner);
}

export function renounceOwnership(core: Core, sender: Address): void {
  onlyOwner(core, sender);
  writeOwner(core, ZERO_ADDRESS);
}

export function setRewardsForAllSubmitter(core: Core, sender: Address, submitter: Address, newValue: boolean): void {
  onlyOwner(core, sender);
  const oldValue = isRewardsForAllSubmitter(core, submitter);
  emit(core, here(core), "RewardsForAllSubmitterSet", { rewardsForAllSubmitter: submitter, oldValue, newValue });
  const { forAllSubmitters } = core.state;
  core.state.forAllSubmitters = newValue ? forAllSubmitters.set(submitter, true) : forAllSubmitters.delete(submitter);
}

export function setOptInForProtocolFee(core: Core, sender: Address, submitter: Address, newValue: boolean): void {
  checkCanCall(core, sender, submitter, "RewardsCoordinator", "setOptInForProtocolFee");
  const record = submitterOf(core, submitter);
  emit(core, here(core), "OptInForProtocolFeeSet", { submitter, oldValue: record.optedInForProtocolFee, newValue });
  setSubmitter(core, submitter, { ...record, optedInForProtocolFee: newValue });
}

export function setClaimerFor(core: Core, sender: Address, claimer: Address): void {
  writeClaimer(core, sender, claimer);
}

/** For an operator, or a service with sets. */
export function setClaimerForEarner(core: Core, sender: Address, earner: Address, claimer: Address): void {
  checkCanCall(core, sender, earner, "RewardsCoordinator", "setClaimerForEarner");
  check(isOperator(core, earner) || getOperatorSetCount(core, earner) > 0n, "InvalidEarner");
  writeClaimer(core, earner, claimer);
}

export const claimerFor = ({ state }: Core, earner: Address): Address => state.claimers.get(earner) ?? ZERO_ADDRESS;

export const isRewardsForAllSubmitter = ({ state }: Core, submitter: Address): boolean =>
  state.forAllSubmitters.has(submitter);

export const isOptedInForProtocolFee = (core: Core, submitter: Address): boolean =>
  submitterOf(core, submitter).optedInForProtocolFee;

export const submissionNonce = (core: Core, avs: Address): bigint => submitterOf(core, avs).nonce;

function onlyOwner({ state }: Core, sender: Address): void {
  if (sender !== state.owner) throw new Revert("Error", ["Ownable: caller is not the owner"]);
}

function writeOwner(core: Core, newOwner: Address): void {
  emit(core, here(core), "OwnershipTransferred", { previousOwner: core.state.owner, newOwner });
  core.state.owner = newOwner;
}

function writeClaimer(core: Core, earner: Address, claimer: Address): void {
  emit(core, here(core), "ClaimerForSet", { earner, oldClaimer: claimerFor(core, earner), claimer });
  core.state.claimers = core.state.claimers.set(earner, claimer);
}
