import { expect } from "chai";
import { calculateRewards } from "../../../scripts/rewards/calculate.ts";
import { readHistory } from "../../../scripts/rewards/history.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";
import { deployStaffedBridge } from "../bridge/fixture.ts";
import { ethers, networkHelpers, SET_ID, stake } from "../core.ts";

const DAY = 86_400n;
const WEEK = 7n * DAY;
const { time } = networkHelpers;

/** A week of rewards that is over, and what alice has earned by a calculation that hears only some of the core's events. */
async function paidWeek() {
  const b = await deployStaffedBridge();
  const { core, op1, alice, funder } = b;
  const start = (BigInt(await time.latest()) / WEEK + 1n) * WEEK;
  await time.increaseTo(start - 2n * DAY);
  await stake(core, alice, 150n * ETH, op1.account.address);
  await time.increaseTo(start + 2n * WEEK + 100n);
  const [token] = core.tokens;
  await token!.mint(funder, 1_000n * ETH);
  await token!.connect(funder).approve(b.bridge, ethers.MaxUint256);
  const strategiesAndMultipliers = core.strategies
    .map(({ target }) => ({ strategy: target as string, multiplier: WAD }))
    .sort((x, y) => (BigInt(x.strategy) < BigInt(y.strategy) ? -1 : 1));
  const submission = {
    strategiesAndMultipliers,
    startTimestamp: start,
    duration: WEEK,
    token: token!,
    amount: 100n * ETH,
  };
  await b.bridge.connect(funder).fundUniqueStakeRewards(SET_ID, [submission]);
  const coordinator = await ethers.getContractAt("IRewardsCoordinator", core.rewardsCoordinator);
  const earned = async (heard: typeof coordinator = coordinator): Promise<bigint> => {
    const sources = {
      coordinator: heard,
      delegation: await ethers.getContractAt("IDelegationManager", core.delegationManager),
      allocation: await ethers.getContractAt("IAllocationManager", core.allocationManager),
    };
    const { earnings } = await calculateRewards(await readHistory(sources, ethers.provider), DAY, start + WEEK);
    const [line] = earnings.find(({ earner }) => earner.toLowerCase() === alice.address.toLowerCase())!.tokens;
    return line!.cumulativeEarnings;
  };
  return { core, coordinator, earned };
}

describe("the default split before its first change", () => {
  it("AVS-155: is what the first change says it was, also of a core that said nothing when it was made", async () => {
    const { core, coordinator, earned } = await paidWeek();
    const [made] = await coordinator.queryFilter(coordinator.filters.DefaultOperatorSplitBipsSet(), 0);
    // a core that does not tell of its first default
    const silent = new Proxy(coordinator, {
      get: (target, name) =>
        name === "queryFilter"
          ? async (...asked: Parameters<typeof coordinator.queryFilter>) =>
              (await target.queryFilter(...asked)).filter(
                ({ transactionHash }) => transactionHash !== made!.transactionHash,
              )
          : (Reflect.get(target, name, target) as unknown),
    });
    const before = await earned();
    expect(before).to.be.greaterThan(0n);
    expect(await earned(silent)).to.equal(before);
    await core.rewardsCoordinator.setDefaultOperatorSplit(5_000);
    expect(await earned()).to.equal(before);
    expect(await earned(silent)).to.equal(before);
  });
});
