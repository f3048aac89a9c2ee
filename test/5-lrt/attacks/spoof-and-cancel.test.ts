import { expect } from "chai";
import fc from "fast-check";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, standUpLadder } from "../ladder.ts";
import { ETH } from "../../../scripts/lib/units.ts";

const DUST = 100n;

/** Alice, who attacks, holds three quarters of a vault whose stake is all with two operators; bob holds the rest. */
async function withStake(): Promise<Ladder> {
  const s = await standUpLadder();
  for (const [user, wei] of [[s.alice, 30n * ETH] as const, [s.bob, 10n * ETH] as const]) {
    await s.vault.connect(user).depositLst(s.lst, await s.giveLst(user, wei), user, 0n, FOREVER);
  }
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  return s;
}

const ask = (s: Ladder, by: Ladder["alice"], shares: bigint) => s.queue.connect(by).request(shares, by, 0n, FOREVER);
const ticket = (batch: bigint, index: bigint): bigint => (batch << 64n) | index;
const queuedInCore = async (s: Ladder): Promise<number[]> =>
  Promise.all(s.delegators.map(async (one) => (await s.delegation.getQueuedWithdrawalRoots(one)).length));

async function waitAndClose(s: Ladder): Promise<void> {
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
}

/** Unwinds what closed batches ask for. */
async function unwindBoth(s: Ladder): Promise<void> {
  for (const slot of [0n, 1n]) await s.restaker.unwind(slot, s.strategy);
}

/** Brings what was unwound home until it is idle ETH, and pays closed batches. */
async function payUnwound(s: Ladder): Promise<void> {
  await s.networkHelpers.mine(DELAY_BLOCKS + 1);
  for (const slot of [0n, 1n]) await s.completeAll(slot);
  await s.restaker.requestLstExit(s.lst);
  await s.fillLstExits();
  for (const id of await s.lstReserve.exitIds()) await s.restaker.claimLstExit(s.lst, id);
  await s.vault.syncAll();
  await s.queue.settle();
}

describe("spoof and cancel: a large request that is meant to be taken back", () => {
  it("QUE-33: nothing unwinds for it while it could be cancelled, and cancelling gives back its shares and no more", async () => {
    const s = await withStake();
    const [rate, bobs] = [await s.vault.rate(), await s.vault.toAssetsDown(await s.vault.balanceOf(s.bob))];
    const shares = await s.vault.balanceOf(s.alice);
    await ask(s, s.alice, shares);
    for (const slot of [0n, 1n]) {
      await expect(s.restaker.unwind(slot, s.strategy))
        .to.be.revertedWithCustomError(s.restaker, "NothingToUnwind")
        .withArgs(0n);
    }
    await expect(s.restaker.requestLstExit(s.lst)).to.be.revertedWithCustomError(s.restaker, "NothingToUnwind");
    expect(await queuedInCore(s)).to.deep.equal([0, 0]);
    await s.queue.connect(s.alice).cancel(ticket(1n, 0n), s.alice);
    expect(await s.vault.balanceOf(s.alice)).to.equal(shares);
    expect(await s.vault.rate()).to.equal(rate);
    expect(await s.vault.toAssetsDown(await s.vault.balanceOf(s.bob))).to.equal(bobs);
  });

  it("QUE-33: cancelled in front of the close, it unwinds for others what they alone ask for", async () => {
    const s = await withStake();
    await ask(s, s.bob, 4n * ETH);
    await ask(s, s.alice, await s.vault.balanceOf(s.alice));
    await s.networkHelpers.time.increase(HOUR);
    await s.inOneBlock(
      () => s.queue.connect(s.alice).cancel(ticket(1n, 1n), s.alice, { gasLimit: 500_000n }),
      () => s.queue.connect(s.keeper).close({ gasLimit: 3_000_000n }),
    );
    expect(await s.targets.exitDemand()).to.be.within(4n * ETH - DUST, 4n * ETH + DUST);
    await unwindBoth(s);
    await payUnwound(s);
    expect(await s.queue.claimableOf(ticket(1n, 0n))).to.be.within(4n * ETH - DUST, 4n * ETH + DUST);
  });

  it("QUE-33: once closed it cannot be cancelled, and it loses with the stake that it had unwound, as if it had stayed", async () => {
    const s = await withStake();
    await s.secure(s.keeper, s.opOne, [String(s.strategy.target)]);
    await s.vault.syncAll();
    const spoofed = 20n * ETH;
    const stayed = (await s.vault.balanceOf(s.alice)) - spoofed;
    await ask(s, s.alice, spoofed);
    await waitAndClose(s);
    await expect(s.queue.connect(s.alice).cancel(ticket(1n, 0n), s.alice))
      .to.be.revertedWithCustomError(s.queue, "BatchNotOpen")
      .withArgs(1n);
    await unwindBoth(s);
    // the slash that she ran from comes while her stake is in the core's queue
    await s.slash(s.keeper, s.opOne, [String(s.strategy.target)], ETH / 5n);
    await payUnwound(s);
    const { shares, filledShares, filledAssets } = await s.queue.batchOf(1n);
    expect(filledShares).to.be.greaterThan(shares / 2n);
    const perShare = (filledAssets * ETH) / filledShares;
    const asStayer = ((await s.vault.toAssetsDown(stayed)) * ETH) / stayed;
    expect(perShare).to.be.lessThan(ETH - ETH / 20n);
    expect(perShare).to.be.within(asStayer - DUST, asStayer + DUST);
  });

  it("QUE-33: whatever she asks and takes back, her profit is not positive and bob is paid the same", async () => {
    const start = await withStake();
    const snapshot = await start.networkHelpers.takeSnapshot();
    const play = async (spoofs: readonly number[]) => {
      await snapshot.restore();
      const s = start;
      await ask(s, s.bob, 4n * ETH);
      let index = 1n;
      for (const percent of spoofs) {
        await ask(s, s.alice, ((await s.vault.balanceOf(s.alice)) * BigInt(percent)) / 100n);
        await s.queue.connect(s.alice).cancel(ticket(1n, index++), s.alice);
      }
      await waitAndClose(s);
      await unwindBoth(s);
      await payUnwound(s);
      const alices = await s.vault.toAssetsDown(await s.vault.balanceOf(s.alice));
      return { bobs: await s.queue.claimableOf(ticket(1n, 0n)), alices };
    };
    const honest = await play([]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 3 }), async (spoofs) => {
        const { bobs, alices } = await play(spoofs);
        expect(alices).to.be.at.most(honest.alices + DUST);
        expect(bobs).to.be.within(honest.bobs - DUST, honest.bobs + DUST);
      }),
      { numRuns: 5 },
    );
  });

  it("QUE-33: open, it keeps from restaking and instant exits no more idle ETH than it is worth itself", async () => {
    const s = await withStake();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 50n * ETH });
    const before = await s.vault.surplusIdle();
    const spoofed = 12n * ETH;
    await ask(s, s.alice, spoofed);
    const kept = before - (await s.vault.surplusIdle());
    const worth = await s.vault.toAssetsDown(spoofed);
    expect(kept).to.be.within(worth - 1n, worth + 1n);
    expect((await s.instantExit.roomNow()).assets).to.be.greaterThan(30n * ETH);
    await s.queue.connect(s.alice).cancel(ticket(1n, 0n), s.alice);
    expect(await s.vault.surplusIdle()).to.equal(before);
  });
});
