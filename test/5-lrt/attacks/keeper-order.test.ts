import { expect } from "chai";
import type { BaseContract } from "ethers";
import fc from "fast-check";
import { DAY, ETH, expectBalanced, FOREVER, type Standing, standUpVault } from "../vault.ts";

/**
 * Between two moments of settlement: all that was gained has dripped by then. While some still drips, a lone sync may take
 * from it what the full one puts back on a line of its own, and the order of both moves the drip's end.
 */
const STEP = (DAY * 11n) / 10n;

/** What the world and users do around one moment, in per cent of what there is. */
interface Moment {
  readonly user: 0 | 1 | 2;
  readonly deposits: number;
  readonly requests: number;
  /** Changes of the two components, in thousandths. */
  readonly left: number;
  readonly right: number;
  readonly unwinds: readonly [number, number];
  readonly restakes: readonly [number, number];
  /** How the busy keeper goes about it; the idle one ignores it. */
  readonly way: readonly number[];
}

interface Call {
  readonly to: BaseContract;
  readonly name: string;
  readonly args: readonly unknown[];
}

type Rule = Parameters<typeof standUpVault>[0];

/** Amounts that depend on the state are settled by whoever plays first, and are history for the second. */
class History {
  readonly #amounts: bigint[] = [];
  #next = 0;
  async amount(find: () => Promise<bigint>): Promise<bigint> {
    if (this.#next === this.#amounts.length) this.#amounts.push(await find());
    return this.#amounts[this.#next++]!;
  }
  rewind(): void {
    this.#next = 0;
  }
}

const call = (to: BaseContract, name: string, ...args: unknown[]): Call => ({ to, name, args });

/** Sends all in one block at `time`, in order; calls with nothing to do fail, and are counted with the others. */
async function inBlock(s: Standing, time: bigint, calls: readonly Call[]): Promise<number> {
  const { ethers, networkHelpers, admin } = s;
  await ethers.provider.send("evm_setAutomine", [false]);
  for (const { to, name, args } of calls) {
    const data = to.interface.encodeFunctionData(name, args);
    await admin.sendTransaction({ to, data, gasLimit: 1_000_000n });
  }
  await networkHelpers.time.setNextBlockTimestamp(time);
  await ethers.provider.send("evm_mine", []);
  await ethers.provider.send("evm_setAutomine", [true]);
  const block = await ethers.provider.getBlock("latest");
  expect(block?.transactions.length, "calls in one block").to.equal(calls.length);
  return calls.length;
}

/** An amount in two parts, the first of them `percent` of it. */
const split = (amount: bigint, percent: number): bigint[] => {
  const first = (amount * BigInt(percent)) / 100n;
  return [first, amount - first].filter((part) => part !== 0n);
};

/** The work of one moment: leave, sync, close, settle. The busy keeper does the same in parts, in another order, twice. */
function work(s: Standing, out: readonly [bigint, bigint], way: readonly number[], busy: boolean): Call[] {
  const unwind = (side: 0 | 1, amount: bigint) =>
    call(s.restaker, "unwind", side === 0 ? s.left.target : s.right.target, amount, 0n, 0n);
  const [syncAll, close, settle] = [call(s.vault, "syncAll"), call(s.queue, "close"), call(s.queue, "settle")];
  const legs = ([0, 1] as const).filter((side) => out[side] !== 0n);
  // a settle pays one batch: as often as there may be batches
  if (!busy) return [...legs.map((side) => unwind(side, out[side])), syncAll, close, settle, settle, settle];
  const lone = [s.left, s.right].map((one) => call(s.vault, "sync", one.target));
  if (way[0]! % 2 === 1) lone.reverse();
  const calls = way[1]! % 2 === 0 ? [...lone] : [lone[0]!, syncAll, lone[1]!];
  if (way[2]! % 2 === 1) legs.reverse();
  for (const side of legs) {
    for (const part of split(out[side], way[3]!)) {
      calls.push(unwind(side, part));
      if (way[4]! % 2 === 1) calls.push(settle);
      if (way[5]! % 3 === 0) calls.push(lone[way[6]! % 2]!);
    }
  }
  return [...calls, syncAll, syncAll, close, settle, settle, settle, syncAll, settle];
}

/** Plays it all with one keeper. What everybody has in the end, and how many calls there were that may round. */
async function play(s: Standing, script: readonly Moment[], history: History, busy: boolean) {
  const { vault, queue, settings, tickets, left, right, restaker, treasury, networkHelpers } = s;
  history.rewind();
  const users = [s.alice, s.bob, s.carol];
  const held: bigint[] = [];
  await settings.setFee(1_000n, treasury.address);
  let time = BigInt(await networkHelpers.time.latest()) + 100n;
  const at = async (next: bigint, send: () => Promise<unknown>) => {
    await networkHelpers.time.setNextBlockTimestamp(next);
    await send();
  };
  for (const user of users) {
    await at(++time, () => vault.connect(user).deposit(user, 0n, FOREVER, { value: 20n * ETH }));
  }
  await inBlock(s, ++time, [
    call(restaker, "restake", left.target, 30n * ETH),
    call(restaker, "restake", right.target, 20n * ETH),
  ]);
  let rounds = 0;
  const ask = async (user: Standing["alice"], shares: bigint) => {
    const batch = await queue.openBatchId();
    held.push((batch << 64n) | (await queue.batchOf(batch)).tickets);
    await queue.connect(user).request(shares, user, 0n, FOREVER);
  };
  const settleAll = async (moment: Moment, out: readonly [bigint, bigint]) => {
    rounds += await inBlock(s, time + 100n, work(s, out, moment.way, busy));
    await expectBalanced(s);
  };
  for (const moment of script) {
    time += STEP;
    // deposits ask for a fresh sync
    await at(time - 10n, () => vault.syncAll());
    const user = users[moment.user]!;
    if (moment.deposits !== 0) {
      const value = (BigInt(moment.deposits) * ETH) / 10n;
      await at(time, () => vault.connect(user).deposit(user, 0n, FOREVER, { value }));
    }
    const shares = await history.amount(async () => ((await vault.balanceOf(user)) * BigInt(moment.requests)) / 100n);
    await networkHelpers.time.setNextBlockTimestamp(time + 10n);
    if (shares > 10n ** 6n) await ask(user, shares);
    const [l, r] = [await left.assets(), await right.assets()];
    const changed = [l + (l * BigInt(moment.left)) / 1_000n, r + (r * BigInt(moment.right)) / 1_000n] as const;
    rounds += await inBlock(s, time + 50n, [call(left, "setAssets", changed[0]), call(right, "setAssets", changed[1])]);
    const out = changed.map((assets, side) => (assets * BigInt(moment.unwinds[side]!)) / 100n);
    await settleAll(moment, [out[0]!, out[1]!]);
    const back = await history.amount(async () => (await vault.surplusIdle()) / 2n);
    const legs: Call[] = [];
    for (const [side, component] of [left, right].entries()) {
      const amount = (back * BigInt(moment.restakes[side]!)) / 100n;
      for (const part of busy ? split(amount, moment.way[7]!) : split(amount, 0)) {
        legs.push(call(restaker, "restake", component.target, part));
      }
    }
    if (busy) legs.reverse();
    if (legs.length !== 0) rounds += await inBlock(s, time + 150n, legs);
  }
  time += STEP;
  const last: Moment = { ...script.at(-1)!, way: script[0]!.way };
  await settleAll(last, [await left.assets(), await right.assets()]);
  const claimable = await Promise.all(held.map((ticket) => queue.claimableOf(ticket)));
  const worth = await Promise.all(users.map(async (user) => vault.toAssetsDown(await vault.balanceOf(user))));
  const waiting = (await queue.waitingShares()).closedShares;
  return { claimable, worth, rounds, waiting, tickets: await tickets.balanceOf(s.alice), rate: await vault.rate() };
}

const percent = fc.integer({ min: 0, max: 100 });
const moment: fc.Arbitrary<Moment> = fc.record({
  user: fc.constantFrom(0 as const, 1 as const, 2 as const),
  deposits: fc.constantFrom(0, 0, 17, 100),
  requests: fc.constantFrom(0, 13, 50),
  left: fc.integer({ min: -200, max: 100 }),
  right: fc.integer({ min: -200, max: 100 }),
  unwinds: fc.tuple(fc.constantFrom(0, 7, 40), fc.constantFrom(0, 11)),
  restakes: fc.constantFrom([0, 0] as const, [60, 40] as const, [33, 0] as const),
  way: fc.array(percent, { minLength: 8, maxLength: 8 }),
});

describe("what keepers do at the same moments, when nothing drips, split, ordered and repeated", () => {
  for (const rule of ["ExposedRule", "CappedRule", "LossOnlyRule"] as const satisfies readonly Rule[]) {
    it(`INV-05: pays every ticket and leaves every holder the same, to two wei a call (${rule})`, async () => {
      const s = await standUpVault(rule);
      const snapshot = await s.networkHelpers.takeSnapshot();
      await fc.assert(
        fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 4 }), async (script) => {
          const history = new History();
          await snapshot.restore();
          const idle = await play(s, script, history, false);
          await snapshot.restore();
          const busy = await play(s, script, history, true);
          // a call rounds a value and the rate that it leaves: a wei each, at rates up to 1.5
          const dust = 2n * BigInt(idle.rounds + busy.rounds);
          for (const what of ["claimable", "worth"] as const) {
            for (const [index, amount] of idle[what].entries()) {
              expect(busy[what][index], `${what} ${index}`).to.be.within(amount - dust, amount + dust);
            }
          }
          expect(busy.waiting).to.be.within(0n, idle.waiting + dust);
        }),
        { numRuns: Number(process.env.KEEPER_ORDER_RUNS ?? 4), seed: Number(process.env.KEEPER_ORDER_SEED ?? 5) },
      );
    });
  }
});
