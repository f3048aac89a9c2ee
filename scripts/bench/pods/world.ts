import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { hexlify } from "ethers";
import { credentialsFor, pubkeyHashOf, pubkeyOf } from "../../beacon/depositData.ts";
import {
  checkpointArguments,
  credentialsArguments,
  multiproofArguments,
  staleArguments,
} from "../../beacon/proofs/calldata.ts";
import type { ProvableBlock } from "../../beacon/proofs/prove.ts";
import { blockRootOf, headerOf } from "../../beacon/state/header.ts";
import { writeRoot } from "../../beacon/state/roots.ts";
import { type BeaconValidator, newState } from "../../beacon/state/state.ts";
import { type Connection, prepareWorld } from "../core/world.ts";
import { ETH_IN_GWEI } from "../../lib/units.ts";

const FAR_FUTURE = 2n ** 64n - 1n;
/** As many as the state had against which the real pod was measured. */
const VALIDATORS = 1_000;
/** As much as a transaction may take. */
const GAS = { gasLimit: 16_777_216n };

const keyOf = (number: number) => pubkeyOf("bench", number);

/**
 * The core with pods that take proofs. Alice has one, and all of a state's 1,000 validators of 32 ETH are its own. The
 * state is of Fulu.
 */
export async function preparePods(connection: Connection) {
  const { provider, networkHelpers } = connection;
  const world = await prepareWorld(connection);
  const { alice, eigenPodManager, ethers } = world;
  await eigenPodManager.connect(alice).createPod();
  const pod = await ethers.getContractAt("EigenPod", await eigenPodManager.ownerToPod(alice));
  const credentials = credentialsFor(1, await pod.getAddress());

  const state = newState("electra", 0n);
  const validator = (number: number, change: Partial<BeaconValidator> = {}): BeaconValidator => ({
    pubkey: keyOf(number),
    withdrawalCredentials: credentials,
    effectiveBalanceGwei: 32n * ETH_IN_GWEI,
    slashed: false,
    activationEligibilityEpoch: 1n,
    activationEpoch: 6n,
    exitEpoch: FAR_FUTURE,
    withdrawableEpoch: FAR_FUTURE,
    balanceGwei: 32n * ETH_IN_GWEI,
    ...change,
  });
  for (let number = 0; number < VALIDATORS; ++number) state.set(number, validator(number));

  /** The block of the state as it is, whose root is found under the timestamp of the next block, and its own. */
  const rooted = async (): Promise<ProvableBlock & { readonly timestamp: bigint }> => {
    const timestamp = BigInt(await networkHelpers.time.latest()) + 12n;
    state.setSlot(timestamp / 12n);
    const tree = state.tree();
    const block = { fork: "electra" as const, header: headerOf(timestamp / 12n, hexlify(tree.root)), state: tree };
    await writeRoot(provider, timestamp, blockRootOf(block.header));
    await networkHelpers.time.setNextBlockTimestamp(timestamp);
    return { ...block, timestamp };
  };
  const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

  return {
    ...world,
    pod,
    /** Changes balances and containers from now on. */
    change(number: number, change: Partial<BeaconValidator>): void {
      state.set(number, validator(number, change));
    },
    /** Verifies `count` validators from `from` on. */
    async verify(from: number, count: number) {
      const block = await rooted();
      const indices = range(from, count).map(BigInt);
      return pod
        .connect(alice)
        .verifyWithdrawalCredentials(...credentialsArguments(block, block.timestamp, indices), GAS);
    },
    async start(): Promise<ProvableBlock & { readonly timestamp: bigint }> {
      const block = await rooted();
      await pod.connect(alice).startCheckpoint(false);
      return block;
    },
    startOnly: async () => {
      await rooted();
      return pod.connect(alice).startCheckpoint(false);
    },
    prove(block: ProvableBlock, count: number) {
      const validators = range(0, count).map((i) => ({ index: BigInt(i), pubkeyHash: pubkeyHashOf(keyOf(i)) }));
      return pod.connect(alice).verifyCheckpointProofs(...checkpointArguments(block, validators), GAS);
    },
    proveTogether(block: ProvableBlock, count: number) {
      const validators = range(0, count).map((i) => ({ index: BigInt(i), pubkeyHash: pubkeyHashOf(keyOf(i)) }));
      return pod.connect(alice).verifyCheckpointMultiproof(...multiproofArguments(block, validators), GAS);
    },
    async stale(number: number, caller: HardhatEthersSigner) {
      const block = await rooted();
      const args = staleArguments(block, block.timestamp, BigInt(number));
      return pod.connect(caller).verifyStaleBalance(...args, GAS);
    },
  };
}

export type PodsWorld = Awaited<ReturnType<typeof preparePods>>;
