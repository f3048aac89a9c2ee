import { expect } from "chai";
import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, standUpLadder } from "./ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

const FIRST = 1n << 64n;
const SECOND = 2n << 64n;
const NEVER = 2n ** 256n - 1n;
/** The preset's word for how soon somebody makes a call. */
const REACTION = 6n * HOUR;

interface Promised {
  readonly when: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** Remembers what is promised at each step, and holds it against when the ticket is filled. */
function promises(s: Ladder, ticketId: bigint) {
  const all: Promised[] = [];
  const now = async () => BigInt(await s.networkHelpers.time.latest());
  return {
    async note(when: string): Promise<void> {
      const [soonest, latest] = await s.estimates.estimateExit(ticketId);
      expect(latest, when).to.not.equal(NEVER);
      all.push({ when, from: (await now()) + soonest, to: (await now()) + latest });
    },
    /** All of it can be claimed since this block. */
    async expectKept(): Promise<void> {
      const filled = await now();
      const batch = await s.queue.batchOf(ticketId >> 64n);
      expect(batch.filledShares).to.equal(batch.shares);
      expect(await s.estimates.estimateExit(ticketId)).to.deep.equal([0n, 0n]);
      for (const { when, from, to } of all) expect(filled, when).to.be.within(from, to);
      // what is promised narrows, and is never a matter of course
      expect(all[0]!.to - all[0]!.from).to.be.greaterThan(0n);
      expect(all.at(-1)!.to).to.be.at.most(all[0]!.to + REACTION);
    },
  };
}

async function close(s: Ladder): Promise<void> {
  const at = await s.queue.closeableAt();
  if (BigInt(await s.networkHelpers.time.latest()) < at) await s.networkHelpers.time.increaseTo(at);
  await s.queue.close();
}

/** 40 ETH of LST, half with each operator. */
async function withLst(): Promise<Ladder> {
  const s = await standUpLadder();
  const amount = await s.giveLst(s.alice, 40n * ETH);
  await s.vault.connect(s.alice).depositLst(s.lst, amount, s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  await s.vault.syncAll();
  return s;
}

const coreDelay = (s: Ladder) => s.networkHelpers.mine(DELAY_BLOCKS + 1, { interval: 12 });

async function claimLst(s: Ladder): Promise<void> {
  for (const id of [...(await s.lstReserve.exitIds())]) await s.restaker.claimLstExit(s.lst, id);
}

describe("time to exit", () => {
  it("QUE-20: idle ETH pays as soon as the batch closes, and the estimate says so", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    const [soonest, latest] = await s.estimates.estimateExitOf(4n * ETH);
    await s.queue.connect(s.alice).request(4n * ETH, s.alice, 0n, FOREVER);
    const p = promises(s, FIRST);
    await p.note("requested");
    const closeable = (await s.queue.closeableAt()) - BigInt(await s.networkHelpers.time.latest());
    expect(await s.estimates.estimateExit(FIRST)).to.deep.equal([closeable, closeable + 2n * REACTION]);
    // the question came one block before the request
    expect(soonest).to.be.within(closeable + 1n, closeable + 10n);
    expect(latest - soonest).to.equal(2n * REACTION);
    await close(s);
    await p.note("closed");
    expect(await s.estimates.estimateExit(FIRST)).to.deep.equal([0n, REACTION]);
    await s.queue.settle();
    await p.expectKept();
  });

  it("QUE-20: LST stake comes through the core's delay and the LST's own queue within the bounds", async () => {
    const s = await withLst();
    await s.queue.connect(s.alice).request(10n * ETH, s.alice, 0n, FOREVER);
    const p = promises(s, FIRST);
    await p.note("requested");
    await close(s);
    await p.note("closed");
    const [soonest] = await s.estimates.estimateExit(FIRST);
    // the core's delay at least, and the next closing of the LST's queue
    expect(soonest).to.be.at.least(BigInt(DELAY_BLOCKS) * 12n);
    for (const slot of [0n, 1n]) await s.restaker.unwind(slot, s.strategy);
    await p.note("unwound");
    await coreDelay(s);
    await p.note("matured");
    for (const slot of [0n, 1n]) await s.completeAll(slot);
    await p.note("completed");
    await s.restaker.requestLstExit(s.lst);
    await p.note("asked the LST");
    const closes = (await s.lstQueue.lastClose()) + (await s.lstQueue.batchIntervalSeconds());
    const untilThen = closes - BigInt(await s.networkHelpers.time.latest());
    expect((await s.estimates.estimateExit(FIRST))[0]).to.equal(untilThen > 0n ? untilThen : 0n);
    await s.fillLstExits();
    await p.note("filled by the LST");
    await claimLst(s);
    await p.note("idle");
    await s.queue.settle();
    await p.expectKept();
  });

  it("QUE-20: validators leave by the exit queue, 256 epochs, a checkpoint and the core within the bounds", async () => {
    const s = await standUpLadder();
    await s.restaker.setSlot(1n, 0n, 0n);
    await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 32n * ETH });
    const keys = await s.registerKeys(0n, 1);
    await s.restaker.restakeEth(0n, 1n);
    await s.queue.connect(s.alice).request(20n * ETH, s.alice, 0n, FOREVER);
    // credentials that are not proven yet: nobody can say what will come of them
    expect((await s.estimates.estimateExit(FIRST))[1]).to.equal(NEVER);
    await s.advanceEpochs(300n);
    await s.verifyKeys(0n, keys);
    await s.vault.syncAll();
    const p = promises(s, FIRST);
    await p.note("proven");
    await close(s);
    await p.note("closed");
    const [soonest] = await s.estimates.estimateExit(FIRST);
    expect(soonest).to.be.at.least((256n + 4n) * 384n + BigInt(DELAY_BLOCKS) * 12n);
    const { pubkey } = keys[0]!;
    await s.restaker.exitValidators(0n, [pubkey], { value: await s.beacon.withdrawalRequestFee() });
    await p.note("asked to leave");
    const { index } = await s.beacon.indexOf(pubkeyHashOf(pubkey));
    const { withdrawableEpoch } = await s.beacon.validator(index);
    await s.networkHelpers.time.increaseTo((await s.beacon.genesisTime()) + withdrawableEpoch * 384n);
    await s.beacon.sweep(index);
    await p.note("swept");
    await s.checkpoint(0n, keys);
    await p.note("in the pod");
    await s.restaker.unwind(0n, await s.delegation.beaconChainETHStrategy());
    await p.note("unwound");
    expect((await s.estimates.estimateExit(FIRST))[0]).to.equal(BigInt(DELAY_BLOCKS) * 12n);
    await coreDelay(s);
    await s.completeAll(0n);
    await p.note("idle");
    await s.queue.settle();
    // the price has risen since the leg left: what is missing takes another
    const batch = await s.queue.batchOf(1n);
    expect(batch.shares - batch.filledShares).to.be.within(1n, ETH / 10n);
    await p.note("a little is missing");
    await s.networkHelpers.time.increase(HOUR);
    await s.restaker.unwind(0n, await s.delegation.beaconChainETHStrategy());
    await coreDelay(s);
    await s.completeAll(0n);
    await s.queue.settle();
    await p.expectKept();
  });

  it("QUE-20: a batch in line waits for what those before it need", async () => {
    const s = await withLst();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 5n * ETH });
    await s.queue.connect(s.alice).request(5n * ETH, s.alice, 0n, FOREVER);
    await close(s);
    await s.queue.connect(s.bob).request(5n * ETH, s.bob, 0n, FOREVER);
    const [first, second] = [promises(s, FIRST), promises(s, SECOND)];
    await first.note("closed");
    await second.note("requested");
    // idle ETH is enough for either, and the older has it
    expect((await s.estimates.estimateExit(FIRST))[0]).to.equal(0n);
    expect((await s.estimates.estimateExit(SECOND))[0]).to.be.at.least(BigInt(DELAY_BLOCKS) * 12n);
    await s.queue.settle();
    await first.expectKept();
    await second.note("the first is paid");
    await close(s);
    await second.note("closed");
    for (const slot of [0n, 1n]) await s.restaker.unwind(slot, s.strategy);
    await coreDelay(s);
    for (const slot of [0n, 1n]) await s.completeAll(slot);
    await second.note("completed");
    await s.restaker.requestLstExit(s.lst);
    await s.fillLstExits();
    await claimLst(s);
    await second.note("idle");
    await s.queue.settle();
    await second.expectKept();
  });

  it("QUE-21: what is gone has no estimate, and what is not there has no end", async () => {
    const s = await standUpLadder();
    await expect(s.estimates.estimateExit(FIRST))
      .to.be.revertedWithCustomError(s.estimates, "UnknownTicket")
      .withArgs(FIRST);
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    expect((await s.estimates.estimateExitOf(10n * ETH))[1]).to.not.equal(NEVER);
    expect((await s.estimates.estimateExitOf(11n * ETH))[1]).to.equal(NEVER);
    expect(await s.estimates.reactionSeconds()).to.equal(REACTION);
  });
});
