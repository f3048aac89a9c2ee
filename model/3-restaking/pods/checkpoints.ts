import { GWEI } from "../../1-staking/consensus.ts";
import { sweptThisBlockGwei } from "../../1-staking/sweep.ts";
import { etherOf, onRungOne } from "../../1-staking/within.ts";
import { type Address, type Draft, emit, type Hash } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { sub } from "../../shared/uint.ts";
import { PAUSED, requireUnpaused } from "./beacon-pod.ts";
import {
  changePod,
  type Checkpoint,
  checkProvable,
  infoOf,
  podAt,
  type Pods,
  rootBefore,
  STATUS,
  validatorBefore,
} from "./beacon-state.ts";
import { recordBeaconChainETHBalanceUpdate } from "./eigen-pod-manager.ts";

/**
 * Checkpoints: what a pod's validators and ether have become, in the state before the block in which one begins. With P the
 * ether that is not shares yet, Δ what the balances have changed and W what was withdrawable: P + Δ new shares, W + P
 * withdrawable. Proofs are left out: what they would prove is read in that state.
 */

/** Only the owner begins one. */
export function startCheckpoint(pods: Pods, sender: Address, at: Address): void {
  check(sender === podAt(pods, at).owner, "OnlyEigenPodOwnerOrProofSubmitter");
  requireUnpaused(pods, PAUSED.checkpoints);
  begin(pods, at);
}

/** Anybody begins one who shows a validator that was slashed since the pod has looked at it. */
export function verifyStaleBalance(
  pods: Pods,
  _sender: Address,
  at: Address,
  timestamp: bigint,
  pubkeyHash: Hash,
): void {
  requireUnpaused(pods, PAUSED.checkpoints);
  requireUnpaused(pods, PAUSED.stale);
  const { checkpointedAt, status, index } = infoOf(podAt(pods, at), pubkeyHash);
  check(timestamp > checkpointedAt, "BeaconTimestampTooFarInPast");
  check(status === STATUS.active, "ValidatorNotActiveInPod");
  checkProvable(pods, timestamp);
  check(validatorBefore(pods, index, timestamp).slashed, "ValidatorNotSlashedOnBeaconChain");
  begin(pods, at);
}

/** Takes balances into the open checkpoint; what it has, or is not about, is passed over. */
export function verifyCheckpointProofs(pods: Pods, _sender: Address, at: Address, pubkeyHashes: readonly Hash[]): void {
  requireUnpaused(pods, PAUSED.proofs);
  const { currentCheckpoint, checkpoint: open } = podAt(pods, at);
  check(currentCheckpoint !== 0n, "NoActiveCheckpoint");
  const checkpoint = { ...open };
  for (const pubkeyHash of pubkeyHashes) take(pods, at, checkpoint, pubkeyHash, currentCheckpoint);
  store(pods, at, checkpoint);
}

function begin(pods: Pods, at: Address): void {
  const { timestamp } = pods.block;
  const pod = podAt(pods, at);
  check(pod.currentCheckpoint === 0n, "CheckpointAlreadyActive");
  check(pod.lastCheckpoint !== timestamp, "CannotCheckpointTwiceInSingleBlock");
  const sweptGwei = onRungOne(pods, (chain) => sweptThisBlockGwei(chain, at));
  const podBalanceGwei = sub(sub(etherOf(pods, at) / GWEI, pod.withdrawableGwei), sweptGwei);
  const proofsRemaining = pod.activeValidators;
  changePod(pods, at, { currentCheckpoint: timestamp });
  store(pods, at, { timestamp, proofsRemaining, podBalanceGwei, balanceDeltasGwei: 0n, prevBeaconBalanceGwei: 0n });
  const args = { checkpointTimestamp: timestamp, beaconBlockRoot: rootBefore(timestamp) };
  emit(pods, at, "CheckpointCreated", { ...args, validatorCount: proofsRemaining });
}

/** Counts a validator's balance; an empty one leaves the pod. */
function take(
  pods: Pods,
  at: Address,
  checkpoint: Draft<Checkpoint>,
  pubkeyHash: Hash,
  checkpointTimestamp: bigint,
): void {
  const pod = podAt(pods, at);
  const info = infoOf(pod, pubkeyHash);
  if (info.status !== STATUS.active || info.checkpointedAt >= checkpointTimestamp) return;
  const { balanceGwei } = validatorBefore(pods, info.index, checkpointTimestamp);
  checkpoint.proofsRemaining = sub(checkpoint.proofsRemaining, 1n);
  checkpoint.prevBeaconBalanceGwei += info.restakedGwei;
  checkpoint.balanceDeltasGwei += balanceGwei - info.restakedGwei;
  if (balanceGwei !== info.restakedGwei)
    emit(pods, at, "ValidatorBalanceUpdated", {
      ...{ pubkeyHash, balanceTimestamp: checkpointTimestamp, newValidatorBalanceGwei: balanceGwei },
    });
  const isGone = balanceGwei === 0n;
  const status = isGone ? STATUS.withdrawn : info.status;
  const seen = { ...info, restakedGwei: balanceGwei, checkpointedAt: checkpointTimestamp, status };
  changePod(pods, at, { validators: pod.validators.set(pubkeyHash, seen) });
  if (isGone) {
    const key = String(checkpointTimestamp);
    const exitedGwei = pod.exitedGwei.set(key, (pod.exitedGwei.get(key) ?? 0n) + info.restakedGwei);
    changePod(pods, at, { activeValidators: pod.activeValidators - 1n, exitedGwei });
    emit(pods, at, "ValidatorWithdrawn", { checkpointTimestamp, pubkeyHash });
  }
  emit(pods, at, "ValidatorCheckpointed", { checkpointTimestamp, pubkeyHash });
}

/** Writes the checkpoint down, and ends it when nothing is left to prove. */
function store(pods: Pods, at: Address, checkpoint: Checkpoint): void {
  changePod(pods, at, { checkpoint });
  const { timestamp, proofsRemaining, podBalanceGwei, balanceDeltasGwei, prevBeaconBalanceGwei } = checkpoint;
  if (proofsRemaining !== 0n) return;
  const { owner, withdrawableGwei } = podAt(pods, at);
  const deltaWei = (podBalanceGwei + balanceDeltasGwei) * GWEI;
  changePod(pods, at, {
    withdrawableGwei: withdrawableGwei + podBalanceGwei,
    lastCheckpoint: timestamp,
    currentCheckpoint: 0n,
  });
  const prevWei = (withdrawableGwei + prevBeaconBalanceGwei) * GWEI;
  recordBeaconChainETHBalanceUpdate(pods, at, owner, prevWei, deltaWei);
  emit(pods, at, "CheckpointFinalized", { checkpointTimestamp: timestamp, totalShareDeltaWei: deltaWei });
}
