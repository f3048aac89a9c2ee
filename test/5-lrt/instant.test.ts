import { expect } from "chai";
import { FOREVER, HOUR, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** 1,000 ETH in the vault, idle; 100 may leave at once in a day, for 0.1 % to 1.1 %. */
async function withIdle() {
  const s = await standUpLadder();
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 1_000n * ETH });
  return s;
}

describe("instant exit", () => {
  it("VLT-27: pays the exit price less a fee that rises with use, and leaves the fee in U", async () => {
    const s = await withIdle();
    const me = s.instantExit.connect(s.alice);
    const [room, fee] = await s.instantExit.roomNow();
    expect([room, fee]).to.deep.equal([100n * ETH, 10n]);
    // after the exit the bucket is at 50 of 100: 0.6 %
    await expect(me.exitInstantly(50n * ETH, s.bob, 0n, FOREVER)).to.changeEtherBalance(
      s.ethers,
      s.bob,
      50n * ETH - (50n * ETH * 60n) / 10_000n,
    );
    expect((await s.vault.totals()).lockedProfit).to.equal((50n * ETH * 60n) / 10_000n);
    await expectBalanced(s);
  });

  it("VLT-27: keeps within its bucket, and opens again as it leaks", async () => {
    const s = await withIdle();
    const me = s.instantExit.connect(s.alice);
    await expect(me.exitInstantly(100n * ETH + 10n ** 6n, s.alice, 0n, FOREVER)).to.be.revertedWithCustomError(
      s.instantExit,
      "InstantExitExceeded",
    );
    await me.exitInstantly(100n * ETH, s.alice, 0n, FOREVER);
    await expect(me.exitInstantly(50n * ETH, s.alice, 0n, FOREVER)).to.be.revertedWithCustomError(
      s.instantExit,
      "InstantExitExceeded",
    );
    await s.networkHelpers.time.increase(13n * HOUR);
    await me.exitInstantly(50n * ETH, s.alice, 0n, FOREVER);
  });

  it("VLT-27: never takes what an exit waits for", async () => {
    const s = await withIdle();
    const me = s.instantExit.connect(s.alice);
    await s.queue.connect(s.alice).request(990n * ETH, s.alice, 0n, FOREVER);
    await expect(me.exitInstantly(10n * ETH + 1n, s.alice, 0n, FOREVER)).to.be.revertedWithCustomError(
      s.vault,
      "IdleTooLow",
    );
    await me.exitInstantly(10n * ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
    await s.queue.settle();
    expect(await s.queue.claimableOf(1n << 64n)).to.be.at.least(990n * ETH);
  });

  it("VLT-27: an LST deposit buys no way out, for it takes its value from the bucket", async () => {
    const s = await withIdle();
    const amount = await s.giveLst(s.bob, 60n * ETH);
    await s.vault.connect(s.bob).depositLst(s.lst, amount, s.bob, 0n, FOREVER);
    const [room] = await s.instantExit.roomNow();
    expect(room).to.be.within(40n * ETH, 40n * ETH + ETH / 10n);
    await expect(
      s.instantExit.connect(s.bob).exitInstantly(50n * ETH, s.bob, 0n, FOREVER),
    ).to.be.revertedWithCustomError(s.instantExit, "InstantExitExceeded");
    const more = await s.giveLst(s.bob, 100n * ETH);
    await s.vault.connect(s.bob).depositLst(s.lst, more, s.bob, 0n, FOREVER);
    expect((await s.instantExit.roomNow())[0]).to.be.at.most(ETH / 10n);
  });

  it("VLT-27: gives what the caller accepts or nothing, and pays the price after a loss that nobody had synced", async () => {
    const s = await withIdle();
    const me = s.instantExit.connect(s.alice);
    await expect(me.exitInstantly(ETH, s.alice, ETH, FOREVER)).to.be.revertedWithCustomError(
      s.instantExit,
      "TooFewAssets",
    );
    await expect(me.exitInstantly(ETH, s.alice, 0n, 1n)).to.be.revertedWithCustomError(s.instantExit, "DeadlinePassed");
    await expect(s.instantExit.setLimits(1n, 1n, 2n, 1n)).to.be.revertedWithCustomError(
      s.instantExit,
      "FeesOutOfOrder",
    );
    await expect(s.instantExit.setLimits(1n, 1n, 2n, 1_001n)).to.be.revertedWithCustomError(
      s.instantExit,
      "FeesOutOfOrder",
    );
    await expect(s.instantExit.charge(1n, 2n ** 40n)).to.be.revertedWithCustomError(s.instantExit, "OnlyVault");
    await expect(s.instantExit.noteInflow(s.lst, 1n)).to.be.revertedWithCustomError(s.instantExit, "NotAReserve");
    await expect(s.vault.payInstantExit(s.alice, s.bob, 1n)).to.be.revertedWithCustomError(s.vault, "OnlyInstantExit");
    await expect(me.exitInstantly(0n, s.alice, 0n, FOREVER)).to.be.revertedWithCustomError(s.vault, "NothingToFill");
    await s.vault.connect(s.bob).depositLst(s.lst, await s.giveLst(s.bob, 40n * ETH), s.bob, 0n, FOREVER);
    await s.restaker.restakeLst(0n, s.lst);
    await s.secure(s.bob, s.opOne, [String(s.strategy.target)]);
    await s.slash(s.bob, s.opOne, [String(s.strategy.target)], ETH / 2n);
    const before = await s.vault.rate();
    await me.exitInstantly(ETH, s.alice, 0n, FOREVER);
    expect(await s.vault.rate()).to.be.lessThan((before * 995n) / 1_000n);
    await expectBalanced(s);
  });
});
