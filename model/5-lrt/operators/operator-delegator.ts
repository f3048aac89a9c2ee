import { FAR_FUTURE_EPOCH } from "../../1-staking/consensus.ts";
import { pubkeyHashOf } from "../../1-staking/deposits.ts";
import { etherOf, pay } from "../../1-staking/within.ts";
import * as delegation from "../../3-restaking/delegation/delegation-manager.ts";
import { completeQueuedWithdrawal, queueWithdrawals } from "../../3-restaking/delegation/queue.ts";
import { isBeaconChainETH } from "../../3-restaking/libraries/constants.ts";
import * as podsOfChain from "../../3-restaking/pods/beacon-pod.ts";
import { validatorNow } from "../../3-restaking/pods/beacon-state.ts";
import * as checkpoints from "../../3-restaking/pods/checkpoints.ts";
import * as credentials from "../../3-restaking/pods/credentials.ts";
import { createPod } from "../../3-restaking/pods/eigen-pod-manager.ts";
import { ownerToPod } from "../../3-restaking/pods/shares.ts";
import { setClaimerFor } from "../../3-restaking/rewards/settings.ts";
import { underlyingToken } from "../../3-restaking/strategies/strategy-base.ts";
import { depositIntoStrategy } from "../../3-restaking/strategies/strategy-manager.ts";
import type { SignatureWithExpiry, Withdrawal } from "../../3-restaking/types.ts";
import { approve, balanceOf, transfer } from "../../shared/erc20.ts";
import { type Address, attempt, emit, type Hash, ZERO_ADDRESS } from "../../shared/machine.ts";
import { check, itemAt } from "../../shared/revert.ts";
import { sub } from "../../shared/uint.ts";
import type { Delegator } from "./delegator.ts";
import * as views from "./delegator-views.ts";
import * as parts from "./doubtful-parts.ts";
import * as exits from "./exiting-keys.ts";
import * as keys from "./unproven-keys.ts";

/**
 * A staker of the core: one slot of the vault. It acts for the restaker alone and decides nothing; proofs and checkpoints
 * come from anybody. ETH comes from the vault and from its pod, and goes on in the same call.
 */

/** Takes a pod, and gives its rewards to the claimer. */
export function initialize(delegator: Delegator, sender: Address): void {
  const { at, rewardsClaimer } = onlyRestaker(delegator, sender);
  createPod(delegator, at);
  setClaimerFor(delegator, at, rewardsClaimer);
}

export function delegateTo(
  delegator: Delegator,
  sender: Address,
  operator: Address,
  signature: SignatureWithExpiry["signature"],
  expiry: bigint,
  salt: Hash,
): void {
  const { at } = onlyRestaker(delegator, sender);
  delegation.delegateTo(delegator, at, operator, { signature, expiry }, salt);
}

export function undelegate(delegator: Delegator, sender: Address): void {
  const { at } = onlyRestaker(delegator, sender);
  delegation.undelegate(delegator, at, at);
}

/** Puts tokens that are here into a strategy. */
export function depositTokens(delegator: Delegator, sender: Address, strategy: Address, amount: bigint): void {
  const { at } = onlyRestaker(delegator, sender);
  const token = underlyingToken(delegator, strategy);
  approve(delegator, at, token, delegator.state.config.at.StrategyManager, amount);
  depositIntoStrategy(delegator, at, strategy, token, amount);
}

/** Deposits 32 ETH that are here for a new validator. */
export function stake(delegator: Delegator, sender: Address, pubkey: string, signature: string): void {
  const { at } = onlyRestaker(delegator, sender);
  keys.add(delegator, at, pubkeyHashOf(pubkey));
  delegator.state.nativeUsed = true;
  podsOfChain.stake(delegator, at, pubkey, signature);
}

/** @returns the root of the withdrawal */
export function queue(delegator: Delegator, sender: Address, strategy: Address, depositShares: bigint): Hash {
  const { at } = onlyRestaker(delegator, sender);
  const [root] = queueWithdrawals(delegator, at, [{ strategies: [strategy], depositShares: [depositShares] }]);
  return root as Hash;
}

/** Completes a withdrawal: as shares, or of one strategy as tokens, which go on. @returns wei of the token */
export function complete(
  delegator: Delegator,
  sender: Address,
  withdrawal: Withdrawal,
  asTokens: boolean,
  tokensTo: Address,
): bigint {
  const { at, vault } = onlyRestaker(delegator, sender);
  const none = withdrawal.strategies.map(() => ZERO_ADDRESS);
  if (!asTokens) {
    completeQueuedWithdrawal(delegator, at, withdrawal, none, false);
    return 0n;
  }
  const strategy = itemAt(withdrawal.strategies, 0);
  if (isBeaconChainETH(strategy)) {
    const before = etherOf(delegator, at);
    completeQueuedWithdrawal(delegator, at, withdrawal, none, true);
    const assets = etherOf(delegator, at) - before;
    pay(delegator, at, vault, assets);
    emit(delegator, vault, "IdleReturned", { component: at, assets });
    return assets;
  }
  const token = underlyingToken(delegator, strategy);
  const before = balanceOf(delegator, token, at);
  completeQueuedWithdrawal(delegator, at, withdrawal, [token, ...none.slice(1)], true);
  const amount = balanceOf(delegator, token, at) - before;
  transfer(delegator, at, token, tokensTo, amount);
  return amount;
}

/** Asks validators of the pod to leave; what the fees have left of the ether that came goes on. */
export function exitValidators(
  delegator: Delegator,
  sender: Address,
  valueWei: bigint,
  pubkeys: readonly string[],
  refundTo: Address,
): void {
  const { at } = onlyRestaker(delegator, sender);
  const before = etherOf(delegator, at);
  pay(delegator, sender, at, valueWei);
  exits.forgetExited(delegator);
  for (const pubkey of pubkeys) exits.noteExit(delegator, pubkeyHashOf(pubkey));
  exits.sumExiting(delegator);
  podsOfChain.requestExits(delegator, at, pubkeys);
  for (const pubkey of pubkeys) {
    const { exitEpoch } = validatorNow(delegator, pubkeyHashOf(pubkey)) ?? { exitEpoch: FAR_FUTURE_EPOCH };
    // consensus ignores a request without a word
    check(exitEpoch !== FAR_FUTURE_EPOCH, "ExitIgnored", pubkey);
  }
  pay(delegator, at, refundTo, sub(etherOf(delegator, at), before));
}

/** Anybody's; its proofs are given to the pod. */
export function startCheckpoint(delegator: Delegator, _sender: Address): void {
  const { at } = delegator.state.delegator;
  const pod = exits.podOf(delegator);
  keys.checkMayStart(delegator, at, pod);
  delegator.state.nativeUsed = true;
  checkpoints.startCheckpoint(delegator, at, pod.at);
}

/** Anybody's: keys become shares. */
export function verifyWithdrawalCredentials(
  delegator: Delegator,
  _sender: Address,
  timestamp: bigint,
  indices: readonly number[],
): void {
  const { at } = delegator.state.delegator;
  keys.beforeProof(delegator, at, exits.podOf(delegator), timestamp);
  credentials.verifyWithdrawalCredentials(delegator, at, ownerToPod(delegator, at), timestamp, indices);
  keys.afterProof(delegator, at, exits.podOf(delegator), timestamp);
  delegator.state.nativeUsed = true;
}

export const refreshExits = (delegator: Delegator): void => exits.refreshExits(delegator);

export const reportPart = (delegator: Delegator, _sender: Address, strategy: Address): void =>
  parts.reportPart(delegator, strategy, (read) => attempt(read, () => void views.positions(read)) === undefined);

/** Ether that is sent: the vault's, to be staked. What a pod pays comes with a withdrawal. */
export function receiveEther(delegator: Delegator, sender: Address, wei: bigint): void {
  const { at, vault } = delegator.state.delegator;
  check(sender === vault || sender === ownerToPod(delegator, at), "UnexpectedEther", sender);
  pay(delegator, sender, at, wei);
}

function onlyRestaker({ state }: Delegator, sender: Address) {
  check(sender === state.delegator.restaker, "OnlyRestaker", sender);
  return state.delegator;
}
