import { safeTransfer, safeTransferFrom } from "../../shared/erc20.ts";
import { type Address, type Hash, keyOf } from "../../shared/machine.ts";
import { isOperatorSet } from "../allocation/sets.ts";
import { type Core, emit, strangerAt } from "../core.ts";
import { check } from "../errors.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import { checkCanCall } from "../permissions/permission-controller.ts";
import type { OperatorDirectedRewardsSubmission, OperatorSet, RewardsSubmission } from "../types.ts";
import { here, isOptedInForProtocolFee, isRewardsForAllSubmitter, setSubmitter, submitterOf } from "./settings.ts";
import { checkDirected, checkSubmission, feeDown } from "./submission-checks.ts";

/**
 * Rewards coming in. Seven kinds of submissions take tokens from the caller and announce what the calculation off chain
 * shall share out, with the amounts after fees. Nonces count over all kinds of one service.
 */

const PAUSED_AVS_REWARDS_SUBMISSION = 0n;
const PAUSED_REWARDS_FOR_ALL_SUBMISSION = 1n;
const PAUSED_REWARD_ALL_STAKERS_AND_OPERATORS = 4n;
const PAUSED_OPERATOR_DIRECTED_AVS_REWARDS_SUBMISSION = 5n;
const PAUSED_OPERATOR_DIRECTED_OPERATOR_SET_REWARDS_SUBMISSION = 9n;
const PAUSED_UNIQUE_STAKE_REWARDS_SUBMISSION = 10n;
const PAUSED_TOTAL_STAKE_REWARDS_SUBMISSION = 11n;

/** Kinds of submissions that are remembered, by the name of the mapping that remembers them. */
export type SubmissionKind =
  | "isAVSRewardsSubmissionHash"
  | "isRewardsSubmissionForAllHash"
  | "isRewardsSubmissionForAllEarnersHash"
  | "isOperatorDirectedAVSRewardsSubmissionHash"
  | "isOperatorDirectedOperatorSetRewardsSubmissionHash"
  | "isUniqueStakeRewardsSubmissionHash"
  | "isTotalStakeRewardsSubmissionHash";

type Submissions = readonly RewardsSubmission[];
type DirectedSubmissions = readonly OperatorDirectedRewardsSubmission[];

export function createAVSRewardsSubmission(core: Core, sender: Address, submissions: Submissions): void {
  requireNotPaused(core, here(core), PAUSED_AVS_REWARDS_SUBMISSION);
  createForAVS(core, sender, sender, submissions);
}

export function createEigenDARewardsSubmission(
  core: Core,
  sender: Address,
  avs: Address,
  submissions: Submissions,
): void {
  requireNotPaused(core, here(core), PAUSED_AVS_REWARDS_SUBMISSION);
  check(sender === core.state.config.emissionsController, "UnauthorizedCaller");
  createForAVS(core, sender, avs, submissions);
}

export function createRewardsForAllSubmission(core: Core, sender: Address, submissions: Submissions): void {
  requireNotPaused(core, here(core), PAUSED_REWARDS_FOR_ALL_SUBMISSION);
  check(isRewardsForAllSubmitter(core, sender), "UnauthorizedCaller");
  for (const submission of submissions) {
    const announced = announce(core, sender, "isRewardsSubmissionForAllHash", submission);
    emit(core, here(core), "RewardsSubmissionForAllCreated", { submitter: sender, ...announced });
    safeTransferFrom(core, here(core), submission.token, sender, here(core), submission.amount, strangerAt(core));
  }
}

export function createRewardsForAllEarners(core: Core, sender: Address, submissions: Submissions): void {
  requireNotPaused(core, here(core), PAUSED_REWARD_ALL_STAKERS_AND_OPERATORS);
  check(isRewardsForAllSubmitter(core, sender), "UnauthorizedCaller");
  for (const submission of submissions) {
    const announced = announce(core, sender, "isRewardsSubmissionForAllEarnersHash", submission);
    emit(core, here(core), "RewardsSubmissionForAllEarnersCreated", { tokenHopper: sender, ...announced });
    safeTransferFrom(core, here(core), submission.token, sender, here(core), submission.amount, strangerAt(core));
  }
}

export function createOperatorDirectedAVSRewardsSubmission(
  core: Core,
  sender: Address,
  avs: Address,
  submissions: DirectedSubmissions,
): void {
  requireNotPaused(core, here(core), PAUSED_OPERATOR_DIRECTED_AVS_REWARDS_SUBMISSION);
  checkCanCall(core, sender, avs, "RewardsCoordinator", "createOperatorDirectedAVSRewardsSubmission");
  for (const gross of submissions) {
    const directed = collectDirected(core, sender, avs, "isOperatorDirectedAVSRewardsSubmissionHash", gross);
    emit(core, here(core), "OperatorDirectedAVSRewardsSubmissionCreated", { caller: sender, avs, ...directed });
  }
}

export function createOperatorDirectedOperatorSetRewardsSubmission(
  core: Core,
  sender: Address,
  operatorSet: OperatorSet,
  submissions: DirectedSubmissions,
): void {
  requireNotPaused(core, here(core), PAUSED_OPERATOR_DIRECTED_OPERATOR_SET_REWARDS_SUBMISSION);
  const { avs } = operatorSet;
  checkCanCall(core, sender, avs, "RewardsCoordinator", "createOperatorDirectedOperatorSetRewardsSubmission");
  check(isOperatorSet(core, operatorSet), "InvalidOperatorSet");
  for (const gross of submissions) {
    const directed = collectDirected(core, sender, avs, "isOperatorDirectedOperatorSetRewardsSubmissionHash", gross);
    const event = { caller: sender, operatorSet, ...directed };
    emit(core, here(core), "OperatorDirectedOperatorSetRewardsSubmissionCreated", event);
  }
}

export function createUniqueStakeRewardsSubmission(
  core: Core,
  sender: Address,
  operatorSet: OperatorSet,
  submissions: Submissions,
): void {
  requireNotPaused(core, here(core), PAUSED_UNIQUE_STAKE_REWARDS_SUBMISSION);
  const { avs } = operatorSet;
  checkCanCall(core, sender, avs, "RewardsCoordinator", "createUniqueStakeRewardsSubmission");
  check(isOperatorSet(core, operatorSet), "InvalidOperatorSet");
  for (const gross of submissions) {
    const announced = collect(core, sender, avs, "isUniqueStakeRewardsSubmissionHash", gross);
    emit(core, here(core), "UniqueStakeRewardsSubmissionCreated", { caller: sender, operatorSet, ...announced });
  }
}

export function createTotalStakeRewardsSubmission(
  core: Core,
  sender: Address,
  operatorSet: OperatorSet,
  submissions: Submissions,
): void {
  requireNotPaused(core, here(core), PAUSED_TOTAL_STAKE_REWARDS_SUBMISSION);
  const { avs } = operatorSet;
  checkCanCall(core, sender, avs, "RewardsCoordinator", "createTotalStakeRewardsSubmission");
  check(isOperatorSet(core, operatorSet), "InvalidOperatorSet");
  for (const gross of submissions) {
    const announced = collect(core, sender, avs, "isTotalStakeRewardsSubmissionHash", gross);
    emit(core, here(core), "TotalStakeRewardsSubmissionCreated", { caller: sender, operatorSet, ...announced });
  }
}

/** Whether a submission of this kind was made by or for the account. */
export const isSubmission = ({ state }: Core, kind: SubmissionKind, account: Address, hash: Hash): boolean =>
  state.submissionHashes.has(keyOf(kind, account, hash));

interface Announced {
  readonly submissionNonce: bigint;
  readonly rewardsSubmissionHash: Hash;
  readonly rewardsSubmission: RewardsSubmission;
}

function createForAVS(core: Core, sender: Address, avs: Address, submissions: Submissions): void {
  for (const gross of submissions) {
    const announced = collect(core, sender, avs, "isAVSRewardsSubmissionHash", gross);
    emit(core, here(core), "AVSRewardsSubmissionCreated", { avs, ...announced });
  }
}

/** Checks a submission that pays no fee, and counts it. */
function announce(core: Core, sender: Address, kind: SubmissionKind, submission: RewardsSubmission): Announced {
  checkSubmission(core, submission);
  return remember(core, sender, kind, submission);
}

/** Checks a submission, takes its tokens, passes the fee on, and counts what is left of it. */
function collect(core: Core, sender: Address, avs: Address, kind: SubmissionKind, gross: RewardsSubmission): Announced {
  checkSubmission(core, gross);
  const { token, amount } = gross;
  safeTransferFrom(core, here(core), token, sender, here(core), amount, strangerAt(core));
  const fee = isOptedInForProtocolFee(core, sender) ? feeDown(amount) : 0n;
  payFee(core, token, fee);
  return remember(core, avs, kind, { ...gross, amount: amount - fee });
}

function collectDirected(
  core: Core,
  sender: Address,
  avs: Address,
  kind: SubmissionKind,
  gross: OperatorDirectedRewardsSubmission,
) {
  const { operatorRewards, total, fees } = checkDirected(core, sender, gross);
  safeTransferFrom(core, here(core), gross.token, sender, here(core), total, strangerAt(core));
  payFee(core, gross.token, fees);
  const net = { ...gross, operatorRewards };
  const { nonce, hash } = count(core, avs, kind, net);
  return {
    submissionNonce: nonce,
    operatorDirectedRewardsSubmissionHash: hash,
    operatorDirectedRewardsSubmission: net,
  };
}

function remember(core: Core, account: Address, kind: SubmissionKind, net: RewardsSubmission): Announced {
  const { nonce, hash } = count(core, account, kind, net);
  return { submissionNonce: nonce, rewardsSubmissionHash: hash, rewardsSubmission: net };
}

function count(
  core: Core,
  account: Address,
  kind: SubmissionKind,
  submission: RewardsSubmission | OperatorDirectedRewardsSubmission,
): { readonly nonce: bigint; readonly hash: Hash } {
  const submitter = submitterOf(core, account);
  const { nonce } = submitter;
  setSubmitter(core, account, { ...submitter, nonce: nonce + 1n });
  const hash = `submission(${account},${nonce},${spelled(submission)})`;
  core.state.submissionHashes = core.state.submissionHashes.set(keyOf(kind, account, hash), true);
  return { nonce, hash };
}

const spelled = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one));

function payFee(core: Core, token: Address, fee: bigint): void {
  if (fee !== 0n) safeTransfer(core, here(core), token, core.state.feeRecipient, fee, strangerAt(core));
}
