import { expect } from "chai";
import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { FOREVER, HOUR, type Ladder, standUpLadder } from "./ladder.ts";
import { DAY, standUpVault } from "./vault.ts";
import { ETH, GWEI } from "../../scripts/lib/units.ts";

const FIRST = 1n << 64n;
const NEWS_AGE = 24n * HOUR;
/** The preset's word for how soon somebody makes a call. */
const REACTION = 6n * HOUR;

/** 64 of alice's 160 ETH in two validators, the rest idle; bob has 40 ETH more. */
async function withValidators() {
  const s = await standUpLadder();
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 160n * ETH });
  const keys = await s.stakeValidators(0n, 2);
  await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 40n * ETH });
  return { s, keys };
}

async function close(s: Ladder): Promise<bigint> {
  const at = await s.queue.closeableAt();
  if (BigInt(await s.networkHelpers.time.latest()) < at) await s.networkHelpers.time.increaseTo(at);
  await s.queue.close();
  return BigInt(await s.networkHelpers.time.latest());
}

/** Rung 1 takes 8 ETH from each validator; no pod knows. */
async function penalise(s: Ladder, keys: { pubkey: string }[]): Promise<void> {
  for (const { pubkey } of keys)
    await s.beacon.reportPenalty((await s.beacon.indexOf(pubkeyHashOf(pubkey))).index, 8n * GWEI);
}

describe("what is known when exits are paid", () => {
  it("QUE-40: no batch is paid on what is from before its close, to the second, by whichever component", async () => {
    const s = await standUpVault();
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.queue.connect(s.alice).request(ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(DAY);
    await s.queue.close();
    const closedAt = BigInt(await s.networkHelpers.time.latest());
    const settle = () => s.queue.connect(s.keeper).settle();
    for (const component of [s.left, s.right]) {
      await component.setAsOf(closedAt - 1n);
      await expect(settle())
        .to.be.revertedWithCustomError(s.queue, "NewsBeforeClose")
        .withArgs(1n, closedAt - 1n, closedAt);
      await component.setAsOf(closedAt);
    }
    await settle();
    expect(await s.queue.claimableOf(FIRST)).to.equal(ETH);
  });

  it("QUE-40: a leaver who saw validators penalised bears his part, whoever made which checkpoint before", async () => {
    for (const told of ["before the close", "after the close"]) {
      const { s, keys } = await withValidators();
      await penalise(s, keys);
      await s.queue.connect(s.bob).request(await s.vault.balanceOf(s.bob), s.bob, 0n, FOREVER);
      if (told === "before the close") await s.checkpoint(0n, keys);
      await close(s);
      await expect(s.queue.settle()).to.be.revertedWithCustomError(s.queue, "NewsBeforeClose");
      expect((await s.vault.totals()).idle).to.be.greaterThan(40n * ETH);
      await s.checkpoint(0n, keys);
      await s.queue.connect(s.keeper).settle();
      const paid = await s.queue.claimableOf(FIRST);
      // 16 of 200 ETH, and what validators earned since
      expect(paid, told).to.be.within((40n * ETH * 183n) / 200n, (40n * ETH * 185n) / 200n);
      // those who stay have as much for each share
      const { shares } = await s.queue.batchOf(1n);
      const worth = (shares * (await s.vault.rate())) / ETH;
      expect(paid).to.be.within(worth - 1_000n, worth + 1_000n);
    }
  });

  it("QUE-40: a checkpoint that begins in the block of a close knows what was before that block, and pays nobody", async () => {
    const { s, keys } = await withValidators();
    await s.queue.connect(s.bob).request(await s.vault.balanceOf(s.bob), s.bob, 0n, FOREVER);
    const at = await s.queue.closeableAt();
    if (BigInt(await s.networkHelpers.time.latest()) < at) await s.networkHelpers.time.increaseTo(at);
    const [delegator] = s.delegators;
    await s.inOneBlock(
      () => s.queue.close({ gasLimit: 16_000_000 }),
      () => delegator.startCheckpoint({ gasLimit: 1_000_000 }),
    );
    const { closedAt } = await s.queue.batchOf(1n);
    await s.proveCheckpoint(0n, keys);
    await expect(s.queue.settle())
      .to.be.revertedWithCustomError(s.queue, "NewsBeforeClose")
      .withArgs(1n, closedAt - 1n, closedAt);
    await s.checkpoint(0n, keys);
    await s.queue.settle();
    expect(await s.queue.claimableOf(FIRST)).to.be.greaterThan(0n);
  });

  it("QUE-40: one checkpoint after the close is enough for every part of a batch, and the next batch needs its own", async () => {
    const { s, keys } = await withValidators();
    await s.queue.connect(s.alice).request(150n * ETH, s.alice, 0n, FOREVER);
    await close(s);
    await s.checkpoint(0n, keys);
    await s.queue.settle();
    await s.networkHelpers.time.increase(10n * NEWS_AGE);
    const terms = {
      receiver: s.bob,
      minShares: 0n,
      deadline: FOREVER,
      newsFrom: 0n,
      acceptsAnnouncedLoss: false,
    };
    await s.entrance.connect(s.bob).depositEth(terms, { value: 5n * ETH });
    await s.queue.settle();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 60n * ETH });
    await s.queue.settle();
    expect((await s.queue.batchOf(1n)).filledShares).to.equal(150n * ETH);
    await s.queue.connect(s.bob).request(ETH, s.bob, 0n, FOREVER);
    await close(s);
    await expect(s.queue.settle()).to.be.revertedWithCustomError(s.queue, "NewsBeforeClose");
    await s.checkpoint(0n, keys);
    await s.queue.settle();
  });

  it("QUE-41: the latest end counts the checkpoint that a batch waits for, and no other", async () => {
    const { s, keys } = await withValidators();
    const estimate = async () => [...(await s.estimates.estimateExit(FIRST))];
    await s.queue.connect(s.bob).request(ETH, s.bob, 0n, FOREVER);
    // a call each to close, to make the checkpoint, and to settle
    const until = (await s.queue.closeableAt()) - BigInt(await s.networkHelpers.time.latest());
    const toClose = until > 0n ? until : 0n;
    expect(await estimate()).to.deep.equal([toClose, toClose + 3n * REACTION]);
    await close(s);
    expect(await estimate()).to.deep.equal([0n, 2n * REACTION]);
    await s.checkpoint(0n, keys);
    expect(await estimate()).to.deep.equal([0n, REACTION]);
    await s.queue.settle();
    expect(await estimate()).to.deep.equal([0n, 0n]);
  });

  it("VLT-116: nobody leaves at once on what a pod said more than a day ago, to the second, and anybody's checkpoint lets him", async () => {
    const { s, keys } = await withValidators();
    const { asOf } = await s.delegators[0].positions();
    const exit = () => s.instantExit.connect(s.bob).exitInstantly(ETH, s.bob, 0n, FOREVER);
    const at = (time: bigint) => s.networkHelpers.time.setNextBlockTimestamp(time);
    expect(await s.instantExit.maxNewsAgeSeconds()).to.equal(NEWS_AGE);
    const start = await s.networkHelpers.takeSnapshot();
    await at(asOf + NEWS_AGE);
    await exit();
    await start.restore();
    await at(asOf + NEWS_AGE + 1n);
    await expect(exit()).to.be.revertedWithCustomError(s.instantExit, "NewsTooOld").withArgs(asOf, NEWS_AGE);
    // the vault's own doors are open for a month
    await s.vault.syncAll();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: ETH });
    await penalise(s, keys);
    await s.checkpoint(0n, keys);
    const before = await s.vault.rate();
    await exit();
    expect(await s.vault.rate()).to.be.lessThan((before * 93n) / 100n);
  });
});
