import { expect } from "chai";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, standUpLadder } from "../ladder.ts";
import { gasLimit } from "../../../scripts/gas-limits/limits.ts";
import { ETH } from "../../../scripts/lib/units.ts";

const MIN_REQUEST = 10n ** 12n;
const MIN_LEG = ETH / 10n;
const READ_GAS = gasLimit("ComponentReads.READ_GAS");
/** Of seven places in the queue two are kept for what an operator forces out: of the beacon chain and of one LST. */
const PIECES = 5;

/** Alice attacks with a small part of the vault; bob holds the rest. All stake is with two operators. */
async function withStake(alicesWei: bigint): Promise<Ladder> {
  const s = await standUpLadder();
  for (const [user, wei] of [[s.alice, alicesWei] as const, [s.bob, 40n * ETH] as const]) {
    await s.vault.connect(user).depositLst(s.lst, await s.giveLst(user, wei), user, 0n, FOREVER);
  }
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  return s;
}

const queuedOf = async (s: Ladder, slot: 0 | 1): Promise<number> =>
  (await s.delegation.getQueuedWithdrawalRoots(s.delegators[slot])).length;

/** Alice asks for `shares`; an hour later the batch closes. */
async function askAndClose(s: Ladder, shares: bigint): Promise<void> {
  await s.queue.connect(s.alice).request(shares, s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
}

/** Tries to unwind every slot, as often as the attacker likes. */
async function unwindAll(s: Ladder): Promise<void> {
  for (const slot of [0n, 1n, 0n, 1n]) await s.restaker.unwind(slot, s.strategy).catch(() => {});
}

async function bobsWorth(s: Ladder): Promise<bigint> {
  await s.vault.syncAll();
  return s.vault.toAssetsDown(await s.vault.balanceOf(s.bob));
}

describe("shredding: many small requests that are to cut the stake to pieces", () => {
  it("QUE-34: requests below the least size are refused, alone and among others", async () => {
    const s = await withStake(2n * ETH);
    const queue = s.queue.connect(s.alice);
    await expect(queue.request(MIN_REQUEST - 1n, s.alice, 0n, FOREVER))
      .to.be.revertedWithCustomError(s.queue, "TooFewShares")
      .withArgs(MIN_REQUEST - 1n, MIN_REQUEST);
    await expect(queue.requestMany([ETH, MIN_REQUEST - 1n], s.alice, 0n, FOREVER))
      .to.be.revertedWithCustomError(s.queue, "TooFewShares")
      .withArgs(MIN_REQUEST - 1n, MIN_REQUEST);
  });

  it("QUE-34: a thousand dust requests in one batch make one withdrawal, of a leg's least size", async () => {
    const s = await withStake(2n * ETH);
    for (let times = 0; times < 4; ++times) {
      const dust = Array.from({ length: 250 }, () => MIN_REQUEST);
      await s.queue.connect(s.alice).requestMany(dust, s.alice, 0n, FOREVER, { gasLimit: 16_000_000n });
    }
    const before = await bobsWorth(s);
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
    expect((await s.queue.batchOf(1n)).tickets).to.equal(1_000n);
    await unwindAll(s);
    expect((await queuedOf(s, 0)) + (await queuedOf(s, 1))).to.equal(1);
    const leaving = (await s.delegators[0].queuedAssets()) + (await s.delegators[1].queuedAssets());
    expect(leaving).to.be.within(MIN_LEG - 2n, MIN_LEG + 2n);
    expect(await bobsWorth(s)).to.be.within(before - 10n, before + 10n);
  });

  it("QUE-34: dust in batch after batch unwinds nothing more until it needs what is on its way", async () => {
    const s = await withStake(2n * ETH);
    const [before, start] = [await bobsWorth(s), await s.vault.balanceOf(s.alice)];
    for (let hour = 0; hour < 10; ++hour) {
      await askAndClose(s, MIN_REQUEST);
      await unwindAll(s);
    }
    expect((await queuedOf(s, 0)) + (await queuedOf(s, 1))).to.equal(1);
    const left = await s.vault.balanceOf(s.alice);
    expect(start - left).to.equal(10n * MIN_REQUEST);
    expect(await bobsWorth(s)).to.be.within(before - 10n, before + 10n);
  });

  it("QUE-34: with real stake she cuts a slot into as many pieces as it has places and no more, and every sync still fits its gas [uninstrumented]", async () => {
    const s = await withStake(20n * ETH);
    const before = await bobsWorth(s);
    for (let hour = 0; hour < 40 && (await queuedOf(s, 0)) < PIECES; ++hour) {
      await askAndClose(s, MIN_LEG * 2n);
      await s.restaker.unwind(0n, s.strategy).catch(() => {});
    }
    expect(await queuedOf(s, 0)).to.equal(PIECES);
    await askAndClose(s, MIN_LEG * 2n);
    await expect(s.restaker.unwind(0n, s.strategy))
      .to.be.revertedWithCustomError(s.restaker, "TooManyQueued")
      .withArgs(PIECES);
    expect(await s.delegators[0].positions.estimateGas()).to.be.lessThan(READ_GAS / 2n);
    // the other slot serves the demand meanwhile
    await s.restaker.unwind(1n, s.strategy);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    for (const slot of [0n, 1n]) await s.completeAll(slot);
    expect(await queuedOf(s, 0)).to.equal(0);
    // what the core's floors cost is a few wei a withdrawal, and nobody's gain
    const after = await bobsWorth(s);
    expect(after).to.be.within(before - 100n, before);
    const alices = await s.vault.toAssetsDown((await s.vault.balanceOf(s.alice)) + (await s.vault.balanceOf(s.queue)));
    expect(alices).to.be.at.most(20n * ETH);
  });

  it("QUE-34: a slot is unwound once an interval, whoever asks how often", async () => {
    const s = await withStake(20n * ETH);
    await askAndClose(s, 10n * ETH);
    await s.restaker.unwind(0n, s.strategy);
    const next = BigInt(await s.networkHelpers.time.latest()) + HOUR;
    await expect(s.restaker.unwind(0n, s.strategy))
      .to.be.revertedWithCustomError(s.restaker, "UnwoundTooRecently")
      .withArgs(next);
  });
});
