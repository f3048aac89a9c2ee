import { expect } from "chai";
import { id, ZeroHash } from "ethers";
import { CONFIG, DAY, deployRewards, networkHelpers, START } from "./fixture.ts";

const { time } = networkHelpers;

async function withTwoRoots() {
  const rewards = await networkHelpers.loadFixture(deployRewards);
  const updater = rewards.coordinator.connect(rewards.updater);
  await updater.submitRoot(id("first"), START);
  const firstAt = await time.latest();
  await time.increase(DAY);
  await updater.submitRoot(id("second"), START + 1);
  const secondAt = await time.latest();
  return { ...rewards, updater, firstAt, secondAt };
}

describe("Distribution roots", () => {
  it("RST-46: are submitted by the updater alone, each reaching further in time, for intervals that have ended", async () => {
    const { coordinator, updater, owner } = await networkHelpers.loadFixture(deployRewards);
    const byUpdater = coordinator.connect(updater);
    await expect(coordinator.connect(owner).submitRoot(id("root"), START)).to.be.revertedWithCustomError(
      coordinator,
      "UnauthorizedCaller",
    );
    const now = (await time.latest()) + 100;
    await time.setNextBlockTimestamp(now);
    await expect(byUpdater.submitRoot(id("root"), now)).to.be.revertedWithCustomError(
      coordinator,
      "RewardsEndTimestampNotElapsed",
    );
    await time.setNextBlockTimestamp(now + 1);
    await expect(byUpdater.submitRoot(id("root"), now))
      .to.emit(coordinator, "DistributionRootSubmitted")
      .withArgs(0n, id("root"), now, now + 1 + CONFIG.activationDelay);
    expect(await coordinator.currRewardsCalculationEndTimestamp()).to.equal(now);
    await expect(byUpdater.submitRoot(id("again"), now)).to.be.revertedWithCustomError(
      coordinator,
      "NewRootMustBeForNewCalculatedPeriod",
    );
    await byUpdater.submitRoot(id("again"), now + 1);
    expect(await coordinator.getDistributionRootsLength()).to.equal(2n);
  });

  it("RST-46: can be read by index, as the latest, by hash, and as the latest that is claimable", async () => {
    const { coordinator, firstAt, secondAt } = await withTwoRoots();
    const first = [id("first"), BigInt(START), BigInt(firstAt + CONFIG.activationDelay), false];
    const second = [id("second"), BigInt(START + 1), BigInt(secondAt + CONFIG.activationDelay), false];
    expect([...(await coordinator.getDistributionRootAtIndex(0))]).to.deep.equal(first);
    expect([...(await coordinator.getDistributionRootAtIndex(1))]).to.deep.equal(second);
    expect([...(await coordinator.getCurrentDistributionRoot())]).to.deep.equal(second);
    expect(await coordinator.getRootIndexFromHash(id("first"))).to.equal(0n);
    expect(await coordinator.getRootIndexFromHash(id("second"))).to.equal(1n);
    await expect(coordinator.getRootIndexFromHash(id("third"))).to.be.revertedWithCustomError(
      coordinator,
      "InvalidRoot",
    );

    const claimable = async () => (await coordinator.getCurrentClaimableDistributionRoot()).root;
    expect(await claimable()).to.equal(ZeroHash);
    await time.increaseTo(firstAt + CONFIG.activationDelay);
    expect(await claimable()).to.equal(id("first"));
    await time.increaseTo(secondAt + CONFIG.activationDelay - 1);
    expect(await claimable()).to.equal(id("first"));
    await time.increaseTo(secondAt + CONFIG.activationDelay);
    expect(await claimable()).to.equal(id("second"));
  });

  it("RST-46: an unknown index panics like an array, and so does the latest of none", async () => {
    const { coordinator } = await networkHelpers.loadFixture(deployRewards);
    await expect(coordinator.getDistributionRootAtIndex(0)).to.be.revertedWithPanic(0x32);
    await expect(coordinator.getCurrentDistributionRoot()).to.be.revertedWithPanic(0x11);
    expect([...(await coordinator.getCurrentClaimableDistributionRoot())]).to.deep.equal([ZeroHash, 0n, 0n, false]);
  });

  it("RST-47: are disabled by the updater alone, once, until the second in which they activate", async () => {
    const { coordinator, updater, owner, firstAt, secondAt } = await withTwoRoots();
    await expect(coordinator.connect(owner).disableRoot(0)).to.be.revertedWithCustomError(
      coordinator,
      "UnauthorizedCaller",
    );
    await expect(updater.disableRoot(2)).to.be.revertedWithCustomError(coordinator, "InvalidRootIndex");
    await time.setNextBlockTimestamp(firstAt + CONFIG.activationDelay);
    await expect(updater.disableRoot(0)).to.be.revertedWithCustomError(coordinator, "RootAlreadyActivated");
    await time.setNextBlockTimestamp(secondAt + CONFIG.activationDelay - 1);
    await expect(updater.disableRoot(1)).to.emit(coordinator, "DistributionRootDisabled").withArgs(1n);
    await expect(updater.disableRoot(1)).to.be.revertedWithCustomError(coordinator, "RootDisabled");
    expect((await coordinator.getDistributionRootAtIndex(1)).disabled).to.equal(true);
  });

  it("RST-47: a disabled root is never the claimable one, nor can its period be submitted again", async () => {
    const { coordinator, updater, secondAt } = await withTwoRoots();
    await updater.disableRoot(1);
    await time.increaseTo(secondAt + CONFIG.activationDelay);
    expect((await coordinator.getCurrentClaimableDistributionRoot()).root).to.equal(id("first"));
    await expect(updater.submitRoot(id("second"), START + 1)).to.be.revertedWithCustomError(
      coordinator,
      "NewRootMustBeForNewCalculatedPeriod",
    );
    await updater.submitRoot(id("second"), START + 2);
    expect(await coordinator.getRootIndexFromHash(id("second"))).to.equal(2n);
  });
});
