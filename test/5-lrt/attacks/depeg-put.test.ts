import { readFile } from "node:fs/promises";
import { expect } from "chai";
import fc from "fast-check";
import { readPreset } from "../../../scripts/deploy/presets.ts";
import { FOREVER, HOUR, type Ladder, LEAST_WAIT, standUpLadder, standUpWaitingLadder } from "../ladder.ts";
import { ETH } from "../../../scripts/lib/units.ts";

/** Room of the bucket, which leaks whole in a day: as the fixture sets it. */
const [CAPACITY, PERIOD] = [100n * ETH, 24n * HOUR];
/** The fee with the bucket empty, and how much more it is with it full. */
const [LEAST_FEE_BPS, FEE_SPAN_BPS, BPS] = [10n, 100n, 10_000n];
const BUCKET = { capacity: CAPACITY, leastBps: LEAST_FEE_BPS, spanBps: FEE_SPAN_BPS };
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

/** What leaves when bob asks for all of `wei` at once, and how much of that he is paid; 0 when it is refused. */
async function leaveWith(s: Ladder, wei: bigint): Promise<{ value: bigint; paid: bigint }> {
  const shares = await s.vault.toSharesDown(wei);
  const sent = await s.instantExit
    .connect(s.bob)
    .exitInstantly(shares, s.bob, 0n, FOREVER)
    .catch(() => undefined);
  if (!sent) return { value: 0n, paid: 0n };
  const [exit] = await s.vault.queryFilter(s.vault.filters.ExitedInstantly(), sent.blockNumber!);
  const { value, paid } = exit!.args;
  return { value, paid };
}

const sum = async (ids: readonly bigint[], of: (id: bigint) => Promise<bigint>): Promise<bigint> =>
  (await Promise.all(ids.map(of))).reduce((all, one) => all + one, 0n);

/**
 * Bob turns LST, bought for its redemption value less a discount, into ETH at once, part by part: leaves with shares that he
 * has and gets them back for LST, or the other way round. What he has made of it, to the wei; shares that he did not get
 * out with count as what the LST for them cost.
 */
async function swap(s: Ladder, parts: readonly bigint[], discountBps: bigint, exitFirst: boolean): Promise<bigint> {
  let [profit, out] = [0n, 0n];
  for (const wei of parts) {
    if (!exitFirst) await depositBought(s, wei);
    const { value, paid } = await leaveWith(s, wei);
    out += value;
    profit += paid - (value * (BPS - discountBps)) / BPS;
  }
  // not before: it would fill the bucket that he is leaving by
  if (exitFirst && out > 0n) await depositBought(s, out);
  return profit;
}

/** How far it pays to go with `used` of the bucket in use: all of the room, or until the fee takes the discount. */
function reach(used: bigint, discountBps: bigint, exitFirst: boolean, bucket = BUCKET): bigint {
  const { capacity, leastBps, spanBps } = bucket;
  // a deposit fills the bucket as an exit does: who deposits first uses it twice
  const uses = exitFirst ? 1n : 2n;
  const room = (capacity - used) / uses;
  const over = (discountBps - leastBps) * capacity - spanBps * used;
  return over <= 0n ? 0n : smaller(room, over / (spanBps * uses));
}

/**
 * The most that it can bring: y (d - f) - n y² (f1 - f0) / (2 C), at the y of {reach}, where f is the fee at the use now, from
 * f0 empty to f1 full, and n the times that a wei uses the bucket.
 */
function most(used: bigint, discountBps: bigint, exitFirst: boolean, bucket = BUCKET): bigint {
  const { capacity, leastBps, spanBps } = bucket;
  const y = reach(used, discountBps, exitFirst, bucket);
  const over = (discountBps - leastBps) * capacity - spanBps * used;
  const dearer = ((exitFirst ? 1n : 2n) * y * y * spanBps) / 2n;
  return (y * over - dearer) / capacity / BPS;
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
          left += (await leaveWith(s, ((value - left) * BigInt(percent)) / 100n)).paid;
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

  it("INV-24: where batches wait, it comes through the queue no sooner than by the LST's own exit, however much is idle", async () => {
    const s = await standUpWaitingLadder();
    const step = HOUR / 3n;
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 1_000n * ETH });
    let snapshot = await s.networkHelpers.takeSnapshot();
    const part = fc.record({
      wei: fc.bigInt({ min: ETH / 10n, max: 50n * ETH }),
      /** of what he holds then, in per cent */
      asks: fc.integer({ min: 1, max: 100 }),
    });
    const plan = fc.record({
      parts: fc.array(part, { minLength: 1, maxLength: 3 }),
      /** of a step, in per cent: how the queues' intervals lie to each other */
      phase: fc.bigInt({ min: 0n, max: 99n }),
    });
    let sooner = 0n;
    await fc.assert(
      fc.asyncProperty(plan, async ({ parts, phase }) => {
        await snapshot.restore();
        snapshot = await s.networkHelpers.takeSnapshot();
        const gas = { gasLimit: 5_000_000n };
        // the LST's queue has closed just now, so its own exit is as slow as it gets, and the vault's may close at once
        await s.networkHelpers.time.increase(HOUR);
        const early = await s.giveLst(s.treasury, ETH);
        await s.lst.connect(s.treasury).approve(s.lstQueue, early);
        await s.lstQueue.connect(s.treasury).requestWrapped(early, s.treasury);
        await s.lstQueue.close();
        await s.networkHelpers.time.increase(1n + (step * phase) / 100n);
        const [tickets, twins]: [bigint[], bigint[]] = [[], []];
        for (let n = 0; BigInt(n) * step <= 2n * LEAST_WAIT + HOUR; ++n) {
          const next = parts[n];
          if (next) {
            await depositBought(s, next.wei);
            // the treasury has the same LST and redeems it where it comes from, each time at once
            const twin = await s.giveLst(s.treasury, next.wei);
            await s.lst.connect(s.treasury).approve(s.lstQueue, twin);
            twins.push(await s.lstQueue.connect(s.treasury).requestWrapped.staticCall(twin, s.treasury));
            await s.lstQueue.connect(s.treasury).requestWrapped(twin, s.treasury);
            const shares = ((await s.vault.balanceOf(s.bob)) * BigInt(next.asks)) / 100n;
            const batch = await s.queue.openBatchId();
            tickets.push((batch << 64n) | (await s.queue.batchOf(batch)).tickets);
            await s.queue.connect(s.bob).request(shares, s.bob, 0n, FOREVER);
          }
          // both queues are served as soon as they can be
          await s.lstQueue.close(gas).catch(() => {});
          await s
            .inOneBlock(
              () => s.stEth.report(100n, gas),
              () => s.lstQueue.fill(10n, gas),
            )
            .catch(() => {});
          await s.queue.close(gas).catch(() => {});
          await s.queue.settle(gas).catch(() => {});
          const paid = await sum(tickets, (id) => s.queue.claimableOf(id));
          const direct = await sum(twins, (id) => s.lstQueue.claimable(id));
          expect(paid, `after ${n} steps`).to.be.at.most(direct + DUST * BigInt(1 + n));
          if (direct > paid) ++sooner;
          await s.networkHelpers.time.increase(step);
        }
        expect(await sum(tickets, (id) => s.queue.claimableOf(id)), "paid in the end").to.be.greaterThan(0n);
      }),
      { numRuns: 3, endOnFailure: true },
    );
    // the LST's own exit was seen to pay first
    expect(sooner).to.be.greaterThan(0n);
  });

  it("INV-25: at once, he profits only by what the discount is above the fee, at most all of the room's worth of it", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 1_000n * ETH });
    // bob holds what he could as well borrow for the time of a transaction
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 200n * ETH });
    let snapshot = await s.networkHelpers.takeSnapshot();
    const plan = fc.record({
      used: fc.bigInt({ min: 0n, max: 99n * ETH }),
      discountBps: fc.bigInt({ min: 0n, max: 600n }),
      parts: fc.array(fc.bigInt({ min: ETH / 100n, max: 60n * ETH }), { minLength: 1, maxLength: 5 }),
      exitFirst: fc.boolean(),
    });
    const seen = { refused: 0, profits: 0 };
    await fc.assert(
      fc.asyncProperty(plan, async ({ used, discountBps, parts, exitFirst }) => {
        await snapshot.restore();
        snapshot = await s.networkHelpers.takeSnapshot();
        if (used > 0n) await s.instantExit.connect(s.alice).exitInstantly(used, s.alice, 0n, FOREVER);
        const start = await now(s);
        const [room, feeBps] = await s.instantExit.roomNow();
        const profit = await swap(s, parts, discountBps, exitFirst);
        if (discountBps <= feeBps) {
          ++seen.refused;
          expect(profit, "a discount that the fee takes").to.be.at.most(0n);
        }
        if (profit > 0n) ++seen.profits;
        const there = smaller(CAPACITY, room + (CAPACITY * ((await now(s)) - start + 1n)) / PERIOD + DUST);
        expect(profit, "more than the room is worth").to.be.at.most(
          most(CAPACITY - there, discountBps, exitFirst) + DUST * 10n,
        );
      }),
      { numRuns: 24, endOnFailure: true },
    );
    expect(seen.refused, "discounts within the fee").to.be.greaterThan(0);
    expect(seen.profits, "discounts beyond it").to.be.greaterThan(0);
  });

  it("INV-25: the bound is reached by whoever leaves first, in parts, and half of it by whoever deposits first", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 1_000n * ETH });
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 200n * ETH });
    const fresh = await s.networkHelpers.takeSnapshot();
    for (const discountBps of [60n, 500n]) {
      for (const exitFirst of [true, false]) {
        await fresh.restore();
        const bound = most(0n, discountBps, exitFirst);
        // up to where another part would cost more than it brings
        const all = reach(0n, discountBps, exitFirst);
        const profit = await swap(s, Array<bigint>(20).fill(all / 20n - ETH / 100n), discountBps, exitFirst);
        expect(profit).to.be.within((bound * 9n) / 10n, bound + DUST * 20n);
      }
    }
  });

  it("INV-25: docs/attacks.md shows what the bound is with the numbers of the mainnet preset", async () => {
    const vault = (await readPreset("mainnet")).Vault as Record<string, bigint | number>;
    const of = (name: string) => BigInt(vault[name]!);
    const leastBps = of("instantExitLeastFeeBps");
    const spanBps = of("instantExitGreatestFeeBps") - leastBps;
    const bucket = { capacity: of("instantExitCapacityAssets"), leastBps, spanBps };
    const page = await readFile(new URL("../../../docs/attacks.md", import.meta.url), "utf8");
    const shown = (wei: bigint, digits: number) =>
      (Number((wei * 1_000n) / ETH) / 1_000).toLocaleString("en", { maximumFractionDigits: digits });
    for (const discountBps of [10n, 50n, 100n, 500n]) {
      const turned = reach(0n, discountBps, true, bucket);
      const row = [shown(turned, 0), shown(most(0n, discountBps, true, bucket), 2)];
      expect(page).to.include(`| ${Number(discountBps) / 100} % | ${row.join(" | ")} |`);
    }
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
