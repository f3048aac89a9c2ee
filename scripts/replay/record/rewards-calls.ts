import type { Tree } from "../format/types.ts";
import { DAY, anybody, tokens, aSet, avsOf, mostly, text, read, type Make } from "./making.ts";
import type { World } from "./world.ts";
import { ETH } from "../../lib/units.ts";

const strategiesOf = (w: World): Tree =>
  w.draw.some(w.draw.rarely(9) ? [...w.order].reverse() : w.order).map((strategy) => ({ strategy, multiplier: "1" }));
const times = ({ draw, now }: World): { startTimestamp: string; duration: string } => {
  const day = (now() / DAY) * DAY;
  return {
    startTimestamp: text(day - BigInt(draw.below(6)) * 7n * DAY + (draw.rarely(9) ? 1n : 0n)),
    duration: text(DAY * BigInt(draw.below(9)) * (draw.rarely(9) ? 9n : 1n)),
  };
};
const submission = (w: World): Tree => ({
  strategiesAndMultipliers: strategiesOf(w),
  token: `token of ${w.draw.one(tokens(w))}`,
  amount: text(w.draw.rarely(9) ? 10n ** 38n : w.draw.amount(5n * ETH)),
  ...times(w),
});
const directed = (w: World): Tree => ({
  strategiesAndMultipliers: strategiesOf(w),
  token: `token of ${w.draw.one(tokens(w))}`,
  operatorRewards: w.draw.some(w.operators).map((operator) => ({
    operator,
    amount: text(w.draw.rarely(5) ? 10n ** 38n + w.draw.amount(10n ** 38n / 4n) : w.draw.amount(3n * ETH)),
  })),
  ...times(w),
  description: "why",
});
/** A tree of one leaf for each of the two levels: the roots are the leaves' hashes. */
const claimOf = (token: string, amount: string, earner: string): { leaf: Tree; tokenLeaf: Tree; root: Tree } => {
  const tokenLeaf = { token: `token of ${token}`, cumulativeEarnings: amount };
  const leaf = { earner, earnerTokenRoot: read("RewardsCoordinator", "calculateTokenLeafHash", [tokenLeaf]) };
  return { leaf, tokenLeaf, root: read("RewardsCoordinator", "calculateEarnerLeafHash", [leaf]) };
};
const EARNED = "1000000";

export const REWARDS: readonly Make[] = [
  (w) => [mostly(w, "owner"), "setDefaultOperatorSplit", [w.draw.one(["0", "1000", "10000", "10001", "65535"])]],
  (w) => [mostly(w, "owner"), "setActivationDelay", [w.draw.one(["0", "12", "40"])]],
  (w) => [mostly(w, "owner"), "setFeeRecipient", [w.draw.one(["", "bob"])]],
  (w) => [mostly(w, "owner"), "setRewardsForAllSubmitter", [w.draw.one(w.stakers), w.draw.rarely(2)]],
  (w) => {
    const operator = w.draw.one(w.operators);
    return [mostly(w, operator), "setOperatorAVSSplit", [operator, "avs1", w.draw.one(["1", "10000", "10001"])]];
  },
  (w) => {
    const operator = w.draw.one(w.operators);
    return [mostly(w, operator), "setOperatorPISplit", [operator, w.draw.one(["1", "10000", "10001"])]];
  },
  (w) => {
    const operator = w.draw.one(w.operators);
    return [mostly(w, operator), "setOperatorSetSplit", [operator, aSet(w), w.draw.one(["1", "10000", "10001"])]];
  },
  (w) => [anybody(w), "getOperatorAVSSplit", [w.draw.one(w.operators), "avs1"]],
  (w) => [anybody(w), "getOperatorPISplit", [w.draw.one(w.operators)]],
  (w) => [anybody(w), "getOperatorSetSplit", [w.draw.one(w.operators), aSet(w)]],
  (w) => [anybody(w), "setClaimerFor(address)", [w.draw.one(["", "mallory"])]],
  (w) => {
    const earner = w.draw.one([...w.operators, "avs1", "alice"]);
    return [mostly(w, earner), "setClaimerFor(address,address)", [earner, "mallory"]];
  },
  (w) => {
    const submitter = w.draw.one(["avs1", "alice"]);
    return [mostly(w, submitter), "setOptInForProtocolFee", [submitter, w.draw.rarely(2)]];
  },
  ...Array.from({ length: 2 }, (): Make => (w) => [
    w.draw.one(["avs1", "alice"]),
    "createAVSRewardsSubmission",
    [[submission(w)]],
  ]),
  (w) => [w.draw.one(w.stakers), "createRewardsForAllSubmission", [[submission(w)]]],
  (w) => [w.draw.one(w.stakers), "createRewardsForAllEarners", [[submission(w)]]],
  ...Array.from({ length: 3 }, (): Make => (w) => [
    mostly(w, "avs1"),
    "createOperatorDirectedAVSRewardsSubmission",
    ["avs1", [directed(w)]],
  ]),
  (w) => {
    const set = aSet(w);
    return [mostly(w, avsOf(set)), "createOperatorDirectedOperatorSetRewardsSubmission", [set, [directed(w)]]];
  },
  (w) => {
    const set = aSet(w);
    const name = w.draw.rarely(2) ? "createUniqueStakeRewardsSubmission" : "createTotalStakeRewardsSubmission";
    return [mostly(w, avsOf(set)), name, [set, [submission(w)]]];
  },
  (w) => {
    const { root } = claimOf(w.draw.one(tokens(w)), EARNED, w.draw.one(w.stakers));
    return [mostly(w, "owner"), "submitRoot", [root, text(w.now() - DAY + BigInt(w.draw.below(100)))]];
  },
  (w) => [mostly(w, "owner"), "disableRoot", [text(w.draw.below(3))]],
  ...Array.from({ length: 2 }, (): Make => (w) => {
    const earner = w.draw.one(w.stakers);
    const { leaf, tokenLeaf } = claimOf(w.draw.one(tokens(w)), EARNED, earner);
    const claim = {
      rootIndex: text(w.draw.below(3)),
      earnerIndex: "0",
      earnerTreeProof: "0x",
      earnerLeaf: leaf,
      tokenIndices: ["0"],
      tokenTreeProofs: ["0x"],
      tokenLeaves: [tokenLeaf],
    };
    return [mostly(w, earner), "processClaim", [claim, "carol"]];
  }),
  (w) => [anybody(w), "getDistributionRootsLength", []],
  (w) => [anybody(w), "getCurrentDistributionRoot", []],
  (w) => [anybody(w), "getCurrentClaimableDistributionRoot", []],
  (w) => [anybody(w), "getDistributionRootAtIndex", [text(w.draw.below(3))]],
  (w) => [anybody(w), "submissionNonce", [w.draw.one(["avs1", "alice"])]],
];
