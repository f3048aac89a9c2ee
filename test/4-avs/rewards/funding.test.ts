import { expect } from "chai";
import { deployBridge } from "../bridge/fixture.ts";
import { ethers, networkHelpers, SET_ID, signer } from "../core.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const WEEK = 604_800n;

/** A funder with tokens and an approval, and the last full week of the rewards grid. */
async function deployFunded() {
  const deployed = await deployBridge();
  const { core, bridge, funder } = deployed;
  const token = core.tokens[0]!;
  await token.mint(funder, 100n * ETH);
  await token.connect(funder).approve(bridge, 100n * ETH);
  const now = BigInt(await networkHelpers.time.latest());
  const startTimestamp = (now / WEEK) * WEEK - WEEK;
  const strategiesAndMultipliers = core.strategies
    .map((strategy) => ({ strategy: strategy.target as string, multiplier: WAD }))
    .sort((a, b) => (BigInt(a.strategy) < BigInt(b.strategy) ? -1 : 1));
  const stakeWeighted = (amount: bigint) => ({
    strategiesAndMultipliers,
    token,
    amount,
    startTimestamp,
    duration: WEEK,
  });
  const operators = [await signer(10), await signer(11)].sort((a, b) =>
    BigInt(a.address) < BigInt(b.address) ? -1 : 1,
  );
  const directed = {
    strategiesAndMultipliers,
    token,
    operatorRewards: operators.map((operator, index) => ({ operator, amount: BigInt(index + 1) * ETH })),
    startTimestamp,
    duration: WEEK,
    description: "relaying",
  };
  return { ...deployed, token, stakeWeighted, directed };
}

describe("ServiceManager: rewards", () => {
  it("AVS-03: directed rewards go from the funder to the coordinator, to the wei, and leave nothing behind", async () => {
    const { core, bridge, funder, avs, token, directed } = await networkHelpers.loadFixture(deployFunded);
    const { rewardsCoordinator } = core;
    const submit = bridge.connect(funder).fundOperatorRewards(SET_ID, [directed, directed]);
    await expect(submit).to.emit(rewardsCoordinator, "OperatorDirectedOperatorSetRewardsSubmissionCreated");
    expect(await token.balanceOf(rewardsCoordinator)).to.equal(6n * ETH);
    expect(await token.balanceOf(funder)).to.equal(94n * ETH);
    expect(await token.balanceOf(bridge)).to.equal(0n);
    expect(await token.allowance(bridge, rewardsCoordinator)).to.equal(0n);
    expect(await rewardsCoordinator.submissionNonce(avs)).to.equal(2n);
  });

  it("AVS-03: so do rewards by unique and by total stake", async () => {
    const { core, bridge, funder, token, stakeWeighted } = await networkHelpers.loadFixture(deployFunded);
    const { rewardsCoordinator } = core;
    await expect(bridge.connect(funder).fundUniqueStakeRewards(SET_ID, [stakeWeighted(5n)])).to.emit(
      rewardsCoordinator,
      "UniqueStakeRewardsSubmissionCreated",
    );
    await expect(bridge.connect(funder).fundTotalStakeRewards(SET_ID, [stakeWeighted(7n)])).to.emit(
      rewardsCoordinator,
      "TotalStakeRewardsSubmissionCreated",
    );
    expect(await token.balanceOf(rewardsCoordinator)).to.equal(12n);
    expect(await token.allowance(bridge, rewardsCoordinator)).to.equal(0n);
  });

  it("AVS-03: only the rewards role funds, and only the admin says who claims for the service", async () => {
    const { core, bridge, admin, alice, mallory, avs, directed, stakeWeighted } =
      await networkHelpers.loadFixture(deployFunded);
    const byMallory = bridge.connect(mallory);
    for (const call of [
      async () => bridge.connect(admin).fundOperatorRewards(SET_ID, [directed]),
      async () => byMallory.fundUniqueStakeRewards(SET_ID, [stakeWeighted(1n)]),
      async () => byMallory.fundTotalStakeRewards(SET_ID, [stakeWeighted(1n)]),
      async () => byMallory.setRewardsClaimer(mallory),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(bridge, "AccessControlUnauthorizedAccount");
    }
    await bridge.setRewardsClaimer(alice);
    expect(await core.rewardsCoordinator.claimerFor(avs)).to.equal(alice.address);
    expect(await bridge.REWARDS_ROLE()).to.equal(ethers.id("REWARDS_ROLE"));
  });
});
