import { createProof, type Node, ProofType, type SingleProof } from "@chainsafe/persistent-merkle-tree";
import { concat, hexlify } from "ethers";
import { type BeaconHeader, headerTree } from "../state/header.ts";
import {
  balanceInList,
  balancesChunk,
  type ForkName,
  SHAPES,
  STATE_ROOT_IN_HEADER,
  validatorInState,
} from "./forks.ts";
import { siblingPlaces } from "./multiproof.ts";

/** A block, its header and the tree of its state: what proofs are made from. */
export interface ProvableBlock {
  readonly fork: ForkName;
  readonly header: BeaconHeader;
  readonly state: Node;
}

/** The siblings of a node from it upwards, joined as the pods take them. */
function siblings(root: Node, gindex: bigint): { leaf: string; proof: string } {
  const { leaf, witnesses } = createProof(root, { type: ProofType.single, gindex }) as SingleProof;
  return { leaf: hexlify(leaf), proof: concat(witnesses) };
}

/** `StateRootProof`: the state's root in the block's header. */
export function proveStateRoot({ header }: ProvableBlock): { beaconStateRoot: string; proof: string } {
  const { leaf, proof } = siblings(headerTree(header), STATE_ROOT_IN_HEADER);
  return { beaconStateRoot: leaf, proof };
}

/** `ValidatorProof`: the fields of validator `index` in the state. */
export function proveValidator({ fork, state }: ProvableBlock, index: bigint): { fields: string[]; proof: string } {
  const gindex = validatorInState(fork, index);
  const { proof } = siblings(state, gindex);
  const container = nodeAt(state, gindex);
  return { fields: fields(container), proof };
}

/** `BalanceContainerProof`: the list of balances in the block. */
export function proveBalances(block: ProvableBlock): { balanceContainerRoot: string; proof: string } {
  const inState = siblings(block.state, SHAPES[block.fork].balances);
  const inHeader = proveStateRoot(block);
  return { balanceContainerRoot: inState.leaf, proof: concat([inState.proof, inHeader.proof]) };
}

/** `BalanceProof`, but for the key: the leaf with the balance of validator `index` in the list of balances. */
export function proveBalance({ fork, state }: ProvableBlock, index: bigint): { balanceRoot: string; proof: string } {
  const list = nodeAt(state, SHAPES[fork].balances);
  const { leaf, proof } = siblings(list, balanceInList(fork, index));
  return { balanceRoot: leaf, proof };
}

/** The leaves with the balances of validators, and one proof of all of them, as `Multiproof.sol` takes it. */
export function proveBalancesTogether(
  { fork, state }: ProvableBlock,
  indices: readonly bigint[],
): { leaves: string[]; proof: string } {
  const list = nodeAt(state, SHAPES[fork].balances);
  const chunks = [...new Set(indices.map((index) => index / 4n))].sort((a, b) => (a < b ? 1 : -1));
  const places = chunks.map((chunk) => balancesChunk(fork, chunk));
  const rootAt = (place: bigint) => hexlify(nodeAt(list, place).root);
  return { leaves: places.map(rootAt), proof: concat(siblingPlaces(places).map(rootAt)) };
}

function nodeAt(root: Node, gindex: bigint): Node {
  let node = root;
  for (const side of gindex.toString(2).slice(1)) node = side === "0" ? node.left : node.right;
  return node;
}

function fields(container: Node): string[] {
  return [...Array(8).keys()].map((i) => hexlify(nodeAt(container, BigInt(8 + i)).root));
}
