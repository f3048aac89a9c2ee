import { checkpointArguments, credentialsArguments, staleArguments } from "../../../scripts/beacon/proofs/calldata.ts";
import { type ForkSchedule, NEVER } from "../../../scripts/beacon/proofs/forks.ts";
import { newParentRoots, type RootedBlock } from "../../../scripts/beacon/state/parent-roots.ts";
import { newBeaconView } from "../../../scripts/beacon/state/view.ts";
import { deployBeacon } from "../../1-staking/beacon.ts";
import { hashOf } from "./pod.ts";

/** A schedule by seconds from now: no fork comes by itself. */
export interface Coming {
  readonly gloasIn?: bigint;
  readonly unknownIn?: bigint;
}

/** Rung 1 with the roots of its states, and a pod of alice's that takes nothing but proofs of them. */
export async function deployProvenPod({ gloasIn, unknownIn }: Coming = {}) {
  const beacon = await deployBeacon();
  const { ethers, chain, alice, networkHelpers, provider } = beacon;
  const now = async () => BigInt(await networkHelpers.time.latest());
  const started = await now();
  const at = (seconds?: bigint) => (seconds === undefined ? NEVER : started + seconds);
  const schedule: ForkSchedule = {
    gloasTimestamp: at(gloasIn ?? unknownIn),
    unknownForkTimestamp: at(unknownIn),
  };
  const manager = await ethers.deployContract("PodManagerRecorder");
  const implementation = await ethers.deployContract("EigenPod", [
    chain,
    manager,
    schedule.gloasTimestamp,
    schedule.unknownForkTimestamp,
  ]);
  const podOf = async (owner: typeof alice) => {
    await manager.createPod(implementation, owner);
    return (await ethers.getContractAt("EigenPod", await manager.podOf(implementation, owner))).connect(owner);
  };
  const pod = await podOf(alice);
  const view = newBeaconView(chain, { gloasTimestamp: at(gloasIn) });
  const roots = newParentRoots(provider, view);

  /** The block behind the latest timestamp, which has all that happened before it was mined. */
  const rooted = async (): Promise<RootedBlock> => {
    await networkHelpers.mine();
    return roots.of(await ethers.provider.getBlockNumber());
  };
  const verify = async (indices: readonly bigint[], block?: RootedBlock) => {
    const of = block ?? (await rooted());
    return pod.verifyWithdrawalCredentials(...credentialsArguments(of, of.timestamp, indices));
  };
  /** Makes a validator of the pod active; it is verified if `restaked`. */
  const validator = async (
    number: number,
    { restaked = true, ...options }: { restaked?: boolean; ether?: bigint; type?: 1 | 2; recipient?: string } = {},
  ) => {
    const index = await beacon.activate(number, { recipient: await pod.getAddress(), ...options });
    if (restaked) await verify([index]);
    return index;
  };
  /** Starts a checkpoint in a block of its own. @returns the block whose state it is about */
  const start = async (time?: bigint): Promise<RootedBlock> => {
    const block = await roots.next(time ?? (await now()) + 1n);
    await pod.startCheckpoint(false);
    return block;
  };
  /** Keys by number, as `validator` made them, with their indices. */
  const balances = (block: RootedBlock, ...validators: readonly (readonly [number, bigint])[]) =>
    checkpointArguments(
      block,
      validators.map(([number, index]) => ({ index, pubkeyHash: hashOf(number) })),
    );
  const prove = async (block: RootedBlock, ...validators: readonly (readonly [number, bigint])[]) =>
    pod.verifyCheckpointProofs(...balances(block, ...validators));
  const stale = async (index: bigint, block?: RootedBlock) => {
    const of = block ?? (await rooted());
    return pod.verifyStaleBalance(...staleArguments(of, of.timestamp, index));
  };
  /** The network takes what leaves `index` with exactly `balanceGwei`. */
  const lowerTo = async (index: bigint, balanceGwei: bigint) => {
    const held = (await chain.validator(index)).balanceGwei;
    await chain.connect(beacon.authority).reportPenalty(index, held - balanceGwei);
  };
  return {
    ...beacon,
    manager,
    implementation,
    pod,
    podOf,
    schedule,
    view,
    roots,
    now,
    rooted,
    verify,
    validator,
    start,
    balances,
    prove,
    stale,
    lowerTo,
  };
}
