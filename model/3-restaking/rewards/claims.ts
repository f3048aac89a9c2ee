import { safeTransfer } from "../../shared/erc20.ts";
import { type Address, type Hash, keyOf, ZERO_ADDRESS, ZERO_HASH } from "../../shared/machine.ts";
import { type Core, emit, strangerAt } from "../core.ts";
import { check } from "../errors.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import type { EarnerTreeMerkleLeaf, RewardsMerkleClaim, TokenTreeMerkleLeaf } from "../types.ts";
import { getDistributionRootAtIndex } from "./distribution-roots.ts";
import { claimerFor, here } from "./settings.ts";

/**
 * Claims against two levels of trees: a root commits to earners, each with the root of a tree of tokens, whose leaves
 * hold all that was ever earned. A claim pays what is new since the last one.
 */

const PAUSED_PROCESS_CLAIM = 2n;

export function processClaim(core: Core, sender: Address, claim: RewardsMerkleClaim, recipient: Address): void {
  processClaims(core, sender, [claim], recipient);
}

export function processClaims(
  core: Core,
  sender: Address,
  claims: readonly RewardsMerkleClaim[],
  recipient: Address,
): void {
  requireNotPaused(core, here(core), PAUSED_PROCESS_CLAIM);
  for (const claim of claims) process(core, sender, claim, recipient);
}

export function checkClaim(core: Core, claim: RewardsMerkleClaim): boolean {
  proven(core, claim);
  return true;
}

export const cumulativeClaimed = ({ state }: Core, earner: Address, token: Address): bigint =>
  state.claimed.get(keyOf(earner, token)) ?? 0n;

export const calculateEarnerLeafHash = ({ earner, earnerTokenRoot }: EarnerTreeMerkleLeaf): Hash =>
  `earner(${earner},${earnerTokenRoot})`;

export const calculateTokenLeafHash = ({ token, cumulativeEarnings }: TokenTreeMerkleLeaf): Hash =>
  `token(${token},${cumulativeEarnings})`;

/** The parent of two nodes. */
export const nodeHash = (left: Hash, right: Hash): Hash => `node(${left},${right})`;

function process(core: Core, sender: Address, claim: RewardsMerkleClaim, recipient: Address): void {
  const root = proven(core, claim);
  const { earner } = claim.earnerLeaf;
  const chosen = claimerFor(core, earner);
  const claimer = chosen === ZERO_ADDRESS ? earner : chosen;
  check(sender === claimer, "UnauthorizedCaller");
  for (const { token, cumulativeEarnings } of claim.tokenLeaves) {
    const claimedAmount = cumulativeEarnings - cumulativeClaimed(core, earner, token);
    check(claimedAmount > 0n, "EarningsNotGreaterThanClaimed");
    core.state.claimed = core.state.claimed.set(keyOf(earner, token), cumulativeEarnings);
    safeTransfer(core, here(core), token, recipient, claimedAmount, strangerAt(core));
    emit(core, here(core), "RewardsClaimed", { root, earner, claimer, recipient, token, claimedAmount });
  }
}

/** The hash of the root against which the claim is proven. */
function proven(core: Core, claim: RewardsMerkleClaim): Hash {
  const { root, disabled, activatedAt } = getDistributionRootAtIndex(core, claim.rootIndex);
  check(!disabled, "RootDisabled");
  check(core.block.timestamp >= activatedAt, "RootNotActivated");
  const { earnerTreeProof, earnerIndex, earnerLeaf, tokenTreeProofs, tokenIndices, tokenLeaves } = claim;
  check(tokenIndices.length === tokenTreeProofs.length, "InputArrayLengthMismatch");
  check(tokenTreeProofs.length === tokenLeaves.length, "InputArrayLengthMismatch");

  check(earnerIndex < 1n << BigInt(earnerTreeProof.length), "InvalidEarnerLeafIndex");
  check(isMember(earnerTreeProof, root, calculateEarnerLeafHash(earnerLeaf), earnerIndex), "InvalidClaimProof");
  tokenLeaves.forEach((leaf, i) => {
    const proof = tokenTreeProofs[i] as readonly Hash[];
    const index = tokenIndices[i] as bigint;
    check(index < 1n << BigInt(proof.length), "InvalidTokenLeafIndex");
    check(isMember(proof, earnerLeaf.earnerTokenRoot, calculateTokenLeafHash(leaf), index), "InvalidClaimProof");
  });
  return root;
}

/** Whether a leaf stands at an index: at every height the index says whether the path is the left or the right child. */
function isMember(proof: readonly Hash[], root: Hash, leaf: Hash, index: bigint): boolean {
  check(root !== ZERO_HASH, "EmptyRoot");
  const top = proof.reduce(
    (node, sibling, level) =>
      ((index >> BigInt(level)) & 1n) === 0n ? nodeHash(node, sibling) : nodeHash(sibling, node),
    leaf,
  );
  return top === root;
}
