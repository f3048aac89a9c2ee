import { FAR_FUTURE_EPOCH, GWEI } from "../../1-staking/consensus.ts";
import { recipientOf } from "../../1-staking/exits.ts";
import { type Address, emit } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { PAUSED, requireUnpaused } from "./beacon-pod.ts";
import { changePod, checkProvable, infoOf, podAt, type Pods, STATUS, validatorBefore } from "./beacon-state.ts";
import { recordBeaconChainETHBalanceUpdate } from "./eigen-pod-manager.ts";

/** Validators enter a pod: active or about to be, not on their way out, with its credentials, at their effective balance. */

export function verifyWithdrawalCredentials(
  pods: Pods,
  sender: Address,
  at: Address,
  timestamp: bigint,
  indices: readonly number[],
): void {
  const { owner, currentCheckpoint, lastCheckpoint } = podAt(pods, at);
  check(sender === owner, "OnlyEigenPodOwnerOrProofSubmitter");
  requireUnpaused(pods, PAUSED.credentials);
  // who enters must not help to end a checkpoint that was begun without him
  check(timestamp > currentCheckpoint, "BeaconTimestampTooFarInPast");
  check(timestamp > lastCheckpoint, "BeaconTimestampBeforeLatestCheckpoint");
  checkProvable(pods, timestamp);
  const checkpointedAt = currentCheckpoint === 0n ? lastCheckpoint : currentCheckpoint;
  const totalGwei = indices.reduce((sum, index) => sum + restake(pods, at, index, timestamp, checkpointedAt), 0n);
  const { activeValidators, checkpoint } = podAt(pods, at);
  const prevBeaconBalanceGwei = checkpoint.prevBeaconBalanceGwei + totalGwei;
  changePod(pods, at, {
    activeValidators: activeValidators + BigInt(indices.length),
    // an open checkpoint tells what the pod had before it, with these
    checkpoint: { ...checkpoint, prevBeaconBalanceGwei },
  });
  recordBeaconChainETHBalanceUpdate(pods, at, owner, 0n, totalGwei * GWEI);
}

/** @returns gwei that it counts from now on */
function restake(pods: Pods, at: Address, index: number, timestamp: bigint, checkpointedAt: bigint): bigint {
  const seen = validatorBefore(pods, index, timestamp);
  const { pubkeyHash, effectiveGwei } = seen;
  const pod = podAt(pods, at);
  check(infoOf(pod, pubkeyHash).status === STATUS.inactive, "CredentialsAlreadyVerified");
  check(seen.activationEpoch !== FAR_FUTURE_EPOCH, "ValidatorInactiveOnBeaconChain");
  check(seen.exitEpoch === FAR_FUTURE_EPOCH, "ValidatorIsExitingBeaconChain");
  check(recipientOf(seen.credentials) === at, "WithdrawalCredentialsNotForEigenPod");
  const info = { index, restakedGwei: effectiveGwei, checkpointedAt, status: STATUS.active };
  changePod(pods, at, { validators: pod.validators.set(pubkeyHash, info) });
  emit(pods, at, "ValidatorRestaked", { pubkeyHash });
  emit(pods, at, "ValidatorBalanceUpdated", {
    ...{ pubkeyHash, balanceTimestamp: checkpointedAt, newValidatorBalanceGwei: effectiveGwei },
  });
  return effectiveGwei;
}
