import { expect } from "chai";
import fc from "fast-check";
import { FOREVER, expectBalanced } from "../5-lrt/vault.ts";
import { claimBy, close, inOneBlock, requestBy, settleAll, ticket, withHolders } from "./vault-lab.ts";
import { ETH, RAY } from "../../scripts/lib/units.ts";

const RUNS = { numRuns: 4 };
const shares = () => fc.bigInt({ min: 10n ** 9n, max: 9n * ETH });
const GAS = { gasLimit: 5_000_000n };

/** `restaked` has become more, which has dripped, and a batch over Alice's `shares` is closed. */
async function withClosedBatch({ restaked, becomes, shares }: Record<"restaked" | "becomes" | "shares", bigint>) {
  const s = await withHolders();
  await s.restaker.restake(s.left, restaked);
  await s.left.setAssets(becomes);
  await s.networkHelpers.time.increase(86_400n);
  await s.vault.syncAll();
  await requestBy(s, s.alice, shares);
  await close(s);
  return s;
}

describe("findings: requests, batches and claims", () => {
  it("RZ-H01: whoever takes a plain call with value can be paid, whatever gas it uses", async () => {
    const s = await withHolders();
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 3_000n, max: 90_000n }), async (appetite) => {
        const safe = await s.ethers.deployContract("GreedyReceiver", [s.queue, appetite]);
        await safe.allow();
        const id = await s.queue.connect(s.alice).request.staticCall(ETH, safe, 0n, FOREVER);
        await s.queue.connect(s.alice).request(ETH, safe, 0n, FOREVER);
        await close(s);
        await s.queue.settle();
        await s.queue.connect(s.keeper).claimFor([id]);
        expect(await s.ethers.provider.getBalance(safe)).to.equal(ETH);
      }),
      RUNS,
    );
  });

  it("RZ-H05, YN-235: after a loss no batch is whole at the cost of another, and what is settled can be claimed", async () => {
    await fc.assert(
      fc.asyncProperty(shares(), shares(), fc.bigInt({ min: 1n, max: 95n }), async (first, second, percent) => {
        const s = await withHolders();
        await s.restaker.restake(s.left, 30n * ETH);
        const one = await requestBy(s, s.alice, first);
        await close(s);
        const two = await requestBy(s, s.bob, second);
        await close(s);
        await s.left.setAssets((30n * ETH * (100n - percent)) / 100n);
        await s.vault.syncAll();
        await settleAll(s);
        const [paidFirst, paidSecond] = [await s.queue.claimableOf(one), await s.queue.claimableOf(two)];
        const gap = paidFirst * second - paidSecond * first;
        expect(gap).to.be.within(-(first + second), first + second);
        expect(await s.queue.lockedAssets()).to.be.at.most(await s.ethers.provider.getBalance(s.queue));
        expect((await claimBy(s, s.alice, one)) + (await claimBy(s, s.bob, two))).to.equal(paidFirst + paidSecond);
        await expectBalanced(s);
      }),
      RUNS,
    );
  });

  it("RZ-M07: neither deposit nor request gives less than the caller's least, or comes after its deadline", async () => {
    const s = await withHolders();
    await s.left.setAssets(3n * ETH);
    await s.vault.syncAll();
    await fc.assert(
      fc.asyncProperty(shares(), async (amount) => {
        const [minted, quote] = [await s.vault.toSharesDown(amount), await s.vault.toAssetsDown(amount)];
        await expect(
          s.vault.connect(s.bob).deposit(s.bob, minted + 1n, FOREVER, { value: amount }),
        ).to.be.revertedWithCustomError(s.vault, "TooFewShares");
        await expect(
          s.queue.connect(s.bob).request(amount, s.bob, quote + 10n ** 16n, FOREVER),
        ).to.be.revertedWithCustomError(s.queue, "QuoteTooLow");
        const past = (await s.networkHelpers.time.latest()) - 1;
        await expect(s.vault.connect(s.bob).deposit(s.bob, 0n, past, { value: amount })).to.be.revertedWithCustomError(
          s.vault,
          "DeadlinePassed",
        );
        await expect(s.queue.connect(s.bob).request(amount, s.bob, 0n, past)).to.be.revertedWithCustomError(
          s.queue,
          "DeadlinePassed",
        );
      }),
      RUNS,
    );
  });

  it("RIO-H1: requests that come while a batch is being settled wait in the next one, and none blocks its settling", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 28n * ETH);
    const one = await requestBy(s, s.alice, 9n * ETH);
    await close(s);
    await s.queue.settle();
    const two = await requestBy(s, s.bob, 4n * ETH);
    expect([one >> 64n, two >> 64n]).to.deep.equal([1n, 2n]);
    expect((await s.queue.batchOf(1n)).shares).to.equal(9n * ETH);
    await s.restaker.unwind(s.left, 7n * ETH, 0n, 0n);
    await s.queue.settle();
    expect(await claimBy(s, s.alice, one)).to.equal(9n * ETH);
    await close(s);
    await settleAll(s);
    expect(await claimBy(s, s.bob, two)).to.equal(4n * ETH);
  });

  it("ML-M2: whose batch is settled first changes nobody's payment by more than a wei", async () => {
    await fc.assert(
      fc.asyncProperty(shares(), shares(), fc.bigInt({ min: 0n, max: 5n * ETH }), async (first, second, gain) => {
        const paid = [];
        for (const order of [0, 1]) {
          const s = await withHolders();
          await s.restaker.restake(s.left, 5n * ETH);
          await s.left.setAssets(5n * ETH + gain);
          await s.networkHelpers.time.increase(86_400n);
          await s.vault.syncAll();
          const asks = [() => requestBy(s, s.alice, first), () => requestBy(s, s.bob, second)];
          const ids = [];
          for (const ask of order === 0 ? asks : asks.reverse()) {
            ids.push(await ask());
            await close(s);
          }
          await settleAll(s);
          const claims = await Promise.all(ids.map((id) => s.queue.claimableOf(id)));
          paid.push(order === 0 ? claims : claims.reverse());
        }
        for (const who of [0, 1]) expect(paid[0]![who]! - paid[1]![who]!).to.be.within(-1n, 1n);
      }),
      { numRuns: 3 },
    );
  });

  it("MS-CS-002: two requests of one batch, before and after a loss, get the same for a share", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 30n * ETH);
    const before = await requestBy(s, s.alice, 5n * ETH);
    await s.left.setAssets(21n * ETH);
    await s.vault.syncAll();
    const after = await requestBy(s, s.bob, 5n * ETH);
    await close(s);
    await settleAll(s);
    expect(await s.queue.claimableOf(before)).to.equal(await s.queue.claimableOf(after));
    expect(await s.queue.claimableOf(after)).to.be.within((35n * ETH) / 10n - 2n, (35n * ETH) / 10n + 10n ** 7n);
  });

  it("MS-CS-011: a claim for others is paid in full or leaves its ticket as it was, with any gas", async () => {
    const s = await withHolders();
    const greedy = await s.ethers.deployContract("GreedyReceiver", [s.queue, 5_000_000n]);
    await greedy.allow();
    await requestBy(s, s.alice, ETH);
    await s.queue.connect(s.bob).request(ETH, greedy, 0n, FOREVER);
    await close(s);
    await s.queue.settle();
    const ids = [ticket(1n, 0n), ticket(1n, 1n)];
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 60_000n, max: 900_000n }), async (gasLimit) => {
        const snapshot = await s.networkHelpers.takeSnapshot();
        const before = await Promise.all(ids.map((id) => s.queue.claimableOf(id)));
        const paidBefore = await s.ethers.provider.getBalance(s.alice);
        await s.queue
          .connect(s.keeper)
          .claimFor(ids, { gasLimit })
          .catch(() => undefined);
        const paid = (await s.ethers.provider.getBalance(s.alice)) - paidBefore;
        const after = await Promise.all(ids.map((id) => s.queue.claimableOf(id)));
        expect([paid, after[0]]).to.be.deep.oneOf([
          [0n, before[0]],
          [before[0], 0n],
        ]);
        expect(after[1]).to.equal(before[1]);
        await snapshot.restore();
      }),
      { numRuns: 12 },
    );
  });

  it("MS-CS-012: closing, settling and syncing cost the same for any number of requests", async () => {
    const cost = [];
    for (const requests of [1, 30]) {
      const s = await withHolders();
      await s.queue.connect(s.alice).requestMany(Array(requests).fill(ETH / 10n), s.alice, 0n, FOREVER);
      await s.networkHelpers.time.increaseTo(await s.queue.closeableAt());
      const used = [];
      for (const step of [() => s.queue.close(), () => s.queue.settle(), () => s.vault.syncAll()]) {
        used.push((await (await step()).wait())!.gasUsed);
      }
      cost.push(used);
    }
    for (const [step, gas] of cost[0]!.entries()) expect(cost[1]![step]! - gas).to.be.within(-200n, 200n);
  });

  it("MF-M5: a cancelled request gives back exactly what was asked out, at any time before its batch closes", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 20n * ETH);
    await fc.assert(
      fc.asyncProperty(shares(), fc.bigInt({ min: 1n, max: 30n * ETH }), async (amount, worth) => {
        const before = await s.vault.balanceOf(s.bob);
        await requestBy(s, s.alice, 10n ** 9n);
        const id = await requestBy(s, s.bob, amount);
        await s.left.setAssets(worth);
        await s.vault.syncAll();
        await s.queue.connect(s.bob).cancel(id, s.bob);
        expect(await s.vault.balanceOf(s.bob)).to.equal(before);
      }),
      RUNS,
    );
  });

  it("PF-221: nobody gains by coming before a settlement and leaving after it", async () => {
    const s = await withClosedBatch({ restaked: 10n * ETH, becomes: 13n * ETH, shares: 9n * ETH });
    await s.vault.syncAll();
    const rate = await s.vault.rate();
    await inOneBlock(
      s,
      () => s.vault.syncAll(GAS),
      () => s.vault.connect(s.treasury).deposit(s.treasury, 0n, FOREVER, { value: 50n * ETH, ...GAS }),
      () => s.queue.connect(s.keeper).settle(GAS),
    );
    expect((await s.vault.rate()) - rate).to.be.within(0n, 1n);
    expect(await s.vault.toAssetsDown(await s.vault.balanceOf(s.treasury))).to.be.at.most(50n * ETH);
  });

  it("PF-222, MF-M9: claims of a batch add up to what was locked less some wei, and those go back to the vault", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 20n * ETH);
    await s.left.setAssets(20n * ETH + ETH / 7n);
    await s.networkHelpers.time.increase(86_400n);
    await s.vault.syncAll();
    const parts = [3n, 7n, 11n, 13n].map((n) => ETH / n);
    await s.queue.connect(s.alice).requestMany(parts, s.alice, 0n, FOREVER);
    await close(s);
    await s.restaker.unwind(s.left, ETH / 3n, 0n, 0n);
    await s.queue.settle();
    const { filledAssets } = await s.queue.batchOf(1n);
    let claimed = 0n;
    for (let index = 0n; index < 4n; ++index) claimed += await claimBy(s, s.alice, ticket(1n, index));
    const dust = filledAssets - claimed;
    // at this price the floors of the tickets leave something
    expect(dust).to.be.within(1n, 3n);
    await s.queue.sweep(1n);
    expect([await s.queue.lockedAssets(), await s.ethers.provider.getBalance(s.queue)]).to.deep.equal([0n, 0n]);
  });

  it("OWN-1, MF-SR-M2: while an older batch lacks ETH, a newer request and an instant exit get none of it", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 30n * ETH);
    const older = await requestBy(s, s.alice, 8n * ETH);
    await close(s);
    const newer = await requestBy(s, s.bob, ETH);
    await close(s);
    for (const came of [3n, 2n, 3n]) {
      await s.restaker.unwind(s.left, came * ETH, 0n, 0n);
      expect(await s.vault.surplusIdle()).to.equal(0n);
      await s.queue.settle();
      expect(await s.queue.claimableOf(newer)).to.equal(0n);
    }
    expect(await s.queue.claimableOf(older)).to.equal(8n * ETH);
    await s.restaker.unwind(s.left, 2n * ETH, 0n, 0n);
    expect(await s.vault.surplusIdle()).to.equal(ETH);
  });

  it("OWN-2: when all is claimed nothing waits and nothing is locked, losses and partial fills or not", async () => {
    await fc.assert(
      fc.asyncProperty(shares(), shares(), fc.bigInt({ min: 1n, max: 60n }), async (first, second, percent) => {
        const s = await withHolders();
        await s.restaker.restake(s.left, 25n * ETH);
        const ids = [await requestBy(s, s.alice, first), await requestBy(s, s.bob, second)];
        await close(s);
        await s.queue.settle();
        await s.left.setAssets((25n * ETH * (100n - percent)) / 100n);
        await s.vault.syncAll();
        await settleAll(s);
        await claimBy(s, s.alice, ids[0]!);
        await claimBy(s, s.bob, ids[1]!);
        if ((await s.queue.lockedAssets()) > 0n) await s.queue.sweep(1n);
        expect([...(await s.queue.waitingShares()), await s.queue.lockedAssets()]).to.deep.equal([0n, 0n, 0n]);
        expect(await s.vault.balanceOf(s.queue)).to.equal(0n);
      }),
      RUNS,
    );
  });

  it("SY2-B22: a fill from next to nothing burns no share for nothing, and costs the queue at most a wei", async () => {
    const s = await withClosedBatch({ restaked: 30n * ETH, becomes: 97n * ETH, shares: 5n * ETH });
    for (const dust of [1n, 2n, 3n, 5n, 7n, 1n]) {
      await s.restaker.unwind(s.left, dust, 0n, 0n);
      const { idle } = await s.vault.totals();
      const before = await s.queue.batchOf(1n);
      const rate = (await s.vault.rate()) * (RAY / ETH);
      await s.queue.settle().catch(() => undefined);
      const after = await s.queue.batchOf(1n);
      const [burned, paid] = [after.filledShares - before.filledShares, after.filledAssets - before.filledAssets];
      expect((burned * rate) / RAY - paid).to.be.at.most(1n);
      expect(paid === 0n).to.equal(burned === 0n);
      // 1 share is worth more than 3 wei: less than that buys none
      expect(burned).to.equal(idle < 4n ? 0n : burned);
    }
  });
});
