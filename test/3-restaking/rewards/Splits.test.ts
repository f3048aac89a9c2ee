import { expect } from "chai";
import { CONFIG, deployRewards, networkHelpers, type Rewards } from "./fixture.ts";

const { time } = networkHelpers;

/** The three kinds of splits: how one is set and read, and what announces it. */
const KINDS = [
  {
    name: "setOperatorAVSSplit",
    event: "OperatorAVSSplitBipsSet",
    set: ({ coordinator, op1, avs }: Rewards, bips: number) =>
      coordinator.connect(op1).setOperatorAVSSplit(op1, avs, bips),
    get: ({ coordinator, op1, avs }: Rewards) => coordinator.getOperatorAVSSplit(op1, avs),
  },
  {
    name: "setOperatorPISplit",
    event: "OperatorPISplitBipsSet",
    set: ({ coordinator, op1 }: Rewards, bips: number) => coordinator.connect(op1).setOperatorPISplit(op1, bips),
    get: ({ coordinator, op1 }: Rewards) => coordinator.getOperatorPISplit(op1),
  },
  {
    name: "setOperatorSetSplit",
    event: "OperatorSetSplitBipsSet",
    set: ({ coordinator, op1, avs }: Rewards, bips: number) =>
      coordinator.connect(op1).setOperatorSetSplit(op1, { avs, id: 1 }, bips),
    get: ({ coordinator, op1, avs }: Rewards) => coordinator.getOperatorSetSplit(op1, { avs, id: 1 }),
  },
] as const;

describe("Operators' splits of rewards", () => {
  for (const { name, event, set, get } of KINDS) {
    it(`RST-48: ${name} counts after the delay; a pending split blocks the next`, async () => {
      const rewards = await networkHelpers.loadFixture(deployRewards);
      const { coordinator } = rewards;
      await set(rewards, 2_000);
      const activatedAt = (await time.latest()) + CONFIG.activationDelay;
      const [announced] = await coordinator.queryFilter(coordinator.filters[event]());
      expect(announced?.args.activatedAt).to.equal(activatedAt);
      expect([...(announced?.args ?? [])].slice(-2)).to.deep.equal([1_000n, 2_000n]);

      await time.setNextBlockTimestamp(activatedAt);
      await expect(set(rewards, 3_000)).to.be.revertedWithCustomError(coordinator, "PreviousSplitPending");
      await time.increaseTo(activatedAt);
      expect(await get(rewards)).to.equal(2_000n);
      await set(rewards, 3_000);
      expect(await get(rewards)).to.equal(2_000n);
      await time.increase(CONFIG.activationDelay);
      expect(await get(rewards)).to.equal(3_000n);
    });

    it(`RST-48: ${name} takes 0 to 10,000, from whoever may act for the operator`, async () => {
      const rewards = await networkHelpers.loadFixture(deployRewards);
      const { coordinator, op1, avs } = rewards;
      await expect(set(rewards, 10_001)).to.be.revertedWithCustomError(coordinator, "SplitExceedsMax");
      await set(rewards, 10_000);
      await time.increase(CONFIG.activationDelay);
      await set(rewards, 0);
      await time.increase(CONFIG.activationDelay);
      expect(await get(rewards)).to.equal(0n);
      const stranger = { ...rewards, coordinator: coordinator.connect(avs) };
      const byStranger = {
        setOperatorAVSSplit: () => stranger.coordinator.setOperatorAVSSplit(op1, avs, 1),
        setOperatorPISplit: () => stranger.coordinator.setOperatorPISplit(op1, 1),
        setOperatorSetSplit: () => stranger.coordinator.setOperatorSetSplit(op1, { avs, id: 1 }, 1),
      }[name];
      await expect(byStranger()).to.be.revertedWithCustomError(coordinator, "InvalidPermissions");
    });

    it(`E39: until ${name} takes effect, the default of the moment counts`, async () => {
      const rewards = await networkHelpers.loadFixture(deployRewards);
      const { coordinator, owner } = rewards;
      expect(await get(rewards)).to.equal(1_000n);
      await set(rewards, 2_000);
      const activatedAt = (await time.latest()) + CONFIG.activationDelay;
      await coordinator.connect(owner).setDefaultOperatorSplit(1_500);
      await time.increaseTo(activatedAt - 1);
      expect(await get(rewards)).to.equal(1_500n);
      await time.increaseTo(activatedAt);
      expect(await get(rewards)).to.equal(2_000n);
    });
  }

  it("RST-48: a set's split needs the set to exist; sets, AVSs and operators do not share splits", async () => {
    const { coordinator, core, op1, op2, avs } = await networkHelpers.loadFixture(deployRewards);
    const byOperator = coordinator.connect(op1);
    await expect(byOperator.setOperatorSetSplit(op1, { avs, id: 2 }, 1)).to.be.revertedWithCustomError(
      coordinator,
      "InvalidOperatorSet",
    );
    await core.sayOperatorSet({ avs, id: 2 }, true);
    await byOperator.setOperatorSetSplit(op1, { avs, id: 2 }, 2_000);
    await time.increase(CONFIG.activationDelay);
    expect(await coordinator.getOperatorSetSplit(op1, { avs, id: 2 })).to.equal(2_000n);
    expect(await coordinator.getOperatorSetSplit(op1, { avs, id: 1 })).to.equal(1_000n);
    expect(await coordinator.getOperatorSetSplit(op2, { avs, id: 2 })).to.equal(1_000n);
    expect(await coordinator.getOperatorAVSSplit(op1, avs)).to.equal(1_000n);
    expect(await coordinator.getOperatorPISplit(op1)).to.equal(1_000n);
  });
});
