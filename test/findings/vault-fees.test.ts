import { expect } from "chai";
import fc from "fast-check";
import { DAY, expectBalanced, type Standing } from "../5-lrt/vault.ts";
import { depositBy, inOneBlock, setFee, VIRTUAL, withHolders } from "./vault-lab.ts";
import { ETH } from "../../scripts/lib/units.ts";

const FEE_BPS = 1_000n;
const BPS = 10_000n;

/** 30 ETH of three holders, all of it in one component, at a fee of a tenth. */
async function charging(): Promise<Standing> {
  const s = await withHolders();
  await setFee(s, FEE_BPS, s.treasury);
  await s.restaker.restake(s.left, 30n * ETH);
  await s.networkHelpers.time.increase(DAY);
  await s.vault.syncAll();
  return s;
}

/** All of a gain in T, after so many syncs at even intervals: the fee that is owed for it. */
async function feeAfter(s: Standing, gain: bigint, syncs: bigint): Promise<bigint> {
  await s.left.setAssets((await s.left.assets()) + gain);
  const begun = BigInt(await s.networkHelpers.time.latest());
  for (let sync = 0n; sync < syncs; ++sync) {
    await s.networkHelpers.time.increaseTo(begun + (2n * DAY * (sync + 1n)) / syncs);
    await s.vault.syncAll();
    for (const component of [s.left, s.right]) await s.vault.sync(component);
  }
  await expectBalanced(s);
  return (await s.vault.totals()).feesOwed;
}

describe("findings: the vault's fee", () => {
  it("MF-H4, MF-M4: the fee for a span is the same however many reports, components and accruals it had", async () => {
    const fees = [];
    for (const syncs of [1n, 2n, 9n]) fees.push(await feeAfter(await charging(), 3n * ETH, syncs));
    for (const fee of fees) expect(fee - fees[0]!).to.be.within(-20n, 20n);
  });

  it("MF-H5: the fee is its rate times the profit, at any rate of the share", async () => {
    const s = await charging();
    let owed = 0n;
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: ETH / 1_000n, max: 40n * ETH }), async (gain) => {
        await s.left.setAssets((await s.left.assets()) + gain);
        await s.networkHelpers.time.increase(DAY);
        await s.vault.syncAll();
        await s.networkHelpers.time.increase(DAY);
        await s.vault.syncAll();
        const fee = (await s.vault.totals()).feesOwed - owed;
        owed += fee;
        const expected = (gain * FEE_BPS) / BPS;
        expect(fee).to.be.within(expected - expected / 1_000_000n - 2n, expected);
      }),
      { numRuns: 5 },
    );
  });

  it("SY2-B12: a deposit just before an accrual makes no fee larger", async () => {
    const fees = [];
    for (const deposit of [0n, 3_000n * ETH]) {
      const s = await charging();
      await s.left.setAssets(31n * ETH);
      await s.vault.syncAll();
      const gained = await s.vault.totals();
      await s.networkHelpers.time.setNextBlockTimestamp(gained.dripEnd - 1n);
      if (deposit > 0n) {
        await s.vault.syncAll();
        await depositBy(s, s.bob, deposit);
        // a deposit brings its part of U along: it pays the fee of that part alone
        const { lockedProfit } = await s.vault.totals();
        expect(lockedProfit).to.be.at.most(((ETH * (deposit + 31n * ETH)) / (DAY * 30n * ETH)) * 2n + 2n);
      }
      await s.networkHelpers.time.increaseTo(gained.dripEnd + 1n);
      await s.vault.syncAll();
      fees.push((await s.vault.totals()).feesOwed);
    }
    // two seconds of drip are worth a hundred times more per share to the larger vault
    expect(fees[1]! - fees[0]!).to.be.within(-(10n ** 6n), (3n * ETH * FEE_BPS * 101n) / (DAY * BPS));
  });

  it("SY2-B10: accruing never fails, whatever was lost, gained or waited for", async () => {
    const s = await charging();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -90, max: 90 }),
        fc.bigInt({ min: 0n, max: 2_000n }),
        fc.bigInt({ min: 1n, max: 40n * DAY }),
        async (percent, feeBps, seconds) => {
          await s.left.setAssets(((await s.left.assets()) * BigInt(100 + percent)) / 100n);
          await setFee(s, feeBps, s.treasury);
          await s.vault.syncAll();
          await s.networkHelpers.time.increase(seconds);
          await s.vault.syncAll();
          await expectBalanced(s);
          expect(await s.vault.rate()).to.be.greaterThan(0n);
        },
      ),
      { numRuns: 8 },
    );
  });

  it("MF-SR-M3: the fee of what drips has been taken before anybody's shares are burned", async () => {
    const s = await charging();
    await s.left.setAssets(36n * ETH);
    await s.vault.syncAll();
    const from = await s.vault.totals();
    expect(from.feesOwed).to.be.greaterThan(0n);
    await s.queue.connect(s.alice).request(10n * ETH, s.alice, 0n, 2n ** 40n);
    await s.networkHelpers.time.increase(DAY / 2n);
    await s.queue.close();
    await s.restaker.unwind(s.left, 20n * ETH, 0n, 0n);
    await inOneBlock(
      s,
      () => s.vault.syncAll({ gasLimit: 5_000_000n }),
      () => s.queue.settle({ gasLimit: 5_000_000n }),
    );
    const now = await s.vault.totals();
    const flowed = from.lockedProfit - now.lockedProfit;
    expect(now.feesOwed).to.equal(from.feesOwed);
    const net = from.recognised + flowed;
    const paid = (await s.queue.batchOf(1n)).filledAssets;
    expect(paid).to.equal((10n * ETH * (net + VIRTUAL)) / (30n * ETH + VIRTUAL));
  });
});
