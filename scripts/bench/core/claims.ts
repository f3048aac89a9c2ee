import { concat, id, keccak256 } from "ethers";
import { earnerLeafHash, tokenLeafHash } from "../../rewards/merkle.ts";
import { type Measurements, must } from "../row.ts";
import { AMOUNT, type CoreWorld } from "./world.ts";

/** Sibling hashes of a leaf in a tree of a height, as if the tree's other leaves were these. */
function siblings(height: number, seed: string): string[] {
  return Array.from({ length: height }, (_, level) => id(`${seed} ${level}`));
}

/** The root over a leaf at an index whose bits alternate, so that both sides occur. */
function climb(leaf: string, index: number, path: string[]): string {
  return path.reduce((node, sibling, level) => {
    return keccak256((index >> level) & 1 ? concat([sibling, node]) : concat([node, sibling]));
  }, leaf);
}

/** Submits a root under which Alice has earned `earned` of the first token, and returns her claim on it. */
async function earn(world: CoreWorld, earned: bigint, earnerDepth: number, tokenDepth: number) {
  const { rewards, rewardsUpdater, alice, first, networkHelpers } = world;
  const leaf = { token: await first.token.getAddress(), cumulativeEarnings: earned };
  const [earnerPath, tokenPath] = [siblings(earnerDepth, "earner"), siblings(tokenDepth, "token")];
  const [earnerIndex, tokenIndex] = [0x55555 % 2 ** earnerDepth, 0x5 % 2 ** tokenDepth];
  const tokenRoot = climb(tokenLeafHash(leaf), tokenIndex, tokenPath);
  const root = climb(earnerLeafHash(alice.address, tokenRoot), earnerIndex, earnerPath);
  await rewards.connect(rewardsUpdater).submitRoot(root, (await networkHelpers.time.latest()) - 1);
  await networkHelpers.time.increase(await rewards.activationDelay());
  return {
    rootIndex: (await rewards.getDistributionRootsLength()) - 1n,
    earnerIndex,
    earnerTreeProof: concat(earnerPath),
    earnerLeaf: { earner: alice.address, earnerTokenRoot: tokenRoot },
    tokenIndices: [tokenIndex],
    tokenTreeProofs: [concat(tokenPath)],
    tokenLeaves: [leaf],
  };
}

/** Alice claims for herself, to Carol, who holds the token or does not. */
async function claim(world: CoreWorld, isLater: boolean, earnerDepth: number, tokenDepth: number) {
  const { rewards, alice, carol, first } = world;
  await first.token.mint(rewards, 10n * AMOUNT);
  if (isLater) await rewards.connect(alice).processClaim(await earn(world, AMOUNT, 0, 0), carol);
  const next = await earn(world, 3n * AMOUNT, earnerDepth, tokenDepth);
  must((await rewards.cumulativeClaimed(alice, first.token)) > 0n === isLater, isLater ? "later claim" : "first claim");
  must((await first.token.balanceOf(carol)) > 0n === isLater, `the receiver held ${isLater ? "some" : "none"}`);
  must(next.earnerTreeProof.length === 2 + 64 * earnerDepth, `earner's proof of depth ${earnerDepth}`);
  must(next.tokenTreeProofs[0]?.length === 2 + 64 * tokenDepth, `token's proof of depth ${tokenDepth}`);
  const sent = await rewards.connect(alice).processClaim(next, carol);
  must((await first.token.balanceOf(rewards)) > 0n, "the coordinator keeps some of the token");
  return sent;
}

export const claimRows: Measurements<CoreWorld> = {
  "core.processClaim.first": (world) => claim(world, false, 0, 0),
  "core.processClaim.depth10": (world) => claim(world, true, 10, 1),
  "core.processClaim.depth20": (world) => claim(world, true, 20, 3),
  "core.submitRoot": async (world) => {
    const { rewards, rewardsUpdater, networkHelpers } = world;
    await earn(world, AMOUNT, 0, 0);
    must((await rewards.getDistributionRootsLength()) === 1n, "second root");
    const end = (await networkHelpers.time.latest()) - 1;
    return rewards.connect(rewardsUpdater).submitRoot(id("second root"), end);
  },
};
