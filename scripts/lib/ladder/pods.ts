import { ZeroAddress, ZeroHash } from "ethers";
import type { Delegator, EigenPod } from "../../../typechain-types/index.ts";
import { pubkeyHashOf } from "../../beacon/depositData.ts";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";

const FAR_FUTURE_EPOCH = 2n ** 64n - 1n;
const STATUS = { inactive: 0n, active: 1n } as const;

/** Rung 1 is read in the place of proofs: what a proof would state is looked up there. */
const NO_PROOF = "0x";

interface PodValidator {
  readonly index: bigint;
  readonly pubkeyHash: string;
  readonly status: bigint;
}

/** A slot's delegator and its pod. */
export async function podOf(ladder: Ladder, slot: bigint): Promise<{ delegator: Delegator; pod: EigenPod }> {
  const { delegator: address } = await ladder.contracts.restaker.slotAt(slot);
  const delegator = await ladder.ethers.getContractAt("Delegator", address);
  return { delegator, pod: await ladder.ethers.getContractAt("EigenPod", await delegator.pod()) };
}

/** The validators that the vault has staked in a slot and rung 1 knows. */
export async function validatorsOf(ladder: Ladder, slot: bigint): Promise<PodValidator[]> {
  const { restaker, beaconChain } = ladder.contracts;
  const { pod } = await podOf(ladder, slot);
  const staked = await restaker.queryFilter(restaker.filters.ValidatorStaked(slot));
  const found: PodValidator[] = [];
  for (const { args } of staked) {
    const pubkeyHash = pubkeyHashOf(args.pubkey);
    const { exists, index } = await beaconChain.indexOf(pubkeyHash);
    if (exists) found.push({ index, pubkeyHash, status: await pod["validatorStatus(bytes32)"](pubkeyHash) });
  }
  return found;
}

/** Wei that a slot's pod has proven to the core: its validators' balances, and the ETH that checkpoints have found in it. */
export async function provenEther(ladder: Ladder, slot: bigint): Promise<bigint> {
  const { delegator } = await ladder.contracts.restaker.slotAt(slot);
  const connected = await ladder.ethers.getContractAt("Delegator", delegator);
  if ((await connected.pod()) === ZeroAddress) return 0n;
  const { pod } = await podOf(ladder, slot);
  let gwei = await pod.withdrawableRestakedExecutionLayerGwei();
  for (const { pubkeyHash } of await validatorsOf(ladder, slot)) {
    gwei += (await pod.validatorPubkeyHashToInfo(pubkeyHash)).restakedBalanceGwei;
  }
  return gwei * 10n ** 9n;
}

/** Proves the credentials of validators whose activation rung 1 knows by now. @returns how many */
export async function verifyNew(ladder: Ladder, slot: bigint): Promise<number> {
  const { beaconChain } = ladder.contracts;
  const { delegator } = await podOf(ladder, slot);
  const ready: PodValidator[] = [];
  for (const one of await validatorsOf(ladder, slot)) {
    if (one.status !== STATUS.inactive) continue;
    if ((await beaconChain.validator(one.index)).activationEpoch !== FAR_FUTURE_EPOCH) ready.push(one);
  }
  if (ready.length === 0) return 0;
  const { timestamp } = (await ladder.ethers.provider.getBlock("latest"))!;
  const indices = ready.map(({ index }) => index);
  const fields = ready.map(({ pubkeyHash }) => [pubkeyHash]);
  const stateRoot = { beaconStateRoot: ZeroHash, proof: NO_PROOF };
  await sent(
    delegator.connect(ladder.keeper).verifyWithdrawalCredentials(
      timestamp,
      stateRoot,
      indices,
      indices.map(() => NO_PROOF),
      fields,
    ),
  );
  return ready.length;
}

/** Sweeps what rung 1 owes the pod, then proves the balances of all its validators. */
export async function checkpoint(ladder: Ladder, slot: bigint): Promise<void> {
  const { beaconChain } = ladder.contracts;
  const { delegator, pod } = await podOf(ladder, slot);
  const active = (await validatorsOf(ladder, slot)).filter(({ status }) => status === STATUS.active);
  for (const { index } of active) {
    const connected = beaconChain.connect(ladder.keeper);
    if ((await connected.sweep.staticCall(index)) > 0n) await sent(connected.sweep(index));
    // Penalties of a slashed validator come epoch by epoch: written down here, so that they can be told from rewards.
    else if ((await beaconChain.validator(index)).slashed) await sent(connected.settle(index));
  }
  await sent(delegator.connect(ladder.keeper).startCheckpoint());
  if ((await pod.currentCheckpointTimestamp()) === 0n) return;
  const proofs = active.map(({ pubkeyHash }) => ({ pubkeyHash, balanceRoot: ZeroHash, proof: NO_PROOF }));
  const container = { balanceContainerRoot: ZeroHash, proof: NO_PROOF };
  await sent(pod.connect(ladder.keeper).verifyCheckpointProofs(container, proofs));
}
