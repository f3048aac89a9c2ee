import { expect } from "chai";
import fc from "fast-check";
import { FOREVER, HOUR, type Ladder, standUpLadder } from "../ladder.ts";
import { ETH } from "../../../scripts/lib/units.ts";

const GAS = { gasLimit: 8_000_000n };
const DUST = 3n;

/**
 * 40 ETH of LST restaked, all of it with an operator whom a service can slash whose list of observers is empty; bob has
 * asked for `shares`, his batch is closed, and idle ETH can pay for it.
 */
async function waiting(s: Ladder, shares: bigint): Promise<void> {
  await s.queue.connect(s.bob).request(shares, s.bob, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
}

/** The service slashes its operator at the core itself, which tells nobody. */
const slashOf = (s: Ladder, wad: bigint) =>
  s.allocations
    .connect(s.keeper)
    .slashOperator(
      s.keeper,
      { operator: s.opOne, operatorSetId: 0n, strategies: [s.strategy], wadsToSlash: [wad], description: "" },
      GAS,
    );

/** What all who are in have together, dripped or not, and the fee on what has dripped. */
async function held(s: Ladder): Promise<bigint> {
  const { recognised, lockedProfit, feesOwed } = await s.vault.totals();
  return recognised + lockedProfit + feesOwed;
}

/** What the shares that were paid in a block were worth, and were paid. */
async function paidIn(s: Ladder, block: number, instant: boolean): Promise<{ value: bigint; paid: bigint }> {
  if (instant) {
    const [exit] = await s.vault.queryFilter(s.vault.filters.ExitedInstantly(), block, block);
    return { value: exit!.args.value, paid: exit!.args.paid };
  }
  const [fill] = await s.vault.queryFilter(s.vault.filters.ExitFilled(), block, block);
  return { value: fill!.args.value, paid: fill!.args.paid };
}

describe("attack: a slash between a full sync of a block and a settlement in it", () => {
  it("INV-26: whoever is paid in the block of a slash bears it, told or not, whatever was synced before in that block", async () => {
    const s = await standUpLadder();
    await s.restaker.setSlot(1n, 0n, 0n);
    await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
    await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
    await s.restaker.restakeLst(0n, s.lst);
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 20n * ETH });
    await s.secure(s.keeper, s.opOne, [String(s.strategy.target)]);
    let snapshot = await s.networkHelpers.takeSnapshot();
    const plan = fc.record({
      shares: fc.bigInt({ min: ETH, max: 20n * ETH }),
      slashedBps: fc.bigInt({ min: 1n, max: 9_000n }),
      instant: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ shares, slashedBps, instant }) => {
        // what bob gets and alice keeps, by what is done in the block between the slash and the payment
        const play = async (between: "nothing" | "told" | "next block") => {
          await snapshot.restore();
          snapshot = await s.networkHelpers.takeSnapshot();
          if (!instant) await waiting(s, shares);
          const slash = () => slashOf(s, (slashedBps * ETH) / 10_000n);
          const pay = () =>
            instant ? s.instantExit.connect(s.bob).exitInstantly(shares, s.bob, 0n, FOREVER, GAS) : s.queue.settle(GAS);
          const tell = between === "told" ? [() => s.vault.sync(s.delegators[0], GAS)] : [];
          if (between === "next block") {
            await s.inOneBlock(() => s.vault.syncAll(GAS), slash);
            await pay();
          } else await s.inOneBlock(() => s.vault.syncAll(GAS), slash, ...tell, pay);
          const block = await s.ethers.provider.getBlockNumber();
          const { value, paid } = await paidIn(s, block, instant);
          const all = await held(s);
          await s.vault.syncAll();
          return { value, paid, all, stays: await held(s), supply: await s.vault.totalSupply() };
        };
        const [sly, told, honest] = [await play("nothing"), await play("told"), await play("next block")];
        for (const other of [sly, told]) {
          expect(other.value).to.equal(honest.value);
          expect(other.paid).to.equal(honest.paid);
          expect(other.stays).to.be.within(honest.stays - DUST, honest.stays + DUST);
          expect(other.supply).to.equal(honest.supply);
        }
        expect(honest.value).to.be.lessThan(shares);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
});
