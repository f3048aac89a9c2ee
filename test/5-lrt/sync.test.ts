import { expect } from "chai";
import { DAY, FOREVER, type Standing, expectBalanced, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** 40 ETH in, 20 in each of two components, synced one drip ago and nothing pending. */
async function invested(): Promise<Standing> {
  const s = await standUpVault();
  await s.vault.connect(s.alice).deposit(s.alice.address, 0n, FOREVER, { value: 40n * ETH });
  await s.restaker.restake(s.left.target, 20n * ETH);
  await s.restaker.restake(s.right.target, 20n * ETH);
  await s.networkHelpers.time.increase(DAY);
  await s.vault.syncAll();
  return s;
}

describe("sync", () => {
  it("VLT-05: a gain drips from the last full sync on: what is found late has already served", async () => {
    const { vault, left, networkHelpers } = await invested();
    const synced = await vault.updatedAt();
    await left.setAssets(20n * ETH + 2_400n);
    await networkHelpers.time.setNextBlockTimestamp(synced + DAY / 4n);
    await vault.syncAll();
    let t = await vault.totals();
    expect(t.recognised).to.equal(40n * ETH + 600n);
    expect(t.lockedProfit).to.equal(1_800n);
    expect(t.dripEnd).to.equal(synced + DAY);
    await networkHelpers.time.increaseTo(synced + DAY / 2n);
    t = await vault.totals();
    expect(t.recognised).to.equal(40n * ETH + 1_200n);
    await networkHelpers.time.increaseTo(synced + DAY);
    t = await vault.totals();
    expect([t.recognised, t.lockedProfit]).to.deep.equal([40n * ETH + 2_400n, 0n]);
    await expectBalanced({ vault });
  });

  it("VLT-05: a gain found after a whole drip counts at once", async () => {
    const { vault, left, networkHelpers } = await invested();
    await left.setAssets(21n * ETH);
    await networkHelpers.time.increase(DAY);
    await vault.syncAll();
    expect((await vault.totals()).recognised).to.equal(41n * ETH);
  });

  it("VLT-06: a new gain never delays an older one", async () => {
    const { vault, left, networkHelpers } = await invested();
    await left.setAssets(21n * ETH);
    await vault.syncAll();
    const first = await vault.totals();
    const whole = first.dripEnd;
    const halfway = (await vault.updatedAt()) + (whole - (await vault.updatedAt())) / 2n;
    await networkHelpers.time.setNextBlockTimestamp(halfway);
    await left.setAssets(21n * ETH + ETH / 100n);
    await vault.syncAll();
    // without the new gain all of the first would have been recognised here
    await networkHelpers.time.increaseTo(whole);
    expect((await vault.totals()).recognised).to.be.at.least(41n * ETH);
  });

  it("VLT-07: a loss eats U, then cover, then T, in the call that finds it", async () => {
    const { vault, cover, left, right, ethers } = await invested();
    await cover.fund({ value: 2n * ETH });
    await left.setAssets(21n * ETH);
    await vault.syncAll();
    const { lockedProfit } = await vault.totals();
    await right.setAssets(15n * ETH);
    const sent = await vault.syncAll();
    const after = await vault.totals();
    expect(after.lockedProfit).to.equal(0n);
    expect(await cover.funds()).to.equal(0n);
    expect(await cover.totalDrawn()).to.equal(2n * ETH);
    expect(after.idle).to.equal(2n * ETH);
    expect(after.recognised).to.equal(38n * ETH);
    await expect(sent).to.emit(cover, "Drawn");
    const receipt = await sent.wait();
    const applied = receipt!.logs
      .map((log) => vault.interface.parseLog(log))
      .find((log) => log?.name === "SyncApplied")!.args;
    expect(applied.loss).to.equal(5n * ETH);
    expect(applied.fromLockedProfit).to.be.within(lockedProfit - ETH / 10_000n, lockedProfit);
    expect(applied.fromCover).to.equal(2n * ETH);
    expect(applied.fromRecognised).to.equal(5n * ETH - 2n * ETH - applied.fromLockedProfit);
    expect(await ethers.provider.getBalance(cover)).to.equal(0n);
    await expectBalanced({ vault });
  });

  it("VLT-07: a full sync nets gains and losses first, so a matched loss touches nobody", async () => {
    const { vault, cover, left, right } = await invested();
    await cover.fund({ value: 2n * ETH });
    await left.setAssets(21n * ETH);
    await right.setAssets(19n * ETH);
    await vault.syncAll();
    const t = await vault.totals();
    expect([t.recognised, t.lockedProfit, await cover.funds()]).to.deep.equal([40n * ETH, 0n, 2n * ETH]);
  });

  it("VLT-08: a lone sync leaves a gain for the full one", async () => {
    const { vault, left } = await invested();
    await left.setAssets(21n * ETH);
    await vault.sync(left);
    const t = await vault.totals();
    expect([t.recognised, t.lockedProfit, await vault.recordOf(left)]).to.deep.equal([40n * ETH, 0n, 20n * ETH]);
  });

  it("VLT-08 VLT-80: a lone sync's loss closes deposits until the next full sync, and the order of syncs earns nothing", async () => {
    const { vault, cover, alice, left, right } = await invested();
    await cover.fund({ value: ETH });
    await left.setAssets(22n * ETH);
    await right.setAssets(18n * ETH);
    await expect(vault.sync(right))
      .to.emit(vault, "LossNoted")
      .withArgs(right, 2n * ETH);
    const V = 10n ** 6n;
    // shown at once, and the cover is not counted on
    expect([(await vault.totals()).recognised, await vault.rate()]).to.deep.equal([
      38n * ETH,
      ((38n * ETH + V) * ETH) / (40n * ETH + V),
    ]);
    await expect(vault.deposit(alice, 0n, FOREVER, { value: ETH })).to.be.revertedWithCustomError(
      vault,
      "DepositsClosedByLoss",
    );
    await expectBalanced({ vault });
    await vault.sync(left);
    await vault.syncAll();
    const t = await vault.totals();
    // as if one sync had seen both: T and the cover untouched
    expect([t.recognised, t.lockedProfit, await cover.funds()]).to.deep.equal([40n * ETH, 0n, ETH]);
    expect(await vault.lossFactor()).to.equal(10n ** 27n);
    await vault.deposit(alice, 0n, FOREVER, { value: ETH });
    await expectBalanced({ vault });
  });

  it("VLT-10: the fee is a part of what lifts the deposit price above its highest, so a recovery pays none", async () => {
    const { vault, settings, left, treasury, networkHelpers, ethers } = await invested();
    await settings.setFee(1_000n, treasury.address);
    await left.setAssets(19n * ETH);
    await vault.syncAll();
    await left.setAssets(21n * ETH);
    await networkHelpers.time.increase(DAY);
    await vault.syncAll();
    const t = await vault.totals();
    // 39 → 41, of which only 40 → 41 is new
    expect(t.feesOwed).to.equal(ETH / 10n);
    expect(t.recognised).to.equal(41n * ETH - ETH / 10n);
    await vault.deposit(treasury.address, 0n, FOREVER, { value: ETH });
    const before = await ethers.provider.getBalance(treasury);
    await vault.payOwed();
    expect((await ethers.provider.getBalance(treasury)) - before).to.equal(ETH / 10n);
    await expectBalanced({ vault });
  });

  it("VLT-12: a component that cannot be read stops full syncs until its quarantine, and then counts as zero", async () => {
    const { vault, left, right, networkHelpers } = await invested();
    await left.setBroken(true);
    await right.setAssets(19n * ETH);
    await expect(vault.syncAll()).to.be.revertedWithCustomError(vault, "ComponentUnreadable").withArgs(left, 0n);
    await expect(vault.reportFailure(right)).to.be.revertedWithCustomError(vault, "ComponentReadable");
    await vault.reportFailure(left);
    await expect(vault.reportFailure(left)).to.be.revertedWithCustomError(vault, "ComponentReadable");
    // a loss elsewhere still counts at once
    await vault.sync(right);
    expect((await vault.totals()).recognised).to.equal(39n * ETH);
    const since = await vault.failingSince(left);
    await networkHelpers.time.setNextBlockTimestamp(since + DAY - 1n);
    await expect(vault.syncAll())
      .to.be.revertedWithCustomError(vault, "ComponentUnreadable")
      .withArgs(left, since + DAY);
    await networkHelpers.time.setNextBlockTimestamp(since + DAY);
    await vault.syncAll();
    expect((await vault.totals()).recognised).to.equal(19n * ETH);
    // what comes back is a gain, which drips
    await left.setBroken(false);
    await vault.syncAll();
    expect(await vault.failingSince(left)).to.equal(0n);
    const t = await vault.totals();
    expect(t.recognised + t.lockedProfit).to.equal(39n * ETH);
    expect(t.lockedProfit).to.be.greaterThan(19n * ETH);
    await expectBalanced({ vault });
  });

  it("VLT-12: nobody can make a component fail by giving little gas", async () => {
    const { vault, left } = await invested();
    // an answer is believed, however little gas it had
    const little = { gasLimit: 700_000n };
    await left.setAssets(17n * ETH);
    await vault.sync(left, little);
    expect(await vault.recordOf(left)).to.equal(17n * ETH);
    // a failure is not
    await left.setBroken(true);
    for (const failing of [vault.sync(left, little), vault.reportFailure(left, little)])
      await expect(failing).to.be.revertedWithCustomError(vault, "NotEnoughGas");
    await vault.reportFailure(left);
  });

  it("VLT-17: components come with a record of zero, and leave empty", async () => {
    const { vault, settings, left, ethers } = await invested();
    await expect(settings.addComponent(left)).to.be.revertedWithCustomError(vault, "ComponentKnown");
    await expect(settings.removeComponent(left)).to.be.revertedWithCustomError(vault, "ComponentNotEmpty");
    await expect(vault.sync(vault)).to.be.revertedWithCustomError(vault, "NotAComponent");
    const rich = await ethers.deployContract("ComponentMock");
    await rich.setAssets(5n * ETH);
    const rate = await vault.rate();
    await settings.addComponent(rich);
    expect(await vault.rate()).to.equal(rate);
    await vault.syncAll();
    expect((await vault.totals()).lockedProfit).to.be.greaterThan(4n * ETH);
    await rich.setAssets(0n);
    await vault.syncAll();
    await settings.removeComponent(rich);
    expect(await vault.components()).to.have.lengthOf(2);
    for (let i = 2; i < 24; ++i) await settings.addComponent(ethers.Wallet.createRandom().address);
    await expect(settings.addComponent(rich)).to.be.revertedWithCustomError(vault, "TooManyComponents");
  });
});
