import { expect } from "chai";
import { readPreset } from "../../scripts/deploy/presets.ts";
import { standUpLadder } from "./ladder.ts";
import { DAY, FOREVER, type Standing, expectBalanced, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const LOCK = 3n * DAY;
const VIRTUAL_ASSETS = 10n ** 6n;
const VIRTUAL_SHARES = 10n ** 18n;

/** Alice holds 100 ETH of the vault, all of it in one component; Bob and Carol underwrite 6 and 3 ETH. */
async function underwritten() {
  const s = await standUpVault();
  await s.vault.deposit(s.alice, 0n, FOREVER, { value: 100n * ETH });
  await s.restaker.restake(s.left, 100n * ETH);
  await s.cover.connect(s.bob).join(s.bob, 0n, { value: 6n * ETH });
  await s.cover.connect(s.carol).join(s.carol, 0n, { value: 3n * ETH });
  return s;
}

const worth = async (s: Standing, who: Standing["bob"]) => s.cover.toAssetsDown(await s.cover.sharesOf(who));

/** Asks for all shares of `who` and waits until the door is open. */
async function readyToLeave(s: Standing, who: Standing["bob"]): Promise<bigint> {
  const id = await s.cover.connect(who).cooldown.staticCall(await s.cover.sharesOf(who));
  await s.cover.connect(who).cooldown(await s.cover.sharesOf(who));
  await s.networkHelpers.time.increase(LOCK);
  return id;
}

/** The component is worth `assets` from now on. */
const loseTo = async (s: Standing, assets: bigint) => s.left.setAssets(assets);

describe("cover", () => {
  it("COV-24: a part that cannot be read takes no more of an unstake window than what is left of its quarantine", async () => {
    const s = await underwritten();
    const id = await s.cover.connect(s.bob).cooldown.staticCall(await s.cover.sharesOf(s.bob));
    await s.cover.connect(s.bob).cooldown(await s.cover.sharesOf(s.bob));
    const { opensAt } = await s.cover.leaveOf(id);
    await s.networkHelpers.time.increaseTo(opensAt - 3_600n);
    await s.right.setBroken(true);
    await s.vault.reportFailure(s.right);
    const over = (await s.vault.failingSince(s.right)) + (await s.vault.quarantineSeconds());
    const leave = async () => s.cover.connect(s.bob).withdraw(id, s.bob, 0n);
    for (const moment of [opensAt, over - 1n]) {
      await s.networkHelpers.time.setNextBlockTimestamp(moment);
      await expect(leave()).to.be.revertedWithCustomError(s.vault, "ComponentUnreadable");
    }
    expect(over).to.be.lessThan(opensAt + (await s.cover.unstakeWindowSeconds()));
    await s.networkHelpers.time.setNextBlockTimestamp(over);
    await expect(leave()).to.emit(s.cover, "Left");
  });

  it("COV-01: a join mints by what is here and owed, at least what the caller asks for, and moves nobody's worth", async () => {
    const s = await underwritten();
    expect(await s.cover.sharesOf(s.bob)).to.equal((6n * ETH * VIRTUAL_SHARES) / VIRTUAL_ASSETS);
    await s.cover.fund({ value: ETH });
    const [funds, shares] = [await s.cover.funds(), await s.cover.totalShares()];
    const due = (2n * ETH * (shares + VIRTUAL_SHARES)) / (funds + VIRTUAL_ASSETS);
    expect(await s.cover.toSharesDown(2n * ETH)).to.equal(due);
    const before = await worth(s, s.bob);
    await expect(s.cover.join(s.alice, due + 1n, { value: 2n * ETH }))
      .to.be.revertedWithCustomError(s.cover, "TooFewShares")
      .withArgs(due, due + 1n);
    await expect(s.cover.join(s.alice, due, { value: 2n * ETH }))
      .to.emit(s.cover, "Joined")
      .withArgs(s.admin.address, s.alice.address, 2n * ETH, due);
    expect(await s.cover.sharesOf(s.alice)).to.equal(due);
    expect(await worth(s, s.bob)).to.be.within(before, before + 1n);
    expect(await worth(s, s.alice)).to.be.within(2n * ETH - 1n, 2n * ETH);
    await expect(s.cover.join(s.alice, 0n, { value: 0n })).to.be.revertedWithCustomError(s.cover, "TooFewShares");
  });

  it("COV-01: a gift raises everybody's shares in equal part", async () => {
    const s = await underwritten();
    await expect(s.cover.fund({ value: 3n * ETH }))
      .to.emit(s.cover, "Funded")
      .withArgs(s.admin.address, 3n * ETH);
    // the virtual wei take a part of 1e-13 of it
    expect(await worth(s, s.bob)).to.be.within(8n * ETH - 10n ** 6n, 8n * ETH);
    expect(await worth(s, s.carol)).to.be.within(4n * ETH - 10n ** 6n, 4n * ETH);
  });

  it("COV-01: whoever blows up the price of an empty cover pays for it, and takes next to nothing of the next join", async () => {
    const s = await standUpVault();
    await s.cover.connect(s.carol).join(s.carol, 0n, { value: 1n });
    await s.cover.connect(s.carol).fund({ value: 100n * ETH });
    await s.cover.connect(s.bob).join(s.bob, 0n, { value: ETH });
    expect(await worth(s, s.bob)).to.be.within(ETH - 1_000n, ETH);
    // of her gift, she owns the part of a wei in a million virtual ones
    expect(await worth(s, s.carol)).to.be.at.most((100n * ETH) / 10n ** 6n);
  });

  it("COV-02: shares on their way out pay like all others, and take their part of what is there at the end", async () => {
    const s = await underwritten();
    const id = await readyToLeave(s, s.bob);
    await loseTo(s, 97n * ETH);
    // the loss is found by the call that leaves, before it pays
    const withdraw = () => s.cover.connect(s.bob).withdraw(id, s.treasury, 0n);
    const paid = await s.cover.connect(s.bob).withdraw.staticCall(id, s.treasury, 0n);
    // the virtual wei have borne their part
    expect(paid).to.be.within(4n * ETH, 4n * ETH + 10n ** 6n);
    await expect(withdraw()).to.changeEtherBalance(s.ethers, s.treasury, paid);
    expect(await s.cover.totalDrawn()).to.equal(3n * ETH);
    expect(await worth(s, s.carol)).to.be.within(2n * ETH - 10n ** 6n, 2n * ETH + 10n ** 6n);
    expect((await s.vault.totals()).recognised).to.equal(100n * ETH);
    // and those who stayed bear the next one alone
    await loseTo(s, 96n * ETH);
    await s.vault.syncAll();
    expect(await worth(s, s.carol)).to.be.within(ETH - 10n ** 6n, ETH + 10n ** 6n);
    await expectBalanced(s);
  });

  it("COV-02: who leaves gets at least what they ask for, or stays", async () => {
    const s = await underwritten();
    const id = await readyToLeave(s, s.bob);
    const due = 6n * ETH;
    await expect(s.cover.connect(s.bob).withdraw(id, s.bob, due + 1n))
      .to.be.revertedWithCustomError(s.cover, "TooFewAssets")
      .withArgs(due, due + 1n);
    await expect(s.cover.connect(s.bob).withdraw(id, s.bob, due))
      .to.emit(s.cover, "Left")
      .withArgs(id, s.bob.address, s.bob.address, 6n * 10n ** 30n, due);
  });

  it("COV-03: nobody leaves before the lock is over, nor after the door has closed, to the second", async () => {
    const s = await underwritten();
    const { time } = s.networkHelpers;
    const me = s.cover.connect(s.bob);
    const ask = async () => {
      await me.cooldown(10n ** 30n);
      return BigInt(await time.latest());
    };
    const asked = await ask();
    const at = async (seconds: bigint) => {
      await time.setNextBlockTimestamp(asked + seconds);
      return me.withdraw(1n, s.bob, 0n);
    };
    const refused = (moment: Promise<unknown>) =>
      expect(moment)
        .to.be.revertedWithCustomError(s.cover, "UnstakeWindowClosed")
        .withArgs(asked + LOCK, asked + LOCK + DAY);
    await refused(at(LOCK - 1n));
    const snapshot = await s.networkHelpers.takeSnapshot();
    await at(LOCK);
    await snapshot.restore();
    await at(LOCK + DAY);
    await snapshot.restore();
    await refused(at(LOCK + DAY + 1n));
    // then it takes another lock
    await me.cancelCooldown(1n);
    const again = await ask();
    await time.setNextBlockTimestamp(again + LOCK);
    await me.withdraw(2n, s.bob, ETH);
  });

  it("COV-03: several requests at once, each with its own lock, and each can be taken back by its owner alone", async () => {
    const s = await underwritten();
    const me = s.cover.connect(s.bob);
    const all = await s.cover.sharesOf(s.bob);
    await expect(me.cooldown(all + 1n))
      .to.be.revertedWithCustomError(s.cover, "NotThatMany")
      .withArgs(all + 1n, all);
    await expect(me.cooldown(0n)).to.be.revertedWithCustomError(s.cover, "NotThatMany");
    await me.cooldown(all / 3n);
    const opensAt = BigInt(await s.networkHelpers.time.latest()) + LOCK;
    await s.networkHelpers.time.increase(DAY);
    await me.cooldown(all / 3n);
    await expect(me.cooldown(all / 2n)).to.be.revertedWithCustomError(s.cover, "NotThatMany");
    const asked = await s.cover.leaveOf(1n);
    expect([asked.owner, asked.shares, asked.opensAt]).to.deep.equal([s.bob.address, all / 3n, opensAt]);
    await expect(s.cover.connect(s.carol).cancelCooldown(1n))
      .to.be.revertedWithCustomError(s.cover, "NotYours")
      .withArgs(1n, s.carol.address);
    await expect(s.cover.connect(s.carol).withdraw(1n, s.carol, 0n)).to.be.revertedWithCustomError(s.cover, "NotYours");
    await s.networkHelpers.time.increase(2n * DAY);
    await me.withdraw(1n, s.bob, 0n);
    await expect(me.withdraw(1n, s.bob, 0n)).to.be.revertedWithCustomError(s.cover, "NotYours");
    await expect(me.withdraw(2n, s.bob, 0n)).to.be.revertedWithCustomError(s.cover, "UnstakeWindowClosed");
    await expect(me.cancelCooldown(2n))
      .to.emit(s.cover, "CooldownCancelled")
      .withArgs(2n, s.bob.address, all / 3n);
    await expect(me.cancelCooldown(2n)).to.be.revertedWithCustomError(s.cover, "NotYours");
    expect(await s.cover.sharesOf(s.bob)).to.equal(all - all / 3n);
    expect(await s.cover.totalShares()).to.equal(all - all / 3n + (await s.cover.sharesOf(s.carol)));
  });

  it("COV-04: what has happened is drawn before anybody joins, and a loss that proves to be none costs nothing", async () => {
    for (const noted of [true, false]) {
      const s = await underwritten();
      await loseTo(s, 94n * ETH);
      if (noted) await s.vault.sync(s.left);
      expect(await s.cover.funds()).to.equal(9n * ETH);
      const snapshot = await s.networkHelpers.takeSnapshot();
      // the loss is reversed before anybody asks
      await loseTo(s, 100n * ETH);
      await s.cover.join(s.alice, 0n, { value: 9n * ETH });
      expect([await s.cover.totalDrawn(), await s.cover.funds()]).to.deep.equal([0n, 18n * ETH]);
      expect(await worth(s, s.bob)).to.be.within(6n * ETH - 10n ** 6n, 6n * ETH);
      await expectBalanced(s);
      await snapshot.restore();
      // it is not: those who were there have paid for it
      await s.cover.join(s.alice, 0n, { value: 9n * ETH });
      expect([await s.cover.totalDrawn(), await s.cover.funds()]).to.deep.equal([6n * ETH, 12n * ETH]);
      expect(await worth(s, s.bob)).to.be.within(2n * ETH - 10n ** 6n, 2n * ETH + 10n ** 6n);
      expect(await worth(s, s.alice)).to.be.within(9n * ETH - 10n ** 6n, 9n * ETH + 10n ** 6n);
      await expectBalanced(s);
    }
  });

  it("COV-11: nobody leaves while a slash is announced, and at its end whoever's door is open does", async () => {
    const s = await standUpLadder();
    await s.cover.connect(s.bob).join(s.bob, 0n, { value: 5n * ETH });
    await s.cover.connect(s.bob).cooldown(await s.cover.sharesOf(s.bob));
    const service = await s.ethers.deployContract("CryingWolf", [s.keeper.address]);
    await s.slashingGuard.list(service, 3_600n, 36_000n);
    const { opensAt } = await s.cover.leaveOf(1n);
    const expiresAt = opensAt + 1_800n;
    await s.networkHelpers.time.setNextBlockTimestamp(opensAt - 60n);
    await service.cry(s.opOne, 1n, ETH / 2n, expiresAt, 1n);
    const withdraw = () => s.cover.connect(s.bob).withdraw(1n, s.bob, 0n);
    for (const moment of [opensAt, expiresAt - 1n]) {
      await s.networkHelpers.time.setNextBlockTimestamp(moment);
      await expect(withdraw()).to.be.revertedWithCustomError(s.vault, "ExitsHeldBack");
    }
    await s.networkHelpers.time.setNextBlockTimestamp(expiresAt);
    await withdraw();
    expect(await s.cover.totalShares()).to.equal(0n);
  });

  it("COV-05: a lock no longer than the core's delay and the slowest slash cannot be deployed", async () => {
    const { ethers } = await standUpVault();
    const core = await ethers.deployContract("CoreDelayMock", [7_200n]);
    const factory = await ethers.getContractFactory("Cover");
    const terms = (lock: bigint) => [core.target, core.target, ETH, DAY, lock, DAY, 1_800n, 0n] as const;
    await expect(ethers.deployContract("Cover", [...terms(DAY + 1_800n)]))
      .to.be.revertedWithCustomError(factory, "CooldownTooShort")
      .withArgs(DAY + 1_800n, DAY + 1_800n);
    const cover = await ethers.deployContract("Cover", [...terms(DAY + 1_801n)]);
    expect(await cover.cooldownSeconds()).to.equal(DAY + 1_801n);
  });

  it("COV-05: presets count the windows of their own services", async () => {
    for (const name of ["local", "mainnet"]) {
      const { Services, Vault } = (await readPreset(name)) as Record<string, Record<string, number>>;
      const slowest = Services!.vetoWindowSeconds! + Services!.executionWindowSeconds!;
      expect(Vault!.longestVetoSeconds, name).to.be.at.least(slowest);
    }
    const s = await standUpLadder();
    expect(await s.cover.cooldownSeconds()).to.equal(3n * 3_600n);
    expect(await s.cover.vault()).to.equal(s.vault.target);
  });

  it("COV-06: a sync with little gas draws all that is due or changes nothing", async () => {
    const s = await underwritten();
    await loseTo(s, 95n * ETH);
    const needed = await s.vault.syncAll.estimateGas();
    const snapshot = await s.networkHelpers.takeSnapshot();
    let refused = 0;
    for (let part = 10n; part <= 100n; part += 10n) {
      const gasLimit = (needed * part) / 100n;
      if (gasLimit < 25_000n) continue;
      const sent = await s.vault.syncAll({ gasLimit }).catch(() => undefined);
      const mined = await sent?.wait().catch(() => null);
      const drawn = await s.cover.totalDrawn();
      if (mined) expect(drawn).to.equal(5n * ETH);
      else {
        ++refused;
        expect(drawn).to.equal(0n);
        expect((await s.vault.totals()).recognised).to.equal(100n * ETH);
      }
      await snapshot.restore();
    }
    expect(refused).to.be.at.least(3);
  });

  it("COV-06: losses beyond funds or the cap are no error: the rest falls on T", async () => {
    const s = await underwritten();
    await s.cover.fund({ value: 11n * ETH });
    await loseTo(s, 85n * ETH);
    await expect(s.vault.syncAll())
      .to.emit(s.cover, "Drawn")
      .withArgs(15n * ETH, 10n * ETH, 10n * ETH);
    await loseTo(s, 80n * ETH);
    await s.vault.syncAll();
    expect(await s.cover.totalDrawn()).to.be.within(10n * ETH, 10n * ETH + ETH / 1_000n);
    await s.networkHelpers.time.increase(7n * DAY);
    await loseTo(s, 10n * ETH);
    await s.vault.syncAll();
    // the cap has leaked back, and now the funds end
    expect(await s.cover.funds()).to.be.at.most(ETH / 1_000n);
    await s.networkHelpers.time.increase(7n * DAY);
    await loseTo(s, 0n);
    await s.vault.syncAll();
    expect([await s.cover.funds(), await s.cover.available()]).to.deep.equal([0n, 0n]);
    await expectBalanced(s);
  });

  it("COV-07: an underwriter that calls back gains nothing, and one that refuses ETH harms only itself", async () => {
    const s = await underwritten();
    const restless = await s.ethers.deployContract("RestlessUnderwriter", [s.cover]);
    await restless.join({ value: 3n * ETH });
    const shares = await s.cover.sharesOf(restless);
    await restless.cooldown(shares / 2n);
    await restless.cooldown(shares / 2n);
    const bobs = await readyToLeave(s, s.bob);
    const { interface: i } = s.cover;
    const again = [
      i.encodeFunctionData("withdraw", [1n, String(restless.target), 0n]),
      i.encodeFunctionData("cancelCooldown", [1n]),
      i.encodeFunctionData("cooldown", [1n]),
    ];
    await restless.plan(again, true);
    await expect(restless.withdraw(1n)).to.be.revertedWithCustomError(restless, "Refused");
    await s.cover.connect(s.bob).withdraw(bobs, s.bob, 6n * ETH - 10n ** 6n);
    await restless.plan(again, false);
    await restless.withdraw(1n);
    expect(await restless.succeeded()).to.equal(0n);
    expect(await s.ethers.provider.getBalance(restless)).to.be.within((3n * ETH) / 2n - 10n ** 6n, (3n * ETH) / 2n);
    expect(await s.ethers.provider.getBalance(s.cover)).to.equal(await s.cover.funds());
    expect(await worth(s, s.carol)).to.be.within(3n * ETH - 10n ** 6n, 3n * ETH + 10n);
  });

  it("COV-08: drawn to nothing, nobody joins for nothing until a gift lifts the price, and old shares have their part of it", async () => {
    const s = await underwritten();
    await loseTo(s, 91n * ETH);
    await s.vault.syncAll();
    expect(await s.cover.funds()).to.equal(0n);
    // a price of nothing, and a millionth of what the shares paid opens it again
    const shares = await s.cover.totalShares();
    await expect(s.cover.join(s.alice, 0n, { value: ETH }))
      .to.be.revertedWithCustomError(s.cover, "CoverSpent")
      .withArgs(0n, shares);
    const least = (shares + VIRTUAL_SHARES + 10n ** 18n - 1n) / 10n ** 18n - VIRTUAL_ASSETS;
    await s.cover.fund({ value: least - 1n });
    await expect(s.cover.join(s.alice, 0n, { value: ETH })).to.be.revertedWithCustomError(s.cover, "CoverSpent");
    await s.cover.fund({ value: 1n });
    await s.cover.join(s.alice, 0n, { value: ETH });
    expect(await worth(s, s.alice)).to.be.within(ETH - 10n ** 7n, ETH + 10n ** 7n);
    expect(await worth(s, s.bob)).to.be.at.most((ETH * 6n) / 10n ** 6n);
    // who leaves with nothing is paid nothing
    await s.cover.connect(s.carol).cooldown(await s.cover.sharesOf(s.carol));
    await s.networkHelpers.time.increase(LOCK);
    await s.cover.connect(s.carol).withdraw(1n, s.carol, 0n);
    expect(await s.cover.totalShares()).to.be.above(0n);
  });

  it("COV-10: of each loss the events say how much U, cover and T took", async () => {
    const s = await underwritten();
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    await loseTo(s, 101n * ETH);
    await s.vault.syncAll();
    await loseTo(s, 85n * ETH);
    const receipt = await (await s.vault.syncAll()).wait();
    const logs = receipt!.logs.map((log) => s.vault.interface.parseLog(log) ?? s.cover.interface.parseLog(log));
    const applied = logs.find((log) => log?.name === "SyncApplied")!.args;
    const drawn = logs.find((log) => log?.name === "Drawn")!.args;
    expect(applied.fromLockedProfit).to.be.above(0n);
    expect(applied.fromRecognised).to.be.above(0n);
    expect(applied.loss).to.equal(16n * ETH);
    expect(applied.fromLockedProfit + applied.fromCover + applied.fromRecognised).to.equal(applied.loss);
    expect([drawn.lossAssets, drawn.paidAssets, drawn.remainingAssets]).to.deep.equal([
      applied.loss - applied.fromLockedProfit,
      applied.fromCover,
      await s.cover.funds(),
    ]);
  });
});
