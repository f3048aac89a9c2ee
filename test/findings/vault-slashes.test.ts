import { expect } from "chai";
import fc from "fast-check";
import { DAY, expectBalanced, standUpVault } from "../5-lrt/vault.ts";
import { claimBy, close, depositBy, requestBy, settleAll, withHolders } from "./vault-lab.ts";
import { ETH } from "../../scripts/lib/units.ts";

const RUNS = { numRuns: 4 };
const percent = () => fc.bigInt({ min: 1n, max: 97n });

describe("findings: losses of a vault whose components a test moves", () => {
  it("KR-R-H1: a ticket is cancelled by its owner, or whom the owner approved, and by nobody else", async () => {
    const s = await withHolders();
    const [first, second] = [await requestBy(s, s.alice, ETH), await requestBy(s, s.alice, ETH)];
    for (const stranger of [s.bob, s.admin, s.keeper])
      await expect(s.queue.connect(stranger).cancel(first, stranger)).to.be.revertedWithCustomError(
        s.queue,
        "NotTicketOwner",
      );
    expect(await s.vault.balanceOf(s.alice)).to.equal(8n * ETH);
    await s.queue.connect(s.alice).cancel(first, s.alice);
    await s.tickets.connect(s.alice).approve(s.bob, second);
    await s.queue.connect(s.bob).cancel(second, s.alice);
    expect(await s.vault.balanceOf(s.alice)).to.equal(10n * ETH);
  });

  it("KR-H03: at any price of a share everybody can ask out, be settled and be paid", async () => {
    const odd = () => fc.bigInt({ min: 10n ** 9n, max: 10n * ETH });
    await fc.assert(
      fc.asyncProperty(odd(), odd(), fc.bigInt({ min: 10n ** 15n, max: 1_000n * 10n ** 18n }), async (x, y, price) => {
        const s = await standUpVault();
        await depositBy(s, s.alice, x);
        await depositBy(s, s.bob, y);
        await s.restaker.restake(s.left, x + y - 1n);
        await s.left.setAssets(((x + y) * price) / ETH);
        await s.networkHelpers.setBalance(String(s.left.target), 10n ** 6n * ETH);
        await s.vault.syncAll();
        await s.networkHelpers.time.increase(2n * DAY);
        await s.vault.syncAll();
        const tickets = [await requestBy(s, s.alice, x), await requestBy(s, s.bob, y)];
        await close(s);
        await settleAll(s);
        for (const [index, holder] of [s.alice, s.bob].entries())
          expect(await claimBy(s, holder, tickets[index]!)).to.be.greaterThan(0n);
        await expectBalanced(s);
      }),
      {
        ...RUNS,
        examples: [
          [10n * ETH, 10n ** 9n + 1n, ETH / 2n + 1n],
          [ETH, ETH / 3n, ETH / 1_000n],
        ],
      },
    );
  });

  it("JT-24: after a slash while they wait every ticket can be settled and claimed, each with its part", async () => {
    await fc.assert(
      fc.asyncProperty(percent(), fc.bigInt({ min: 10n ** 10n, max: 10n * ETH }), async (lost, shares) => {
        const s = await withHolders();
        await s.restaker.restake(s.left, 30n * ETH);
        const one = await requestBy(s, s.alice, shares);
        await close(s);
        const two = [await requestBy(s, s.bob, 10n * ETH), await requestBy(s, s.carol, 10n * ETH)];
        await close(s);
        await s.left.setAssets((30n * ETH * (100n - lost)) / 100n);
        await settleAll(s);
        const part = (of: bigint) => (of * (100n - lost)) / 100n;
        const dust = 10n ** 7n;
        expect(await claimBy(s, s.alice, one)).to.be.within(part(shares) - dust, part(shares) + dust);
        for (const [index, holder] of [s.bob, s.carol].entries())
          expect(await claimBy(s, holder, two[index]!)).to.be.within(part(10n * ETH) - dust, part(10n * ETH) + dust);
        await expectBalanced(s);
      }),
      RUNS,
    );
  });

  it("OWN-6: a loss of any size is recorded in the call that finds it", async () => {
    await fc.assert(
      fc.asyncProperty(percent(), async (lost) => {
        const s = await withHolders();
        await s.restaker.restake(s.left, 30n * ETH);
        await s.left.setAssets((30n * ETH * (100n - lost)) / 100n);
        await s.vault.connect(s.keeper).sync(s.left);
        expect((await s.vault.totals()).recognised).to.equal((30n * ETH * (100n - lost)) / 100n);
      }),
      { ...RUNS, examples: [[97n], [51n]] },
    );
  });
});
