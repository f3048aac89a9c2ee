import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { AbiCoder, type Signer, type TypedDataDomain } from "ethers";

/** A statement of an operator: this is the source chain's state root at this height. */
export interface StateRoot {
  operator: string;
  height: bigint;
  root: string;
}

/** A lock on the source chain, paid once on this one. `amount` is in wei of the bridged token. */
export interface BridgeMessage {
  nonce: bigint;
  recipient: string;
  amount: bigint;
}

/** Where a bridge lives: what its signatures are bound to. */
export interface BridgeDomain {
  chainId: bigint;
  bridge: string;
}

/** Evidence for `Bridge.proveEquivocation` and `Bridge.witness`; what is on the bridge's record needs no signature. */
export interface Statement {
  root: string;
  keyIndex: bigint;
  signature: string;
}

/** A vote for `Bridge.relay`. */
export interface SignedRoot {
  operator: string;
  signature: string;
}

/** The EIP-712 type that operators sign. */
const STATE_ROOT_TYPES = {
  StateRoot: [
    { name: "operator", type: "address" },
    { name: "height", type: "uint64" },
    { name: "root", type: "bytes32" },
  ],
};

const MESSAGE_LEAF = ["uint256", "address", "uint256"];

/** The EIP-712 domain of a bridge. */
function bridgeDomain({ chainId, bridge }: BridgeDomain): TypedDataDomain {
  return { name: "Restaking Ladder Bridge", version: "1", chainId, verifyingContract: bridge };
}

/** Signs a state root with an operator's signing key (not the operator's own account, unless they are one). */
export async function signRoot(key: Signer, domain: BridgeDomain, statement: StateRoot): Promise<string> {
  return key.signTypedData(bridgeDomain(domain), STATE_ROOT_TYPES, statement);
}

/**
 * Signs one root for several operators and puts the votes in the order that `relay` asks for (ascending address).
 *
 * @param signers the operator's address and its signing key, in any order
 */
export async function signVotes(
  signers: readonly { operator: string; key: Signer }[],
  domain: BridgeDomain,
  { height, root }: Omit<StateRoot, "operator">,
): Promise<SignedRoot[]> {
  const ascending = [...signers].sort((a, b) => (BigInt(a.operator) < BigInt(b.operator) ? -1 : 1));
  const votes: SignedRoot[] = [];
  for (const { operator, key } of ascending) {
    votes.push({ operator, signature: await signRoot(key, domain, { operator, height, root }) });
  }
  return votes;
}

/** The two statements that `proveEquivocation` takes, signed by one key over two different roots. */
export async function equivocate(
  key: Signer,
  domain: BridgeDomain,
  { operator, height }: Omit<StateRoot, "root">,
  [firstRoot, secondRoot]: readonly [string, string],
  keyIndex = 0n,
): Promise<[Statement, Statement]> {
  const statement = async (root: string): Promise<Statement> => ({
    root,
    keyIndex,
    signature: await signRoot(key, domain, { operator, height, root }),
  });
  return [await statement(firstRoot), await statement(secondRoot)];
}

/** The source chain's messages as the tree whose root operators sign: sorted pairs, leaves hashed twice. */
export interface MessageTree {
  root: string;
  /** The proof that `BridgeConsumer.pay` takes for the message at this position. */
  proofOf(index: number): string[];
}

/**
 * Builds the tree over all messages up to a height, in the order given.
 *
 * @throws when there is no message: an empty tree has no root.
 */
export function messageTree(messages: readonly BridgeMessage[]): MessageTree {
  const leaves = messages.map(({ nonce, recipient, amount }) => [nonce, recipient, amount]);
  const tree = StandardMerkleTree.of(leaves, MESSAGE_LEAF);
  return { root: tree.root, proofOf: (index) => tree.getProof(index) };
}

/** `IServiceManager.KeyKind`. */
export const KEY_KIND = { none: 0, ecdsa: 1, contract: 2 } as const;

/** What an operator passes as `data` when it registers for a service's sets: its signing key and the key's kind. */
export function registrationData(key: string, kind: keyof typeof KEY_KIND = "ecdsa"): string {
  return AbiCoder.defaultAbiCoder().encode(["uint8", "address"], [KEY_KIND[kind], key]);
}
