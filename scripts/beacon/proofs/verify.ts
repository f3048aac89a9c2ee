import { concat, dataLength, dataSlice, sha256, ZeroHash } from "ethers";
import {
  balanceInList,
  balancesInHeader,
  type ForkName,
  isLengthInList,
  SHAPES,
  STATE_ROOT_IN_HEADER,
  validatorInState,
} from "./forks.ts";
import { climb, depthOf } from "./gindex.ts";

/** Why a proof does not hold, under the errors' names of `BeaconProofs.sol`, whose twin this is. */
export type Refusal = "InvalidProof" | "InvalidProofLength" | "InvalidValidatorFieldsLength" | "EmptyRoot";

/** The state's root in a block's header. @returns nothing when the proof holds */
export function verifyStateRoot(blockRoot: string, stateRoot: string, proof: string): Refusal | undefined {
  return verify(stateRoot, STATE_ROOT_IN_HEADER, proof, blockRoot);
}

/** Eight fields as those of validator `index` in the state. */
export function verifyValidator(
  fork: ForkName,
  stateRoot: string,
  index: bigint,
  fields: readonly string[],
  proof: string,
): Refusal | undefined {
  if (fields.length !== 8) return "InvalidValidatorFieldsLength";
  const gindex = validatorInState(fork, index);
  const refusal = lengthInList(fork, gindex, proof, depthOf(SHAPES[fork].validators));
  return refusal ?? verify(rootOfFields(fields), gindex, proof, stateRoot);
}

/** The root of the list of balances in the state of a block. */
export function verifyBalances(
  fork: ForkName,
  blockRoot: string,
  balancesRoot: string,
  proof: string,
): Refusal | undefined {
  return verify(balancesRoot, balancesInHeader(fork), proof, blockRoot);
}

/** The leaf with the balance of validator `index`. */
export function verifyBalance(
  fork: ForkName,
  balancesRoot: string,
  index: bigint,
  leaf: string,
  proof: string,
): Refusal | undefined {
  const gindex = balanceInList(fork, index);
  return lengthInList(fork, gindex, proof, 0) ?? verify(leaf, gindex, proof, balancesRoot);
}

/** The root of a container of eight leaves. */
function rootOfFields(fields: readonly string[]): string {
  let nodes = [...fields];
  while (nodes.length > 1) {
    nodes = nodes.flatMap((node, i) => (i % 2 === 0 ? [sha256(concat([node, nodes[i + 1] as string]))] : []));
  }
  return nodes[0] as string;
}

/** The balance of validator `index` in gwei, in a leaf that holds those of four. */
export function balanceIn(leaf: string, index: bigint): bigint {
  const at = Number(index % 4n) * 8;
  const bytes = dataSlice(leaf, at, at + 8)
    .slice(2)
    .match(/../g) as string[];
  return BigInt(`0x${bytes.reverse().join("")}`);
}

/** A proof with the length of another index is whole, and proves something else. */
function lengthInList(fork: ForkName, gindex: bigint, proof: string, above: number): Refusal | undefined {
  const hashes = dataLength(proof) / 32;
  if (hashes === depthOf(gindex)) return undefined;
  return isLengthInList(fork, hashes, above) ? "InvalidProof" : "InvalidProofLength";
}

function verify(node: string, gindex: bigint, proof: string, root: string): Refusal | undefined {
  if (dataLength(proof) !== 32 * depthOf(gindex)) return "InvalidProofLength";
  if (root === ZeroHash) return "EmptyRoot";
  return climb(node, gindex, proof) === root ? undefined : "InvalidProof";
}
