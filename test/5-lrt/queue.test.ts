import { expect } from "chai";
import { DAY, FOREVER, type Standing, expectBalanced, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const ticket = (batch: bigint, index: bigint) => (batch << 64n) | index;

/** Three holders of 10 ETH each, 27 ETH out, a rate of 1. */
async function withHolders(rule?: Parameters<typeof standUpVault>[0]): Promise<Standing> {
  const s = await standUpVault(rule);
  for (const user of [s.alice, s.bob, s.carol]) {
    await s.vault.connect(user).deposit(user.address, 0n, FOREVER, { value: 10n * ETH });
  }
  await s.restaker.restake(s.left.target, 27n * ETH);
  return s;
}

type User = Standing["alice"];

async function requestBy(s: Standing, user: User, shares: bigint): Promise<void> {
  await s.queue.connect(user).request(shares, user.address, 0n, FOREVER);
}

async function closeNow(s: Standing): Promise<void> {
  const at = await s.queue.closeableAt();
  if (BigInt(await s.networkHelpers.time.latest()) < at) await s.networkHelpers.time.increaseTo(at);
  await s.queue.close();
}

async function ethOf(s: Standing, call: () => Promise<unknown>, account: User): Promise<bigint> {
  const before = await s.ethers.provider.getBalance(account);
  await call();
  return (await s.ethers.provider.getBalance(account)) - before;
}

describe("exit queue", () => {
  it("QUE-01: a request escrows shares without an allowance and mints a ticket to whom it is for", async () => {
    const s = await withHolders();
    await expect(s.queue.connect(s.alice).request(ETH, s.bob.address, ETH, FOREVER))
      .to.emit(s.queue, "Requested")
      .withArgs(ticket(1n, 0n), s.alice, s.bob, ETH, ETH);
    expect(await s.vault.balanceOf(s.queue)).to.equal(ETH);
    expect(await s.tickets.ownerOf(ticket(1n, 0n))).to.equal(s.bob.address);
    const t = await s.queue.ticketOf(ticket(1n, 0n));
    expect([t.owner, t.batchId, t.shares, t.claimableAssets]).to.deep.equal([s.bob.address, 1n, ETH, 0n]);
    expect([await s.tickets.name(), await s.tickets.symbol()]).to.deep.equal([
      "Restaking Ladder exit ticket",
      "rlEXIT",
    ]);
  });

  it("QUE-01: refuses a quote below the caller's, a late call, dust, nobody, and more than one has", async () => {
    const { queue, vault, tickets, alice, ethers } = await withHolders();
    const me = queue.connect(alice);
    await expect(me.request(ETH, alice.address, ETH + 1n, FOREVER))
      .to.be.revertedWithCustomError(queue, "QuoteTooLow")
      .withArgs(ETH, ETH + 1n);
    await expect(me.request(ETH, alice.address, 0n, 1n)).to.be.revertedWithCustomError(queue, "DeadlinePassed");
    await expect(me.request(999_999n, alice.address, 0n, FOREVER))
      .to.be.revertedWithCustomError(queue, "TooFewShares")
      .withArgs(999_999n, 1_000_000n);
    await expect(me.request(ETH, ethers.ZeroAddress, 0n, FOREVER)).to.be.revertedWithCustomError(queue, "OwnerZero");
    await expect(me.request(11n * ETH, alice.address, 0n, FOREVER)).to.be.revertedWithCustomError(
      vault,
      "InsufficientBalance()",
    );
    for (const call of [
      () => vault.connect(alice).escrow(alice, 1n),
      () => vault.connect(alice).release(alice, 1n),
      () => vault.connect(alice).markForClose(0n),
      () => vault.connect(alice).fill(1n, 1n, { rateRay: 0n, lossFactorRay: 0n }),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(vault, "OnlyQueue").withArgs(alice);
    }
    for (const call of [
      () => tickets.connect(alice).mint(alice, 1n, 1n),
      () => tickets.connect(alice).burn(1n),
      () => tickets.connect(alice).markPartlyPaid(1n),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(tickets, "OnlyQueue").withArgs(alice);
    }
    await expect(queue.connect(alice).receiveFill({ value: 1n })).to.be.revertedWithCustomError(queue, "OnlyVault");
  });

  it("QUE-02: a ticket turns back into its shares while its batch is open, for its owner alone", async () => {
    const s = await withHolders();
    await requestBy(s, s.alice, 2n * ETH);
    await requestBy(s, s.bob, ETH);
    await expect(s.queue.connect(s.bob).cancel(ticket(1n, 0n), s.bob))
      .to.be.revertedWithCustomError(s.queue, "NotTicketOwner")
      .withArgs(ticket(1n, 0n), s.bob);
    await expect(s.queue.connect(s.alice).cancel(ticket(1n, 0n), s.carol))
      .to.emit(s.queue, "Cancelled")
      .withArgs(ticket(1n, 0n), s.alice, s.carol, 2n * ETH);
    expect(await s.vault.balanceOf(s.carol)).to.equal(12n * ETH);
    const batch = await s.queue.batchOf(1n);
    expect([batch.shares, batch.tickets]).to.deep.equal([ETH, 1n]);
    await expect(s.tickets.ownerOf(ticket(1n, 0n))).to.be.revertedWithCustomError(s.tickets, "TokenDoesNotExist");
    await closeNow(s);
    await expect(s.queue.connect(s.bob).cancel(ticket(1n, 1n), s.bob))
      .to.be.revertedWithCustomError(s.queue, "BatchNotOpen")
      .withArgs(1n);
  });

  it("QUE-03: a batch closes at most once an interval, and not empty", async () => {
    const s = await withHolders();
    const at = await s.queue.closeableAt();
    await requestBy(s, s.alice, ETH);
    await s.networkHelpers.time.setNextBlockTimestamp(at - 1n);
    await expect(s.queue.close()).to.be.revertedWithCustomError(s.queue, "NotYetCloseable").withArgs(at);
    await s.networkHelpers.time.setNextBlockTimestamp(at);
    const ray = 10n ** 27n;
    await expect(s.queue.close()).to.emit(s.queue, "BatchClosed").withArgs(1n, ETH, 1n, ray, ray);
    expect([await s.queue.openBatchId(), await s.queue.fillingBatchId()]).to.deep.equal([2n, 1n]);
    await s.networkHelpers.time.increaseTo(await s.queue.closeableAt());
    await expect(s.queue.close()).to.be.revertedWithCustomError(s.queue, "BatchEmpty").withArgs(2n);
  });

  it("QUE-12: shares come to the queue by requests alone, so what it holds is what waits", async () => {
    const s = await withHolders();
    await requestBy(s, s.alice, ETH);
    for (const call of [
      () => s.vault.connect(s.alice).transfer(s.queue, 1n),
      () => s.vault.connect(s.alice).deposit(s.queue, 0n, FOREVER, { value: ETH }),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(s.vault, "TakesNoShares");
    }
    await s.vault.connect(s.alice).approve(s.bob, ETH);
    await expect(s.vault.connect(s.bob).transferFrom(s.alice, s.queue, 1n)).to.be.revertedWithCustomError(
      s.vault,
      "TakesNoShares",
    );
    expect(await s.vault.balanceOf(s.queue)).to.equal((await s.queue.waitingShares()).openShares);
  });

  it("QUE-43: a ticket is not cancelled into the queue, where its shares would be lost", async () => {
    const s = await withHolders();
    await requestBy(s, s.alice, ETH);
    await expect(s.queue.connect(s.alice).cancel(1n << 64n, s.queue)).to.be.revertedWithCustomError(
      s.vault,
      "TakesNoShares",
    );
    await s.queue.connect(s.alice).cancel(1n << 64n, s.alice);
    expect(await s.vault.balanceOf(s.queue)).to.equal(0n);
  });

  it("QUE-04: ETH goes to the oldest closed batch, and is shared pro rata inside it", async () => {
    const s = await withHolders();
    await expect(s.queue.settle()).to.be.revertedWithCustomError(s.queue, "NothingToSettle");
    await requestBy(s, s.alice, 4n * ETH);
    await requestBy(s, s.bob, 8n * ETH);
    await closeNow(s);
    await requestBy(s, s.carol, ETH);
    await closeNow(s);
    // 3 ETH are idle for 12 ETH of the first batch; the second gets nothing before the first is full
    await s.queue.settle();
    expect(await s.queue.claimableOf(ticket(1n, 0n))).to.equal(ETH);
    expect(await s.queue.claimableOf(ticket(1n, 1n))).to.equal(2n * ETH);
    await expect(s.queue.settle()).to.be.revertedWithCustomError(s.vault, "NothingToFill");
    expect(await s.queue.claimableOf(ticket(2n, 0n))).to.equal(0n);
    await s.restaker.unwind(s.left, 10n * ETH, 0n, 0n);
    await s.queue.settle();
    expect(await s.queue.fillingBatchId()).to.equal(2n);
    await s.queue.settle();
    expect(await s.queue.claimableOf(ticket(2n, 0n))).to.equal(ETH);
    expect(await s.queue.lockedAssets()).to.equal(13n * ETH);
    expect(await s.ethers.provider.getBalance(s.queue)).to.equal(13n * ETH);
    await expectBalanced(s);
  });

  for (const rule of ["ExposedRule", "CappedRule", "LossOnlyRule"] as const) {
    it(`QUE-44: the share that a fill leaves of a batch is waited for by nobody once it is worth less than a wei (${rule})`, async () => {
      const s = await withHolders(rule);
      await requestBy(s, s.alice, 4n * ETH);
      await closeNow(s);
      await requestBy(s, s.bob, ETH);
      // 3 ETH are idle: with a wei less than the batch lacks, anybody can leave one share of it
      await s.vault.deposit(s.carol, 0n, FOREVER, { value: ETH - 1n });
      await s.queue.settle();
      expect((await s.queue.batchOf(1n)).shares - (await s.queue.batchOf(1n)).filledShares).to.equal(1n);
      await s.left.setAssets(27n * ETH - 1n);
      await s.vault.deposit(s.carol, 0n, FOREVER, { value: 2n * ETH });
      await closeNow(s);
      const { recognised } = await s.vault.totals();
      await expect(s.queue.settle()).to.emit(s.vault, "ExitFilled").withArgs(1n, 1n, 0n, 0n);
      // what it was worth is the others', who are whole again; two of the rules remember the price of the close
      const paid = rule === "ExposedRule" ? ETH : ETH - 1n;
      await expect(s.queue.settle()).to.emit(s.vault, "ExitFilled").withArgs(2n, ETH, ETH, paid);
      expect(await s.queue.fillingBatchId()).to.equal(3n);
      expect([await s.queue.claimableOf(ticket(1n, 0n)), await s.queue.claimableOf(ticket(2n, 0n))]).to.deep.equal([
        4n * ETH - 1n,
        paid,
      ]);
      await s.queue.claimFor([ticket(1n, 0n), ticket(2n, 0n)]);
      expect((await s.queue.batchOf(1n)).openTickets).to.equal(0n);
      expect((await s.vault.totals()).recognised).to.equal(recognised - ETH);
      await expectBalanced(s);
    });
  }

  it("QUE-05: a settlement moves no rate", async () => {
    const s = await withHolders();
    await s.left.setAssets(27n * ETH + 123_456_789n);
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    await requestBy(s, s.alice, 1_234_567_890_123_456_789n);
    await closeNow(s);
    await s.vault.syncAll();
    const rate = await s.vault.rate();
    await s.queue.settle();
    expect((await s.vault.rate()) - rate).to.be.within(0n, 1n);
    await expectBalanced(s);
  });

  it("QUE-06: a settlement costs the same for 1 request and for 40", async () => {
    const cost: bigint[] = [];
    for (const requests of [1, 40]) {
      const s = await withHolders();
      for (let i = 0; i < requests; ++i) await requestBy(s, s.alice, ETH / 20n);
      await closeNow(s);
      const receipt = await (await s.queue.settle()).wait();
      cost.push(receipt!.gasUsed);
    }
    expect(cost[1]! - cost[0]!).to.be.within(-200n, 200n);
  });

  it("QUE-08: a ticket is paid as far as its batch is filled, again after later fills, and burned at the end", async () => {
    const s = await withHolders();
    await requestBy(s, s.alice, 6n * ETH);
    await expect(s.queue.connect(s.alice).claim(ticket(1n, 0n), s.alice))
      .to.be.revertedWithCustomError(s.queue, "NothingToClaim")
      .withArgs(ticket(1n, 0n));
    await closeNow(s);
    await s.queue.settle();
    const claim = () => s.queue.connect(s.alice).claim(ticket(1n, 0n), s.carol);
    expect(await ethOf(s, claim, s.carol)).to.equal(3n * ETH);
    await expect(claim()).to.be.revertedWithCustomError(s.queue, "NothingToClaim");
    expect((await s.queue.ticketOf(ticket(1n, 0n))).claimedAssets).to.equal(3n * ETH);
    await s.restaker.unwind(s.left, 3n * ETH, 0n, 0n);
    await s.queue.settle();
    expect(await ethOf(s, claim, s.carol)).to.equal(3n * ETH);
    await expect(s.tickets.ownerOf(ticket(1n, 0n))).to.be.revertedWithCustomError(s.tickets, "TokenDoesNotExist");
    await expect(claim()).to.be.revertedWithCustomError(s.queue, "NotTicketOwner");
  });

  it("QUE-08: the buyer of a ticket and whom its owner approves may claim, nobody else", async () => {
    const s = await withHolders();
    await requestBy(s, s.alice, ETH);
    await requestBy(s, s.alice, ETH);
    await closeNow(s);
    await s.queue.settle();
    const [first, second] = [ticket(1n, 0n), ticket(1n, 1n)];
    await s.tickets.connect(s.alice).transferFrom(s.alice, s.bob, first);
    await expect(s.queue.connect(s.alice).claim(first, s.alice)).to.be.revertedWithCustomError(
      s.queue,
      "NotTicketOwner",
    );
    await s.queue.connect(s.bob).claim(first, s.bob);
    await s.tickets.connect(s.alice).approve(s.carol, second);
    expect(await ethOf(s, () => s.queue.connect(s.carol).claim(second, s.keeper), s.keeper)).to.equal(ETH);
  });

  it("QUE-08: a receiver that refuses ETH harms nobody but its own claim", async () => {
    const s = await withHolders();
    await requestBy(s, s.alice, ETH);
    await closeNow(s);
    await s.queue.settle();
    await expect(s.queue.connect(s.alice).claim(ticket(1n, 0n), s.tickets))
      .to.be.revertedWithCustomError(s.queue, "PaymentFailed")
      .withArgs(s.tickets, ETH);
    await s.queue.connect(s.alice).claim(ticket(1n, 0n), s.alice);
  });

  it("QUE-07: what is locked is what can be claimed and less than a wei a ticket, which goes back to U", async () => {
    const s = await withHolders();
    await s.left.setAssets(26n * ETH - 7n);
    await s.vault.syncAll();
    for (const shares of [1_000_001n, 3_333_333n, 7_777_777n]) await requestBy(s, s.alice, shares);
    await closeNow(s);
    await s.queue.settle();
    const locked = await s.queue.lockedAssets();
    let claimable = 0n;
    for (let i = 0n; i < 3n; ++i) claimable += await s.queue.claimableOf(ticket(1n, i));
    expect(locked - claimable).to.be.within(1n, 2n);
    await expect(s.queue.sweep(1n)).to.be.revertedWithCustomError(s.queue, "NothingToSweep").withArgs(1n);
    for (let i = 0n; i < 3n; ++i) await s.queue.connect(s.alice).claim(ticket(1n, i), s.alice);
    const before = await s.vault.totals();
    await expect(s.queue.sweep(1n))
      .to.emit(s.queue, "DustSwept")
      .withArgs(1n, locked - claimable);
    const after = await s.vault.totals();
    expect(after.idle - before.idle).to.equal(locked - claimable);
    expect(after.recognised + after.lockedProfit - before.recognised - before.lockedProfit).to.equal(
      locked - claimable,
    );
    expect(await s.queue.lockedAssets()).to.equal(0n);
    expect(await s.ethers.provider.getBalance(s.queue)).to.equal(0n);
    await expectBalanced(s);
  });

  it("QUE-09: a slash takes from the queued as from those who stay until their ETH is locked, and nothing after", async () => {
    const s = await withHolders();
    await requestBy(s, s.alice, 5n * ETH);
    await closeNow(s);
    await s.queue.settle();
    // 3 of 5 shares were filled at 1; the other two lose a tenth with everybody else
    await s.left.setAssets((27n * ETH * 9n) / 10n);
    await s.restaker.unwind(s.left, 3n * ETH, 0n, 0n);
    await s.queue.settle();
    const paid = await s.queue.claimableOf(ticket(1n, 0n));
    expect(paid).to.be.within((48n * ETH) / 10n, (48n * ETH) / 10n + 10n ** 8n);
    await s.left.setAssets(0n);
    await s.vault.syncAll();
    expect(await s.queue.claimableOf(ticket(1n, 0n))).to.equal(paid);
    expect(await ethOf(s, () => s.queue.connect(s.alice).claim(ticket(1n, 0n), s.bob), s.bob)).to.equal(paid);
    await expectBalanced(s);
  });

  it("QUE-01: a ticket holds at most 95 bits of shares", async () => {
    const { ethers, alice } = await standUpVault();
    const tickets = await ethers.deployContract("ExitTickets", [alice, alice]);
    await tickets.connect(alice).mint(alice, 1n, 2n ** 95n - 1n);
    expect((await tickets.info(1n, alice)).shares).to.equal(2n ** 95n - 1n);
    await expect(tickets.connect(alice).mint(alice, 2n, 2n ** 95n))
      .to.be.revertedWithCustomError(tickets, "SharesTooMany")
      .withArgs(2n ** 95n);
  });
});
