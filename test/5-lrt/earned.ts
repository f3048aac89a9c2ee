import type { Ladder } from "./ladder.ts";

/** Funds the coordinator with `amount` of a token, and posts a tree in which the first delegator has earned it. */
export async function earned(s: Ladder, token: { target: unknown }, amount: bigint) {
  const tokenLeaf = { token: String(token.target), cumulativeEarnings: amount };
  const earnerLeaf = {
    earner: String(s.delegators[0].target),
    earnerTokenRoot: await s.rewards.calculateTokenLeafHash(tokenLeaf),
  };
  const root = await s.rewards.calculateEarnerLeafHash(earnerLeaf);
  await s.networkHelpers.time.increase(3_600n);
  await s.rewards.submitRoot(root, BigInt(await s.networkHelpers.time.latest()) - 1n);
  return {
    rootIndex: (await s.rewards.getDistributionRootsLength()) - 1n,
    earnerIndex: 0n,
    earnerTreeProof: "0x",
    earnerLeaf,
    tokenIndices: [0n],
    tokenTreeProofs: ["0x"],
    tokenLeaves: [tokenLeaf],
  };
}
