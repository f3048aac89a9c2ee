import { GWEI } from "../../1-staking/consensus.ts";
import { infoOf, podAt, type Pod, STATUS, validatorNow } from "../../3-restaking/pods/beacon-state.ts";
import { ownerToPod } from "../../3-restaking/pods/shares.ts";
import type { Address, Hash } from "../../shared/machine.ts";
import { append, removed } from "../../shared/placed-list.ts";
import { check } from "../../shared/revert.ts";
import type { Delegator } from "./delegator.ts";

/**
 * Validators that were asked to leave: they bring their restaked balance, unless they are slashed on their way. A long list
 * is read by its sum, for as long as the pod's checkpoint is the one that it was made at.
 */

export const MAX_EXITING = 32n;
/** Keys that are always read one by one. */
export const LIVE_KEYS = 4;

/** The delegator's pod, with where it is. */
export function podOf(delegator: Delegator): Pod & { readonly at: Address } {
  const at = ownerToPod(delegator, delegator.state.delegator.at);
  return { ...podAt(delegator, at), at };
}

/** Anybody takes what has left, or was slashed, off the list, and has the rest added up. */
export function refreshExits(delegator: Delegator): void {
  forgetExited(delegator);
  sumExiting(delegator);
}

/** What they bring, in wei. */
export function exitingNative(delegator: Delegator): bigint {
  const { exiting, exitingSum } = delegator.state;
  const isLive = exiting.length <= LIVE_KEYS;
  const stands = !isLive && exitingSum.checkpoint === podOf(delegator).lastCheckpoint;
  return (stands ? exitingSum.gwei : sumOf(delegator, isLive)) * GWEI;
}

export function noteExit(delegator: Delegator, pubkeyHash: Hash): void {
  const { state } = delegator;
  check(!isSlashed(delegator, pubkeyHash), "ValidatorSlashed", pubkeyHash);
  check(infoOf(podOf(delegator), pubkeyHash).status === STATUS.active, "NotOurValidator", pubkeyHash);
  if (state.exiting.includes(pubkeyHash)) return;
  check(BigInt(state.exiting.length) < MAX_EXITING, "TooManyExiting", MAX_EXITING);
  state.exiting = append(state.exiting, pubkeyHash);
}

export function forgetExited(delegator: Delegator): void {
  const { state } = delegator;
  const pod = podOf(delegator);
  for (let i = 0; i < state.exiting.length;) {
    const key = state.exiting[i] as Hash;
    if (infoOf(pod, key).status === STATUS.withdrawn || isSlashed(delegator, key))
      state.exiting = removed(state.exiting, key);
    else i++;
  }
}

/** Makes the sum of a long list; slashed keys have just been taken off it. */
export function sumExiting(delegator: Delegator): void {
  const { state } = delegator;
  if (state.exiting.length <= LIVE_KEYS) return;
  state.exitingSum = { gwei: sumOf(delegator, false), checkpoint: podOf(delegator).lastCheckpoint };
}

function sumOf(delegator: Delegator, asksForSlashes: boolean): bigint {
  const pod = podOf(delegator);
  return delegator.state.exiting.reduce((sum, key) => {
    const { status, restakedGwei } = infoOf(pod, key);
    const counts = status === STATUS.active && !(asksForSlashes && isSlashed(delegator, key));
    return counts ? sum + restakedGwei : sum;
  }, 0n);
}

const isSlashed = (delegator: Delegator, pubkeyHash: Hash): boolean =>
  validatorNow(delegator, pubkeyHash)?.slashed ?? false;
