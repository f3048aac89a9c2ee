import { ZeroAddress } from "ethers";
import type { EigenPod, OperatorDelegator } from "../../../typechain-types/index.ts";
import type { Ladder } from "./ladder.ts";

/** Hardhat's name for a chain that is set back, where what is known may not have happened. */
const SET_BACK = "hardhatNetworkRevertSnapshot";

/** What keepers ask for in every job of every round, and what never changes once it is there. */
interface Known {
  readonly slots: Map<bigint, { readonly delegator: OperatorDelegator; readonly pod: EigenPod }>;
  /** Numbers of validators, by the hashes of their keys. */
  readonly indices: Map<string, bigint>;
}

const knownOn = new WeakMap<Ladder["contracts"], Known>();

function knownOf({ contracts, provider }: Ladder): Known {
  const known = knownOn.get(contracts) ?? { slots: new Map(), indices: new Map() };
  if (knownOn.has(contracts)) return known;
  knownOn.set(contracts, known);
  provider.on(SET_BACK, () => {
    known.slots.clear();
    known.indices.clear();
  });
  return known;
}

/** The slots of the vault, by number. */
export async function slots({ contracts: { restaker } }: Ladder): Promise<bigint[]> {
  return Array.from({ length: Number(await restaker.slotCount()) }, (_, slot) => BigInt(slot));
}

/** A slot's delegator and its pod. */
export async function podOf(ladder: Ladder, slot: bigint): Promise<{ delegator: OperatorDelegator; pod: EigenPod }> {
  const { slots } = knownOf(ladder);
  const known = slots.get(slot);
  if (known !== undefined) return known;
  const { ethers, contracts } = ladder;
  const { delegator: address } = await contracts.restaker.slotAt(slot);
  const delegator = await ethers.getContractAt("OperatorDelegator", address);
  const pod = await delegator.pod();
  const found = { delegator, pod: await ethers.getContractAt("EigenPod", pod) };
  if (pod !== ZeroAddress) slots.set(slot, found);
  return found;
}

/** Whether the core takes no gain of a slot's pod any more: it refuses proofs and checkpoints that would bring one. */
export async function isFullySlashed(ladder: Ladder, slot: bigint): Promise<boolean> {
  const { delegator } = await podOf(ladder, slot);
  const pods = await ladder.ethers.getContractAt("IEigenPodManager", await delegator.eigenPodManager());
  return (await pods.beaconChainSlashingFactor(delegator)) === 0n;
}

/** The number that rung 1 has given a validator; nothing before its deposit is applied. */
export async function indexOf(ladder: Ladder, pubkeyHash: string): Promise<bigint | undefined> {
  const { indices } = knownOf(ladder);
  const known = indices.get(pubkeyHash);
  if (known !== undefined) return known;
  const { exists, index } = await ladder.contracts.beaconChain.indexOf(pubkeyHash);
  if (!exists) return undefined;
  indices.set(pubkeyHash, index);
  return index;
}
