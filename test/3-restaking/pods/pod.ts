import { depositDataFor, pubkeyHashOf, pubkeyOf, credentialsFor } from "../../../scripts/beacon/depositData.ts";
import { deployBeacon } from "../../1-staking/beacon.ts";
import { ETH_IN_GWEI } from "../../../scripts/lib/units.ts";

const EMPTY = "0x";
const ZERO_HASH = `0x${"00".repeat(32)}`;
export const STATE_ROOT_PROOF = { beaconStateRoot: ZERO_HASH, proof: EMPTY };
export const CONTAINER_PROOF = { balanceContainerRoot: ZERO_HASH, proof: EMPTY };

export const hashOf = (number: number) => pubkeyHashOf(pubkeyOf("test", number));
export const balanceProof = (number: number) => ({ pubkeyHash: hashOf(number), balanceRoot: ZERO_HASH, proof: EMPTY });
export const slashedProof = (number: number) => ({ validatorFields: [hashOf(number)], proof: EMPTY });

/** Rung 1 and a pod of alice's whose manager tells what it is told. */
export async function deployPod() {
  const beacon = await deployBeacon();
  const { ethers, chain, alice, networkHelpers } = beacon;
  const manager = await ethers.deployContract("PodManagerRecorder");
  const implementation = await ethers.deployContract("RungOnePod", [chain, manager, 0n, 0n]);
  await manager.createPod(implementation, alice);
  const pod = (await ethers.getContractAt("EigenPod", await manager.podOf(implementation, alice))).connect(alice);

  const now = async () => BigInt(await networkHelpers.time.latest());
  /** Verifies validators in the state before the next block. */
  const verify = async (indices: readonly bigint[], time?: bigint) =>
    pod.verifyWithdrawalCredentials(
      time ?? (await now()),
      STATE_ROOT_PROOF,
      [...indices],
      indices.map(() => EMPTY),
      indices.map(() => []),
    );
  /** Makes a validator of the pod active; it is verified if `restaked`. */
  const validator = async (
    number: number,
    { restaked = true, ...options }: { restaked?: boolean; ether?: bigint; type?: 1 | 2 } = {},
  ) => {
    const index = await beacon.activate(number, { recipient: await pod.getAddress(), ...options });
    if (restaked) await verify([index]);
    return index;
  };
  /** The network takes what leaves `index` with exactly `balanceGwei`. */
  const lowerTo = async (index: bigint, balanceGwei: bigint) => {
    const held = (await chain.validator(index)).balanceGwei;
    await chain.connect(beacon.authority).reportPenalty(index, held - balanceGwei);
  };
  const prove = async (...numbers: number[]) =>
    pod.verifyCheckpointProofs(
      CONTAINER_PROOF,
      numbers.map((number) => balanceProof(number)),
    );
  /** Waits until an exit of key `number` asked for now could be withdrawn. */
  const exit = async (number: number) => {
    await pod.requestWithdrawal([{ pubkey: pubkeyOf("test", number), amountGwei: 0n }], { value: 1n });
    await beacon.advance(261n);
  };
  return { ...beacon, manager, implementation, pod, now, verify, validator, lowerTo, prove, exit };
}

/** What `EigenPodManager.stake` takes for key `number` of a pod. */
export function stakeArguments(number: number, pod: string) {
  const data = depositDataFor(pubkeyOf("test", number), credentialsFor(1, pod), 32n * ETH_IN_GWEI);
  return [data.pubkey, data.signature, data.root] as const;
}
