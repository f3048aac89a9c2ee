import { checkpointArguments, credentialsArguments, staleArguments } from "../beacon/proofs/calldata.ts";
import type { ProvableBlock } from "../beacon/proofs/prove.ts";
import type { RootedBlock } from "../beacon/state/parent-roots.ts";
import { beaconOf } from "../lib/ladder/beacon.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { checkpointBlock, type PodAt } from "../lib/ladder/pods.ts";
import { Refused } from "../lib/refused.ts";
import { type Found, notYetOf, restakedOf } from "./validators.ts";

/** A transaction that can be sent as it is. */
export interface Call {
  readonly to: string;
  readonly function: string;
  /** How many validators it proves. */
  readonly validators: number;
  readonly data: string;
}

/** Validators whose proofs one transaction takes within the cap of 16,777,216 gas (EIP-7825): about 73,000 and 52,200 each. */
export const MOST_A_CALL = { credentials: 200, checkpoint: 300 } as const;

/** Calls to come, each made when it is its turn, so that no more than one is in memory at a time. */
export type Calls = readonly { readonly validators: number; make(): Call }[];

/** A call for so many of a list at a time. */
function inParts<T>(list: readonly T[], size: number, make: (part: readonly T[]) => Omit<Call, "validators">): Calls {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => {
    const part = list.slice(i * size, (i + 1) * size);
    const validators = part.length;
    return { validators, make: () => ({ validators, ...make(part) }) };
  });
}

/** Credentials of validators that the pod takes in that state, and has not taken yet. */
export async function credentialsCalls(ladder: Ladder, at: PodAt, block: RootedBlock): Promise<Calls> {
  const last = await at.pod.lastCheckpointTimestamp();
  if (block.timestamp <= last)
    throw new Refused(
      `The pod's last checkpoint is of time ${last}, and takes nobody from a state behind ${block.timestamp}: wait for the next block, and leave --time out.`,
    );
  const ready = await notYetOf(ladder, at.pod, block.number);
  if (ready.length === 0)
    throw new Refused(
      `The pod has no validator to prove in the state behind time ${block.timestamp}: none is active there, stays, and is not proven yet.`,
    );
  const { interface: abi } = at.delegator ?? at.pod;
  const to = await (at.delegator ?? at.pod).getAddress();
  return inParts(ready, MOST_A_CALL.credentials, (part) => {
    const args = credentialsArguments(
      block,
      block.timestamp,
      part.map(({ index }) => index),
    );
    const name = "verifyWithdrawalCredentials";
    return { to, function: name, data: abi.encodeFunctionData(name, args) };
  });
}

/** Balances of the open checkpoint that nobody has proven yet. */
export async function checkpointCalls(ladder: Ladder, { pod, slot }: PodAt): Promise<Calls> {
  const timestamp = await pod.currentCheckpointTimestamp();
  if (timestamp === 0n)
    throw new Refused(
      slot === undefined
        ? "The pod has no open checkpoint: its owner begins one."
        : `The pod has no open checkpoint: \`npx hardhat prove --pod ${slot} --send\` begins one.`,
    );
  const block: ProvableBlock = await checkpointBlock(ladder, pod, timestamp);
  const open = (await restakedOf(ladder, pod)).filter(({ checkpointedAt }) => checkpointedAt < timestamp);
  const to = await pod.getAddress();
  const name = "verifyCheckpointProofs";
  return inParts(open, MOST_A_CALL.checkpoint, (part) => {
    const args = checkpointArguments(block, part);
    return { to, function: name, data: pod.interface.encodeFunctionData(name, args) };
  });
}

/** A validator that is slashed in that state and was not when it was last checkpointed. */
export async function staleCalls(ladder: Ladder, { pod }: PodAt, block: RootedBlock): Promise<Calls> {
  const open = await pod.currentCheckpointTimestamp();
  if (open !== 0n)
    throw new Refused(`The pod has an open checkpoint, of time ${open}: prove it first, with --kind checkpoint.`);
  const found = (await restakedOf(ladder, pod)).filter(({ checkpointedAt }) => checkpointedAt < block.timestamp);
  const slashed = await firstSlashed(ladder, found, block.number);
  if (slashed === undefined)
    throw new Refused(
      `No validator of the pod is slashed behind time ${block.timestamp} and was checkpointed before: ${found.length} were looked at.`,
    );
  const to = await pod.getAddress();
  // it begins a checkpoint, whose root is the sending block's parent's
  await (await beaconOf(ladder)).next();
  return inParts([slashed], 1, () => {
    const name = "verifyStaleBalance";
    const args = staleArguments(block, block.timestamp, slashed.index);
    return { to, function: name, data: pod.interface.encodeFunctionData(name, args) };
  });
}

async function firstSlashed(
  { contracts: { beaconChain } }: Ladder,
  found: readonly Found[],
  number: number,
): Promise<Found | undefined> {
  for (const one of found) if ((await beaconChain.validator(one.index, { blockTag: number - 1 })).slashed) return one;
  return undefined;
}
