import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { type BytesLike, keccak256, type Signer, type TypedDataDomain } from "ethers";

/** A promise to show any chunk of a blob until `keptUntil`, in seconds. */
export interface Custody {
  operator: string;
  blobId: string;
  chunkCount: number;
  keptUntil: bigint;
}

/** Where a data availability service lives: what its signatures are bound to. */
export interface AvailabilityDomain {
  chainId: bigint;
  availability: string;
}

/** The EIP-712 type that custodians sign. */
const CUSTODY_TYPES = {
  Custody: [
    { name: "operator", type: "address" },
    { name: "blobId", type: "bytes32" },
    { name: "chunkCount", type: "uint32" },
    { name: "keptUntil", type: "uint48" },
  ],
};

/** The EIP-712 domain of a data availability service. */
function availabilityDomain({ chainId, availability }: AvailabilityDomain): TypedDataDomain {
  return { name: "Restaking Ladder Availability", version: "1", chainId, verifyingContract: availability };
}

/** Signs a promise with an operator's signing key. */
export async function signCustody(key: Signer, domain: AvailabilityDomain, custody: Custody): Promise<string> {
  return key.signTypedData(availabilityDomain(domain), CUSTODY_TYPES, custody);
}

/** Promises of several operators, in the order that `store` takes (ascending address). */
export async function signPromises(
  signers: readonly { operator: string; key: Signer }[],
  domain: AvailabilityDomain,
  blob: Omit<Custody, "operator">,
): Promise<{ operator: string; signature: string }[]> {
  const ascending = [...signers].sort((a, b) => (BigInt(a.operator) < BigInt(b.operator) ? -1 : 1));
  const promises = [];
  for (const { operator, key } of ascending) {
    promises.push({ operator, signature: await signCustody(key, domain, { ...blob, operator }) });
  }
  return promises;
}

/** A blob by its chunks: its id, and the proof that `answer` takes for each chunk. */
export interface BlobTree {
  blobId: string;
  chunkCount: number;
  proofOf(index: number): string[];
}

/**
 * Commits to the chunks of a blob: leaves are (index, keccak256 of the chunk), hashed twice, pairs sorted.
 *
 * @throws when there is no chunk: an empty blob has no id.
 */
export function blobTree(chunks: readonly BytesLike[]): BlobTree {
  const leaves = chunks.map((chunk, index) => [BigInt(index), keccak256(chunk)]);
  const tree = StandardMerkleTree.of(leaves, ["uint256", "bytes32"]);
  return { blobId: tree.root, chunkCount: chunks.length, proofOf: (index) => tree.getProof(index) };
}
