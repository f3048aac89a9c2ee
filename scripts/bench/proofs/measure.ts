import { hexlify } from "ethers";
import { credentialsFor, pubkeyHashOf, pubkeyOf } from "../../beacon/depositData.ts";
import { checkpointArguments } from "../../beacon/proofs/calldata.ts";
import type { ForkName } from "../../beacon/proofs/forks.ts";
import { headerOf } from "../../beacon/state/header.ts";
import { newState } from "../../beacon/state/state.ts";
import { ETH } from "../../lib/units.ts";

const FAR_FUTURE = 2n ** 64n - 1n;
const POD = `0x${"50".repeat(20)}`;

/** What making the proofs of one checkpoint took, beside making the tree. */
export interface ProofTimes {
  /** Milliseconds for the state with its tree, every node hashed. */
  readonly treeMs: number;
  /** Milliseconds for all proofs of the checkpoint, from that one tree. */
  readonly proofsMs: number;
  /** Milliseconds until the root after one balance has changed. */
  readonly changeMs: number;
  /** proofs / (validators of the pod × tree): against a tree made anew for each. */
  readonly ofRebuilding: number;
  /** Most memory that the process had, in megabytes. */
  readonly peakMB: number;
}

/** Makes a state of `validators`, of which every n-th is the pod's, and the proofs of the pod's checkpoint. */
export function measureProofs(fork: ForkName, validators: number, ofPod: number): ProofTimes {
  const [state, treeMs] = timed(() => {
    const made = stateOf(fork, validators);
    return { made, root: hexlify(made.tree().root) };
  });
  const tree = state.made.tree();
  const every = Math.floor(validators / ofPod);
  const pod = Array.from({ length: ofPod }, (_, i) => ({
    index: BigInt(i * every),
    pubkeyHash: pubkeyHashOf(pubkeyOf("bench", i * every)),
  }));
  const block = { fork, header: headerOf(1n, state.root), state: tree };
  const [[, proofs], proofsMs] = timed(() => checkpointArguments(block, pod));
  if (proofs.length !== ofPod) throw new Error(`${proofs.length} proofs for ${ofPod} validators`);
  const [, changeMs] = timed(() => {
    state.made.setBalance(1, 31n * ETH);
    return state.made.tree().root;
  });
  const peakMB = Math.round(process.resourceUsage().maxRSS / 1_024);
  return { treeMs, proofsMs, changeMs, ofRebuilding: proofsMs / (ofPod * treeMs), peakMB };
}

function stateOf(fork: ForkName, validators: number) {
  const state = newState(fork, 0n);
  const withdrawalCredentials = credentialsFor(1, POD);
  for (let index = 0; index < validators; ++index) {
    state.set(index, {
      pubkey: pubkeyOf("bench", index),
      withdrawalCredentials,
      effectiveBalanceGwei: 32n * ETH,
      slashed: false,
      activationEligibilityEpoch: 1n,
      activationEpoch: 6n,
      exitEpoch: FAR_FUTURE,
      withdrawableEpoch: FAR_FUTURE,
      balanceGwei: 32n * ETH + BigInt(index),
    });
  }
  return state;
}

function timed<T>(work: () => T): [T, number] {
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}
