import { expect } from "chai";
import fc from "fast-check";
import { ETH, FOREVER, HOUR, type Ladder, standUpLadder } from "../ladder.ts";

/** Room of the bucket, which leaks whole in a day: as the fixture sets it. */
const [CAPACITY, PERIOD, LEAST_FEE_BPS] = [100n * ETH, 24n * HOUR, 10n];
const DUST = 2n;

const now = async (s: Ladder): Promise<bigint> => BigInt(await s.networkHelpers.time.latest());
const smaller = (a: bigint, b: bigint) => (a < b ? a : b);

/** Bob deposits LST that he bought somewhere; its value at the token's own redemption rate. */
async function depositBought(s: Ladder, wei: bigint): Promise<bigint> {
  const amount = await s.giveLst(s.bob, wei);
  const value = await s.lstReserve.toAssetsDown(amount);
  await s.vault.connect(s.bob).depositLst(s.lst, amount, s.bob, 0n, FOREVER);
  return value;
}

/** What leaves when bob asks for all of `wei` at once; 0 when it is refused. */
async function leaveWith(s: Ladder, wei: bigint): Promise<bigint> {
  const before = (await s.vault.totals()).idle;
  const shares = await s.vault.toSharesDown(wei);
  await s.instantExit
    .connect(s.bob)
    .exitInstantly(shares, s.bob, 0n, FOREVER)
    .catch(() => {});
  return before - (await s.vault.totals()).idle;
}

describe("attack: the put on a de-pegged LST", () => {
  it("INV-22: value that came as LST leaves at once only through half of the room that was there and what leaks, at a fee", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 1_000n * ETH });
    let snapshot = await s.networkHelpers.takeSnapshot();
    const plan = fc.record({
      used: fc.bigInt({ min: 1n, max: 99n * ETH }),
      bought: fc.bigInt({ min: ETH / 100n, max: 300n * ETH }),
      waits: fc.oneof(fc.constant(1n), fc.bigInt({ min: 1n, max: PERIOD - HOUR })),
      tries: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ used, bought, waits, tries }) => {
        await snapshot.restore();
        snapshot = await s.networkHelpers.takeSnapshot();
        await s.instantExit.connect(s.alice).exitInstantly(used, s.alice, 0n, FOREVER);
        const [room] = await s.instantExit.roomNow();
        const start = await now(s);
        const value = await depositBought(s, bought);
        await s.networkHelpers.time.increase(waits);
        let [left, last] = [0n, start];
        // all of it, then what is left in parts, each as often as he likes
        for (const percent of [100, ...tries]) {
          left += await leaveWith(s, ((value - left) * BigInt(percent)) / 100n);
          last = await now(s);
        }
        const leaked = (CAPACITY * (last - start)) / PERIOD;
        const honest = smaller(CAPACITY, room + leaked);
        // what he deposited fills the bucket first, as far as it goes: what is left of it he can use
        const own = room > value ? room - value : 0n;
        expect(left).to.be.at.most(own + leaked + DUST);
        expect(left).to.be.at.most(value - (left * LEAST_FEE_BPS) / 10_000n + DUST);
        expect(2n * left).to.be.at.most(room + 2n * (leaked + DUST));
        expect(left).to.be.at.most(honest);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it("INV-22: through the queue it comes no sooner and pays no more than the LST's own exit, and loses with the vault", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
    await s.restaker.restakeLst(0n, s.lst);
    await s.secure(s.keeper, s.opOne, [String(s.strategy.target)]);
    await s.vault.syncAll();
    let snapshot = await s.networkHelpers.takeSnapshot();
    const plan = fc.record({
      wei: fc.bigInt({ min: ETH / 10n, max: 30n * ETH }),
      slashed: fc.constantFrom(0n, 1n, ETH / 10n, ETH / 2n),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ wei, slashed }) => {
        await snapshot.restore();
        snapshot = await s.networkHelpers.takeSnapshot();
        const value = await depositBought(s, wei);
        // the treasury has the same LST and redeems it where it comes from
        const twin = await s.giveLst(s.treasury, wei);
        await s.lst.connect(s.treasury).approve(s.lstQueue, twin);
        const twinId = await s.lstQueue.connect(s.treasury).requestWrapped.staticCall(twin, s.treasury);
        await s.lstQueue.connect(s.treasury).requestWrapped(twin, s.treasury);
        await s.queue.connect(s.bob).request(await s.vault.balanceOf(s.bob), s.bob, 0n, FOREVER);
        if (slashed > 0n) await s.slash(s.keeper, s.opOne, [String(s.strategy.target)], slashed);
        await s.networkHelpers.time.increase(HOUR);
        await s.queue.close();
        await s.restaker.requestLstExit(s.lst);
        await s.queue.settle().catch(() => {});
        const ticket = 1n << 64n;
        expect(await s.queue.claimableOf(ticket)).to.equal(0n);
        await s.fillLstExits();
        const direct = await s.lstQueue.claimable(twinId);
        expect(direct).to.be.within(value - DUST, value + DUST);
        for (const id of await s.lstReserve.exitIds()) await s.restaker.claimLstExit(s.lst, id);
        await s.queue.settle();
        const paid = await s.queue.claimableOf(ticket);
        expect(paid).to.be.greaterThan(0n);
        expect(paid).to.be.at.most(direct + DUST);
        if (slashed >= ETH / 10n) expect(paid).to.be.lessThan((direct * 99n) / 100n);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  it("INV-22: nobody can put it while the LST is paused or its report is overdue", async () => {
    const s = await standUpLadder();
    const amount = await s.giveLst(s.bob, ETH);
    const put = () => s.vault.connect(s.bob).depositLst(s.lst, amount, s.bob, 0n, FOREVER);
    const healthy = await s.networkHelpers.takeSnapshot();
    await s.stEth.connect(s.guardian).pause();
    await expect(put()).to.be.revertedWithCustomError(s.lstReserve, "NotDepositable").withArgs(s.lst);
    await healthy.restore();
    // older than the pool's longest age of a report
    await s.networkHelpers.time.increase(10n ** 9n + 1n);
    await s.vault.syncAll();
    await expect(put()).to.be.revertedWithCustomError(s.lstReserve, "NotDepositable").withArgs(s.lst);
  });
});
