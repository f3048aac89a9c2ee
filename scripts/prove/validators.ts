import type { EigenPod } from "../../typechain-types/index.ts";
import { credentialsFor } from "../beacon/depositData.ts";
import type { PodValidator } from "../beacon/proofs/calldata.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";

const FAR_FUTURE_EPOCH = 2n ** 64n - 1n;
const STATUS = { inactive: 0n, active: 1n } as const;

/** A validator of a pod, and when it was last checkpointed. */
export interface Found extends PodValidator {
  readonly checkpointedAt: bigint;
}

/** Active validators of the pod. */
export async function restakedOf(_ladder: Ladder, pod: EigenPod): Promise<Found[]> {
  const found: Found[] = [];
  for (const { args } of await pod.queryFilter(pod.filters.ValidatorRestaked())) {
    const { pubkeyHash } = args;
    const { status, validatorIndex, lastCheckpointedAt } = await pod.validatorPubkeyHashToInfo(pubkeyHash);
    if (status === STATUS.active) found.push({ index: validatorIndex, pubkeyHash, checkpointedAt: lastCheckpointedAt });
  }
  return found;
}

/** Validators with the pod's credentials that it would take in the state before block `number`. */
export async function notYetOf(
  { contracts: { beaconChain } }: Ladder,
  pod: EigenPod,
  number: number,
): Promise<PodValidator[]> {
  const address = await pod.getAddress();
  const ours = ([1, 2] as const).map((type) => credentialsFor(type, address).toLowerCase());
  const found: PodValidator[] = [];
  for (const { args } of await beaconChain.queryFilter(beaconChain.filters.ValidatorRegistered(), 0, number - 1)) {
    const { index, pubkeyHash, withdrawalCredentials } = args;
    if (!ours.includes(withdrawalCredentials.toLowerCase())) continue;
    if ((await pod["validatorStatus(bytes32)"](pubkeyHash)) !== STATUS.inactive) continue;
    const { activationEpoch, exitEpoch } = await beaconChain.validator(index, { blockTag: number - 1 });
    if (activationEpoch !== FAR_FUTURE_EPOCH && exitEpoch === FAR_FUTURE_EPOCH) found.push({ index, pubkeyHash });
  }
  return found;
}
