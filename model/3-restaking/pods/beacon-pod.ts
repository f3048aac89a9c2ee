import { GWEI } from "../../1-staking/consensus.ts";
import { deposit, pubkeyHashOf } from "../../1-staking/deposits.ts";
import { requestWithdrawal as requestOfChain, withdrawalRequestFee } from "../../1-staking/exits.ts";
import { onRungOne, pay } from "../../1-staking/within.ts";
import { type Address, emit, ZERO_ADDRESS } from "../../shared/machine.ts";
import { check, empty } from "../../shared/revert.ts";
import { Table } from "../../shared/table.ts";
import type { BeaconPods } from "../core.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import { changePod, infoOf, type Pod, podAt, type Pods, STATUS } from "./beacon-state.ts";
import { podNameOf } from "./eigen-pod-manager.ts";
import { ownerToPod } from "./shares.ts";

/**
 * A pod over rung 1: the withdrawal credentials of one owner's validators. Ether that is not shares yet becomes shares by
 * a checkpoint, and leaves for shares that are withdrawn as tokens.
 */

/** Bits of the manager's word that stop functions of pods. */
export const PAUSED = { newPods: 0n, credentials: 2n, checkpoints: 6n, proofs: 7n, stale: 8n, requests: 10n } as const;

const VALIDATOR_WEI = 32n * 10n ** 18n;

const FRESH: Omit<Pod, "owner"> = {
  withdrawableGwei: 0n,
  lastCheckpoint: 0n,
  currentCheckpoint: 0n,
  activeValidators: 0n,
  validators: Table.empty(),
  checkpoint: {
    timestamp: 0n,
    proofsRemaining: 0n,
    podBalanceGwei: 0n,
    balanceDeltasGwei: 0n,
    prevBeaconBalanceGwei: 0n,
  },
  exitedGwei: Table.empty(),
};

export const requireUnpaused = (pods: Pods, bit: bigint): void =>
  requireNotPaused(pods, pods.state.config.at.EigenPodManager, bit);

/** How the core meets the pods of a transaction that is one of pods. */
export const BEACON_PODS: BeaconPods = {
  addressOf: (core, owner) => placeOf(core as Pods, owner),
  open(core, owner) {
    const pods = core as Pods;
    const at = placeOf(pods, owner);
    pods.state.beaconPods = pods.state.beaconPods.set(at, { ...FRESH, owner });
    emit(pods, at, "Initialized", { version: 1n });
  },
  pay: (core, owner, wei) => withdrawRestakedBeaconChainETH(core as Pods, owner, wei),
};

const placeOf = ({ state }: Pods, owner: Address): Address => state.podPlaces.get(owner) ?? podNameOf(owner);

/** Ether that anybody sends: shares with the next checkpoint. */
export function receiveEther(pods: Pods, sender: Address, at: Address, wei: bigint): void {
  pay(pods, sender, at, wei);
  emit(pods, at, "NonBeaconChainETHReceived", { amountReceived: wei });
}

/** Deposits 32 ETH of an owner for a validator of its pod, through the manager. */
export function stake(pods: Pods, owner: Address, pubkey: string, signature: string): void {
  requireUnpaused(pods, PAUSED.newPods);
  const at = ownerToPod(pods, owner);
  send(pods, owner, at, VALIDATOR_WEI);
  const credentials = `0x01${"0".repeat(22)}${at.slice(2)}`;
  toRungOne(pods, at, VALIDATOR_WEI);
  onRungOne(pods, (chain) => deposit(chain, at, VALIDATOR_WEI, pubkey, credentials, signature));
  emit(pods, at, "EigenPodStaked", { pubkeyHash: pubkeyHashOf(pubkey) });
}

/** Asks rung 1 for exits of validators of the pod, each in full. The owner sends the fees. */
export function requestExits(pods: Pods, owner: Address, pubkeys: readonly string[]): void {
  const at = ownerToPod(pods, owner);
  const feeWei = getWithdrawalRequestFee(pods);
  send(pods, owner, at, feeWei * BigInt(pubkeys.length));
  requireUnpaused(pods, PAUSED.requests);
  for (const pubkey of pubkeys) {
    const pubkeyHash = pubkeyHashOf(pubkey);
    check(infoOf(podAt(pods, at), pubkeyHash).status === STATUS.active, "ValidatorNotActiveInPod");
    toRungOne(pods, at, feeWei);
    onRungOne(pods, (chain) => requestOfChain(chain, at, feeWei, pubkey, 0n));
    emit(pods, at, "ExitRequested", { pubkeyHash });
  }
}

export const getWithdrawalRequestFee = (pods: Pods): bigint => onRungOne(pods, withdrawalRequestFee);

/** The ETH of shares that were withdrawn as tokens goes to the owner. */
function withdrawRestakedBeaconChainETH(pods: Pods, owner: Address, wei: bigint): void {
  const at = ownerToPod(pods, owner);
  const gwei = wei / GWEI;
  const { withdrawableGwei } = podAt(pods, at);
  check(gwei <= withdrawableGwei, "InsufficientWithdrawableBalance");
  changePod(pods, at, { withdrawableGwei: withdrawableGwei - gwei });
  emit(pods, at, "RestakedBeaconChainETHWithdrawn", { recipient: owner, amount: gwei * GWEI });
  pay(pods, at, owner, gwei * GWEI);
}

/** A call with ether that is not there stops without a word. */
function send(pods: Pods, from: Address, to: Address, wei: bigint): void {
  if ((pods.state.ether.get(from) ?? 0n) < wei || to === ZERO_ADDRESS) empty();
  pay(pods, from, to, wei);
}

const toRungOne = (pods: Pods, from: Address, wei: bigint): void => pay(pods, from, pods.state.chain.config.at, wei);
