import { expect } from "chai";
import { DAY, FOREVER, GRACE, type Standing, expectBalanced, standUpVault } from "./vault.ts";
import { ETH, RAY } from "../../scripts/lib/units.ts";

type Rule = Parameters<typeof standUpVault>[0];

const FIRST = 1n << 64n;
const SECOND = (1n << 64n) | 1n;

/** Alice holds 10 ETH of shares, all of it in one component; 4 and 3 of them wait in a closed batch, Bob's among them. */
async function queued(rule?: Rule): Promise<Standing> {
  const s = await standUpVault(rule);
  await s.vault.deposit(s.alice, 0n, FOREVER, { value: 7n * ETH });
  await s.vault.deposit(s.bob, 0n, FOREVER, { value: 3n * ETH });
  await s.restaker.restake(s.left, 10n * ETH);
  await s.queue.connect(s.alice).request(4n * ETH, s.alice, 0n, FOREVER);
  await s.queue.connect(s.bob).request(3n * ETH, s.bob, 0n, FOREVER);
  await s.networkHelpers.time.increase(DAY);
  await s.queue.close();
  return s;
}

/** The same with nothing left, found dead just now. */
async function dead(rule?: Rule): Promise<Standing> {
  const s = await queued(rule);
  await s.left.setAssets(0n);
  await s.vault.syncAll();
  return s;
}

/** A dead vault after its grace. */
async function forsaken(rule?: Rule): Promise<Standing> {
  const s = await dead(rule);
  await s.networkHelpers.time.increase(GRACE);
  return s;
}

const outstanding = (s: Standing, call: Promise<unknown>, place: { target: unknown }, assets: bigint) =>
  expect(call).to.be.revertedWithCustomError(s.runOff, "StillOutstanding").withArgs(place.target, assets);

describe("the end of a vault", () => {
  it("VLT-40: the first full sync that finds the vault below the floor, to the wei, starts its clock; one that finds it above the revival rate, to the wei, stops it", async () => {
    const s = await queued();
    await s.left.setAssets(10n ** 13n);
    await s.vault.syncAll();
    expect([await s.vault.isDead(), await s.vault.deadSince()]).to.deep.equal([false, 0n]);
    const floor = (10n * ETH) / 10n ** 6n;
    await s.left.setAssets(floor);
    await s.vault.syncAll();
    expect([await s.vault.isDead(), await s.vault.deadSince()]).to.deep.equal([false, 0n]);
    await s.left.setAssets(floor - 1n);
    // a lone sync only notes the loss
    await s.vault.sync(s.left);
    expect([await s.vault.isDead(), await s.vault.deadSince()]).to.deep.equal([false, 0n]);
    await s.vault.syncAll();
    const since = BigInt(await s.networkHelpers.time.latest());
    expect([await s.vault.isDead(), await s.vault.deadSince()]).to.deep.equal([true, since]);
    await s.networkHelpers.time.increase(DAY);
    await expect(s.vault.syncAll()).not.to.emit(s.vault, "DeadSince");
    expect(await s.vault.deadSince()).to.equal(since);
    // far above the floor and a wei below the revival rate, it is as dead as before
    await s.left.setAssets(ETH / 10n - 1n);
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    expect([await s.vault.isDead(), await s.vault.deadSince()]).to.deep.equal([true, since]);
    await s.left.setAssets(ETH / 10n);
    await s.networkHelpers.time.increase(DAY);
    await expect(s.vault.syncAll()).to.emit(s.vault, "DeadSince").withArgs(0n);
    expect([await s.vault.isDead(), await s.vault.deadSince()]).to.deep.equal([false, 0n]);
  });

  it("VLT-40: a vault that a gift has revived, unseen, and another loss has killed begins its grace anew", async () => {
    const s = await dead();
    const first = await s.vault.deadSince();
    await s.queue.connect(s.alice).cancel(FIRST, s.alice);
    await s.queue.connect(s.bob).cancel(SECOND, s.bob);
    await s.vault.recapitalise({ value: ETH });
    await s.networkHelpers.time.increase(GRACE);
    // all of it has dripped; no sync has seen the vault alive
    await s.restaker.restake(s.left, ETH);
    await s.left.setAssets(0n);
    expect(await s.vault.deadSince()).to.equal(first);
    await s.vault.syncAll();
    const second = BigInt(await s.networkHelpers.time.latest());
    expect(await s.vault.deadSince()).to.equal(second);
    await expect(s.runOff.windUp())
      .to.be.revertedWithCustomError(s.runOff, "InGrace")
      .withArgs(second + GRACE);
  });

  it("VLT-40: a gift that revives the vault leaves nothing to wind up", async () => {
    const s = await dead();
    await s.vault.recapitalise({ value: ETH });
    await s.networkHelpers.time.increase(GRACE);
    await expect(s.runOff.windUp()).to.be.revertedWithCustomError(s.runOff, "NotDead");
  });

  it("VLT-41: nothing settles at zero and nobody winds up before the grace is over, to the second", async () => {
    const s = await dead();
    const endsAt = (await s.vault.deadSince()) + GRACE;
    expect(await s.runOff.graceSeconds()).to.equal(GRACE);
    const snapshot = await s.networkHelpers.takeSnapshot();
    for (const call of [() => s.queue.settle(), () => s.runOff.windUp()]) {
      await s.networkHelpers.time.setNextBlockTimestamp(endsAt - 1n);
      await expect(call()).to.be.revertedWithCustomError(s.runOff, "InGrace").withArgs(endsAt);
      await s.networkHelpers.time.setNextBlockTimestamp(endsAt);
      await call();
      await snapshot.restore();
    }
    await expect(s.queue.close()).to.be.revertedWithCustomError(s.queue, "NotYetCloseable");
  });

  it("VLT-41: a death that no sync has noted has no grace that could be over", async () => {
    const s = await queued();
    await s.networkHelpers.time.increase(GRACE);
    await s.left.setAssets(0n);
    const settled = s.queue.settle();
    await expect(settled).to.be.revertedWithCustomError(s.runOff, "InGrace");
    expect(await s.vault.deadSince()).to.equal(0n);
  });

  for (const rule of ["ExposedRule", "CappedRule", "LossOnlyRule"] as const) {
    it(`VLT-42: with nothing to come, a closed batch settles at zero and its tickets end (${rule})`, async () => {
      const s = await forsaken(rule);
      await expect(s.queue.settle())
        .to.emit(s.vault, "ExitFilled")
        .withArgs(1n, 7n * ETH, 0n, 0n);
      expect(await s.vault.totalSupply()).to.equal(3n * ETH);
      expect(await s.queue.fillingBatchId()).to.equal(2n);
      expect(await s.queue.claimableOf(FIRST)).to.equal(0n);
      await s.queue.connect(s.alice).claim(FIRST, s.alice);
      await s.queue.claimFor([SECOND]);
      expect([await s.tickets.balanceOf(s.alice), await s.tickets.balanceOf(s.bob)]).to.deep.equal([0n, 0n]);
      expect((await s.queue.batchOf(1n)).openTickets).to.equal(0n);
      await expect(s.queue.settle()).to.be.revertedWithCustomError(s.queue, "NothingToSettle");
      await expect(s.queue.sweep(1n)).to.be.revertedWithCustomError(s.queue, "NothingToSweep");
      await expectBalanced(s);
    });
  }

  it("VLT-42: a batch that was paid in part keeps it, and ends at zero for the rest", async () => {
    const s = await queued();
    await s.restaker.unwind(s.left, 35n * 10n ** 17n, 0n, 0n);
    await s.queue.settle();
    await s.queue.connect(s.bob).claim(SECOND, s.bob);
    await s.left.setAssets(0n);
    await s.vault.syncAll();
    await s.networkHelpers.time.increase(GRACE);
    await expect(s.queue.connect(s.alice).cancel(FIRST, s.alice)).to.be.revertedWithCustomError(
      s.queue,
      "BatchNotOpen",
    );
    await s.queue.settle();
    await expect(s.queue.connect(s.alice).claim(FIRST, s.alice)).to.changeEtherBalance(s.ethers, s.alice, 2n * ETH);
    await expect(s.queue.connect(s.bob).claim(SECOND, s.bob)).to.changeEtherBalance(s.ethers, s.bob, 0n);
    expect(await s.queue.lockedAssets()).to.equal(0n);
    await expectBalanced(s);
  });

  it("VLT-42: whatever may still come in keeps it from settling at zero, and is named", async () => {
    const s = await forsaken();
    const gwei = 10n ** 9n;
    await s.left.setAssets(gwei);
    await outstanding(s, s.queue.settle(), s.left, gwei);
    await s.left.setAssets(0n);
    await s.vault.syncAll();
    await s.vault.recapitalise({ value: gwei });
    await outstanding(s, s.queue.settle(), s.vault, gwei);
    // a component that says that it may be worth more, and one that cannot be read, may bring something
    const t = await forsaken();
    await t.left.setInDoubt(true);
    await expect(t.queue.settle()).to.be.revertedWithCustomError(t.runOff, "MayComeBack");
    await t.left.setInDoubt(false);
    await t.right.setBroken(true);
    await t.vault.reportFailure(t.right);
    await t.networkHelpers.time.increase(DAY);
    await expect(t.queue.settle()).to.be.revertedWithCustomError(t.runOff, "MayComeBack");
    const since = await t.vault.failingSince(t.right);
    await t.networkHelpers.time.setNextBlockTimestamp(since + DAY + GRACE - 1n);
    await expect(t.queue.settle()).to.be.revertedWithCustomError(t.runOff, "MayComeBack");
    await t.networkHelpers.time.setNextBlockTimestamp(since + DAY + GRACE);
    await t.queue.settle();
    expect(await t.queue.fillingBatchId()).to.equal(2n);
  });

  it("VLT-42: dust that is here or may come keeps nothing from its end", async () => {
    const s = await forsaken();
    await s.left.setAssets(10n ** 9n - 1n);
    await s.queue.settle();
    expect([await s.queue.fillingBatchId(), await s.vault.totalSupply()]).to.deep.equal([2n, 3n * ETH]);
    await expectBalanced(s);
  });

  it("VLT-42: fees that are owed and here do not keep it from zero", async () => {
    const s = await standUpVault();
    await s.settings.setFee(1_000n, s.treasury);
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.restaker.restake(s.left, 10n * ETH);
    await s.vault.connect(s.treasury).receiveGain(0n, { value: ETH });
    await s.restaker.restake(s.left, (9n * ETH) / 10n);
    await s.queue.connect(s.alice).request(4n * ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(DAY);
    await s.queue.close();
    await s.left.setAssets(0n);
    await s.vault.syncAll();
    const { idle, feesOwed } = await s.vault.totals();
    expect([idle, feesOwed]).to.deep.equal([ETH / 10n, ETH / 10n]);
    await s.networkHelpers.time.increase(GRACE);
    await s.queue.settle();
    await expect(s.vault.payOwed()).to.changeEtherBalance(s.ethers, s.treasury, ETH / 10n);
    expect(await s.vault.totalSupply()).to.equal(6n * ETH);
    await expectBalanced(s);
  });

  it("VLT-43: a vault that is wound up takes nothing in, whatever becomes of its rate", async () => {
    const s = await forsaken();
    await expect(s.vault.setWoundUp())
      .to.be.revertedWithCustomError(s.vault, "NotACounterpart")
      .withArgs(s.admin.address);
    await expect(s.runOff.connect(s.carol).windUp()).to.emit(s.vault, "WindUpBegun");
    await expect(s.runOff.windUp()).to.be.revertedWithCustomError(s.vault, "WoundUp");
    await s.settings.setDepositCap(10n ** 6n * ETH);
    await s.vault.recapitalise({ value: 20n * ETH });
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    expect([await s.vault.isDead(), await s.vault.isWoundUp()]).to.deep.equal([false, true]);
    const views = await s.ethers.deployContract("VaultViews", [s.vault]);
    expect(await views.depositRoom()).to.equal(0n);
    await expect(s.vault.deposit(s.carol, 0n, FOREVER, { value: ETH })).to.be.revertedWithCustomError(
      s.vault,
      "WoundUp",
    );
    await expect(s.restaker.restake(s.left, 1n)).to.be.revertedWithCustomError(s.vault, "WoundUp");
    expect(await s.vault.surplusIdle()).to.equal(0n);
    const keeper = s.vault.connect(s.keeper);
    await expect(keeper.payInstantExit(s.alice, s.alice, ETH)).to.be.revertedWithCustomError(s.vault, "WoundUp");
    await expectBalanced(s);
  });

  for (const rule of ["ExposedRule", "CappedRule", "LossOnlyRule"] as const) {
    it(`VLT-44: old shares keep their claim on what comes late, queued or not, and end at zero (${rule})`, async () => {
      const s = await forsaken(rule);
      await s.runOff.windUp();
      // Alice's last 3 ETH of shares are asked out at a rate of next to nothing
      await s.queue.connect(s.alice).request(2n * ETH, s.alice, 0n, FOREVER);
      await s.networkHelpers.time.increase(DAY);
      await s.queue.close();
      // a component returns with 5 ETH
      await s.left.setAssets(5n * ETH);
      await s.networkHelpers.time.increase(DAY);
      await s.vault.syncAll();
      await expect(s.queue.settle()).to.be.revertedWithCustomError(s.vault, "NothingToFill");
      await s.restaker.unwind(s.left, 5n * ETH, 0n, 0n);
      await s.queue.settle();
      await s.queue.settle();
      const paid = async (id: bigint) => (await s.queue.ticketOf(id)).claimableAssets;
      const dust = 10n ** 7n;
      // virtual wei weigh in by less than a wei in a million millions
      expect(await paid(FIRST), "4 of 10 shares").to.be.within(2n * ETH, 2n * ETH + dust);
      expect(await paid(SECOND), "3 of 10 shares").to.be.within((3n * ETH) / 2n, (3n * ETH) / 2n + dust);
      expect(await paid(2n << 64n), "2 of 10 shares").to.be.within(ETH, ETH + dust);
      expect(await s.vault.toAssetsDown(ETH), "1 of 10 shares").to.be.within(ETH / 2n, ETH / 2n + dust);
      await expectBalanced(s);
      // the last share leaves with the last wei, and a later one finds nothing
      await s.queue.connect(s.alice).request(ETH - 10n ** 10n, s.alice, 0n, FOREVER);
      await s.networkHelpers.time.increase(DAY);
      await s.queue.close();
      await s.queue.settle();
      await s.queue.connect(s.alice).request(10n ** 10n, s.alice, 0n, FOREVER);
      await s.networkHelpers.time.increase(DAY);
      await s.queue.close();
      await s.queue.settle();
      expect([await s.vault.totalSupply(), await s.queue.fillingBatchId()]).to.deep.equal([
        0n,
        await s.queue.openBatchId(),
      ]);
      expect(await s.queue.lockedAssets()).to.be.within(5n * ETH - 10n ** 7n, 5n * ETH);
      await expectBalanced(s);
    });
  }

  it("VLT-44: in a run-off a batch still waits for what may come, and is told what", async () => {
    const s = await forsaken();
    await s.runOff.windUp();
    await s.left.setAssets(10n ** 9n);
    await s.networkHelpers.time.increase(1n);
    // the gwei is in U, and drips
    await outstanding(s, s.queue.settle(), s.left, 10n ** 9n);
    await s.left.setAssets(0n);
    await s.queue.settle();
    expect(await s.vault.totalSupply()).to.equal(3n * ETH);
  });

  it("VLT-45: a batch to which its rule gives nothing ends at zero, and the next one begins with a whole loss factor", async () => {
    const s = await queued("LossOnlyRule");
    // two deaths, each followed by the return of all of it: what the rule lets the batch keep is 1e-26
    for (const assets of [0n, 10n * ETH, 0n, 10n * ETH]) {
      await s.left.setAssets(assets);
      await s.networkHelpers.time.increase(DAY);
      await s.vault.syncAll();
    }
    expect(await s.vault.isDead()).to.equal(false);
    expect(await s.vault.lossFactor()).to.be.below(10n ** 9n);
    await s.queue.connect(s.alice).request(ETH, s.alice, 0n, FOREVER);
    await expect(s.queue.close())
      .to.be.revertedWithCustomError(s.vault, "SettleFirst")
      .withArgs(7n * ETH);
    const value = await s.vault.toAssetsDown(7n * ETH);
    await expect(s.queue.settle())
      .to.emit(s.vault, "ExitFilled")
      .withArgs(1n, 7n * ETH, value, 0n);
    expect((await s.vault.totals()).lockedProfit).to.equal(value);
    await s.queue.close();
    expect(await s.vault.lossFactor()).to.equal(RAY);
    const closed = await s.vault.toAssetsDown(ETH);
    await s.restaker.unwind(s.left, 9n * ETH, 0n, 0n);
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    const { recognised } = await s.vault.totals();
    await s.left.setAssets(ETH - recognised / 10n);
    await s.queue.settle();
    const paid = (await s.queue.batchOf(2n)).filledAssets;
    // a tenth of what there is was lost after it closed
    expect(paid).to.be.within((closed * 9n) / 10n - 10n ** 7n, (closed * 9n) / 10n + 10n ** 7n);
    await expectBalanced(s);
  });

  it("VLT-46: the governor names a successor once, of a vault that is wound up, and it is another contract", async () => {
    const s = await forsaken();
    await expect(s.runOff.nameSuccessor(s.queue)).to.be.revertedWithCustomError(s.runOff, "NotWoundUp");
    await s.runOff.windUp();
    await expect(s.runOff.connect(s.bob).nameSuccessor(s.queue)).to.be.revertedWithCustomError(
      s.runOff,
      "AccessManagedUnauthorized",
    );
    for (const none of [s.vault.target, s.bob.address]) {
      await expect(s.runOff.nameSuccessor(none))
        .to.be.revertedWithCustomError(s.runOff, "NotAnotherVault")
        .withArgs(none);
    }
    const next = s.queue.target;
    await expect(s.runOff.nameSuccessor(next)).to.emit(s.runOff, "SuccessorChosen").withArgs(next);
    expect(await s.runOff.successor()).to.equal(next);
    await expect(s.runOff.nameSuccessor(s.cover))
      .to.be.revertedWithCustomError(s.runOff, "SuccessorNamed")
      .withArgs(next);
  });
});
