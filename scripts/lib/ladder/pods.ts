import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { getAddress, isAddress, ZeroAddress } from "ethers";
import type { OperatorDelegator, EigenPod, UnprovenKeys } from "../../../typechain-types/index.ts";
import { pubkeyHashOf } from "../../beacon/depositData.ts";
import { checkpointArguments, credentialsArguments, keyProof } from "../../beacon/proofs/calldata.ts";
import type { ProvableBlock } from "../../beacon/proofs/prove.ts";
import { attempt } from "./attempt.ts";
import { type Beacon, beaconOf } from "./beacon.ts";
import { advanceBlocks } from "./clock.ts";
import type { Ladder } from "./ladder.ts";
import { indexOf, podOf } from "./pod-of.ts";
import { Refused } from "../refused.ts";
import { sent } from "./sent.ts";

const FAR_FUTURE_EPOCH = 2n ** 64n - 1n;
const STATUS = { active: 1n } as const;

/** Balances that a checkpoint takes in one transaction. */
const PROOFS_A_CALL = 250;

/** A pod, and whose it is. */
export interface PodAt {
  readonly pod: EigenPod;
  /** The delegator that owns it and through which it is called, when it is of the vault. */
  readonly delegator?: OperatorDelegator;
  readonly slot?: bigint;
}

interface PodValidator {
  readonly index: bigint;
  readonly pubkeyHash: string;
  readonly status: bigint;
}

/** The pod at an address, or of a slot of the vault by its number. @throws Refused when there is none */
export async function podFor(ladder: Ladder, named: string): Promise<PodAt> {
  const { restaker, pods } = ladder.contracts;
  const count = await restaker.slotCount();
  const known: PodAt[] = [];
  for (let slot = 0n; slot < count; ++slot) known.push({ slot, ...(await podOf(ladder, slot)) });
  const addresses = await Promise.all(known.map(async ({ pod }) => pod.getAddress()));
  const list = addresses.map((one, slot) => `slot ${slot}: ${one}`).join(", ");
  const wayOut = list === "" ? "The vault has no slot yet." : `Pods of the vault: ${list}.`;
  if (!isAddress(named)) {
    const ofSlot = known[Number(named)];
    if (ofSlot === undefined) throw new Refused(`The vault has no slot ${named}. ${wayOut}`);
    return ofSlot;
  }
  const ofVault = known[addresses.indexOf(getAddress(named))];
  if (ofVault !== undefined) return ofVault;
  const pod = await ladder.ethers.getContractAt("EigenPod", named);
  const owner = await pod.podOwner().catch(() => ZeroAddress);
  if (owner === ZeroAddress || (await pods.ownerToPod(owner)) !== getAddress(named))
    throw new Refused(`${named} is no pod of ${await pods.getAddress()}. ${wayOut}`);
  return { pod };
}

/** The validators that the vault has staked in a slot and rung 1 knows. */
export async function validatorsOf(ladder: Ladder, slot: bigint): Promise<PodValidator[]> {
  const { restaker } = ladder.contracts;
  const staked = await restaker.queryFilter(restaker.filters.ValidatorStaked(slot));
  return known(
    ladder,
    slot,
    staked.map(({ args }) => pubkeyHashOf(args.pubkey)),
  );
}

/** All validators that a slot's pod has to prove: the vault's, and those that strangers gave it. */
async function activeIn(ladder: Ladder, slot: bigint): Promise<PodValidator[]> {
  const { pod } = await podOf(ladder, slot);
  const restaked = await pod.queryFilter(pod.filters.ValidatorRestaked());
  const hashes = restaked.map(({ args }) => args.pubkeyHash);
  return (await known(ladder, slot, hashes)).filter(({ status }) => status === STATUS.active);
}

async function known(ladder: Ladder, slot: bigint, hashes: readonly string[]): Promise<PodValidator[]> {
  const { pod } = await podOf(ladder, slot);
  const found: PodValidator[] = [];
  for (const pubkeyHash of hashes) {
    const index = await indexOf(ladder, pubkeyHash);
    if (index !== undefined)
      found.push({ index, pubkeyHash, status: await pod["validatorStatus(bytes32)"](pubkeyHash) });
  }
  return found;
}

/** Wei that a slot's pod has proven to the core: its validators' balances, and the ETH that checkpoints have found in it. */
export async function provenEther(ladder: Ladder, slot: bigint): Promise<bigint> {
  const { delegator } = await ladder.contracts.restaker.slotAt(slot);
  const connected = await ladder.ethers.getContractAt("OperatorDelegator", delegator);
  if ((await connected.pod()) === ZeroAddress) return 0n;
  const { pod } = await podOf(ladder, slot);
  let gwei = await pod.withdrawableRestakedExecutionLayerGwei();
  for (const { pubkeyHash } of await validatorsOf(ladder, slot)) {
    gwei += (await pod.validatorPubkeyHashToInfo(pubkeyHash)).restakedBalanceGwei;
  }
  return gwei * 10n ** 9n;
}

/** Sends a call for all of a list, or for each alone when one of them does not fit. @returns for how many it was sent */
async function forAll<T>(list: readonly T[], send: (part: readonly T[]) => Promise<boolean>): Promise<number> {
  if (list.length === 0) return 0;
  if (await send(list)) return list.length;
  if (list.length === 1) return 0;
  let count = 0;
  for (const one of list) count += await forAll([one], send);
  return count;
}

/** The state behind the latest block's timestamp, which must be after the last checkpoint's: a block is waited for. */
async function newsFor(ladder: Ladder, pod: EigenPod): Promise<Awaited<ReturnType<Beacon["latest"]>>> {
  const beacon = await beaconOf(ladder);
  const { timestamp } = (await ladder.ethers.provider.getBlock("latest"))!;
  if (BigInt(timestamp) <= (await pod.lastCheckpointTimestamp())) await advanceBlocks(ladder.provider, 1n);
  return beacon.latest();
}

/** Proves the credentials of validators that the pod takes now: of those that are not active yet, or leave, none. @returns how many */
export async function verifyNew(ladder: Ladder, slot: bigint): Promise<number> {
  const { beaconChain } = ladder.contracts;
  const { delegator, pod } = await podOf(ladder, slot);
  const connected = delegator.connect(ladder.keeper);
  const ready: PodValidator[] = [];
  for (const one of await unprovenOf(ladder, slot)) {
    const { activationEpoch, exitEpoch } = await beaconChain.validator(one.index);
    if (activationEpoch !== FAR_FUTURE_EPOCH && exitEpoch === FAR_FUTURE_EPOCH) ready.push(one);
  }
  if (ready.length === 0) return 0;
  const news = await newsFor(ladder, pod);
  return forAll(ready, async (part) => {
    const indices = part.map(({ index }) => index);
    return attempt(connected.verifyWithdrawalCredentials, ...credentialsArguments(news, news.timestamp, indices));
  });
}

/** Keys of a slot that are no shares yet, and what is known of them. */
interface UnprovenValidator extends PodValidator {
  readonly rightUntil: bigint;
  readonly safeUntil: bigint;
}

async function unprovenOf(ladder: Ladder, slot: bigint): Promise<UnprovenValidator[]> {
  const { delegator } = await podOf(ladder, slot);
  const keys = await ladder.contracts.unprovenKeys.keysOf(delegator);
  const hashes = keys.map(({ pubkeyHash }) => pubkeyHash);
  const validators = await known(ladder, slot, hashes);
  return validators.map((one) => {
    const { rightUntil, safeUntil } = keys[hashes.indexOf(one.pubkeyHash)]!;
    return { ...one, rightUntil, safeUntil };
  });
}

/** Proves what rung 1 says now of keys that are no shares yet. @returns of how many */
async function proveKeys(ladder: Ladder, slot: bigint): Promise<number> {
  const { unprovenKeys } = ladder.contracts;
  const { delegator, pod } = await podOf(ladder, slot);
  const { timestamp } = (await ladder.ethers.provider.getBlock("latest"))!;
  const unproven = (await unprovenOf(ladder, slot)).filter(({ rightUntil }) => rightUntil < timestamp);
  if (unproven.length === 0) return 0;
  const news = await newsFor(ladder, pod);
  return forAll(unproven, (part) => proveAt(unprovenKeys, ladder, delegator, news.timestamp, news, part));
}

/** The same in the state of the last checkpoint, of keys whose ETH it may have found. */
async function proveLeft(ladder: Ladder, slot: bigint): Promise<number> {
  const { unprovenKeys } = ladder.contracts;
  const { delegator, pod } = await podOf(ladder, slot);
  const time = await pod.lastCheckpointTimestamp();
  const inDoubt = (await unprovenOf(ladder, slot)).filter(({ safeUntil }) => safeUntil <= time);
  if (inDoubt.length === 0) return 0;
  const block = await checkpointBlock(ladder, pod, time);
  return forAll(inDoubt, (part) => proveAt(unprovenKeys, ladder, delegator, time, block, part));
}

/** The block whose root the pod's checkpoint of that time keeps. */
export async function checkpointBlock(ladder: Ladder, pod: EigenPod, timestamp: bigint): Promise<ProvableBlock> {
  const [created] = await pod.queryFilter(pod.filters.CheckpointCreated(timestamp));
  if (created === undefined) throw new Error(`the pod has no checkpoint of time ${timestamp}`);
  return (await beaconOf(ladder)).behind(created.blockNumber);
}

function proveAt(
  unprovenKeys: UnprovenKeys,
  { keeper }: Ladder,
  delegator: OperatorDelegator,
  timestamp: bigint,
  block: ProvableBlock,
  keys: readonly PodValidator[],
): Promise<boolean> {
  return attempt(
    unprovenKeys.connect(keeper).proveKeys,
    delegator,
    timestamp,
    keys.map(({ index }) => index),
    keys.map(({ index }) => keyProof(block, index)),
  );
}

/** Lets validators leave whose balance fell too low, and sweeps what rung 1 owes the pod. */
async function sweep(ladder: Ladder, slot: bigint): Promise<void> {
  const { beaconChain } = ladder.contracts;
  const connected = beaconChain.connect(ladder.keeper);
  for (const { index } of [...(await activeIn(ladder, slot)), ...(await unprovenOf(ladder, slot))]) {
    await attempt(connected.eject, index);
    if ((await connected.sweep.staticCall(index)) > 0n) await sent(connected.sweep(index));
    // Penalties of a slashed validator come epoch by epoch: written down here, so that they can be told from rewards.
    else if ((await beaconChain.validator(index)).slashed) await sent(connected.settle(index));
  }
}

/** Proves what an open checkpoint still asks for, whoever began it. */
async function finish(ladder: Ladder, slot: bigint): Promise<void> {
  const { pod } = await podOf(ladder, slot);
  const timestamp = await pod.currentCheckpointTimestamp();
  if (timestamp === 0n) return;
  const block = await checkpointBlock(ladder, pod, timestamp);
  const validators = await activeIn(ladder, slot);
  for (let i = 0; i < validators.length && (await pod.currentCheckpointTimestamp()) !== 0n; i += PROOFS_A_CALL) {
    const [container, proofs] = checkpointArguments(block, validators.slice(i, i + PROOFS_A_CALL));
    await sent(pod.connect(ladder.keeper).verifyCheckpointProofs(container, proofs));
  }
}

/** Begins a checkpoint, in a block whose parent's root can be found. */
export async function begin(ladder: Ladder, slot: bigint, by: HardhatEthersSigner): Promise<void> {
  const { delegator } = await podOf(ladder, slot);
  await (await beaconOf(ladder)).next();
  await sent(delegator.connect(by).startCheckpoint());
}

/** A checkpoint that anybody makes, with all balances: keys that are no shares yet are not proven. */
export async function checkpointAlone(ladder: Ladder, slot: bigint, by: HardhatEthersSigner): Promise<void> {
  await sweep(ladder, slot);
  await finish(ladder, slot);
  await begin(ladder, slot, by);
  await finish(ladder, slot);
}

/**
 * Sweeps what rung 1 owes the pod, then proves the balances of all its validators; what it finds begun, it ends first.
 * Keys that are no shares yet are proven before it, and after it as far as it may have found their ETH.
 */
export async function checkpoint(ladder: Ladder, slot: bigint): Promise<void> {
  await sweep(ladder, slot);
  await finish(ladder, slot);
  await proveLeft(ladder, slot);
  await proveKeys(ladder, slot);
  await begin(ladder, slot, ladder.keeper);
  await finish(ladder, slot);
  await proveLeft(ladder, slot);
}
