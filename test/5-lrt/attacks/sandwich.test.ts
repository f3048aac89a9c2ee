import { expect } from "chai";
import fc from "fast-check";
import { inOneBlock } from "../../findings/vault-lab.ts";
import { DAY, FOREVER, type Standing, standUpVault } from "../vault.ts";
import { ETH } from "../../../scripts/lib/units.ts";

const GAS = { gasLimit: 3_000_000n };
const REWARD = 0n;
/** Wei that rounding may give: one or two in each of deposit, drip and exit. */
const DUST = 4n;

const budget = fc.bigInt({ min: 10n ** 9n, max: 5_000n * ETH });
const income = fc.bigInt({ min: 0n, max: 20n * ETH });
/** Seconds after the first full sync. */
const moment = fc.bigInt({ min: 2n, max: DAY - 1n });
const plan = fc.record({
  assets: budget,
  pending: income,
  gain: income,
  reward: income,
  enters: moment,
  gains: moment,
  syncs: moment,
  rewarded: moment,
  stays: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 60n }), fc.bigInt({ min: 0n, max: 2n * DAY })),
  together: fc.constantFrom("none", "gain", "sync", "reward"),
  byQueue: fc.boolean(),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** Alice has 1,000 ETH in the vault, half of it invested; nothing pending. */
async function invested(): Promise<Standing> {
  const s = await standUpVault();
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 1_000n * ETH });
  await s.restaker.restake(s.left, 500n * ETH);
  await s.networkHelpers.time.increase(DAY);
  await s.vault.syncAll();
  return s;
}

/** What bob has gained by the plan, and the most that the seconds of his stay are worth. */
async function play(s: Standing, p: Plan): Promise<{ profit: bigint; worth: bigint }> {
  const { vault, left, queue, bob, treasury } = s;
  await left.setAssets(500n * ETH + p.pending);
  await vault.syncAll();
  const start = await vault.updatedAt();
  const entry = start + p.enters;
  const times = {
    gain: p.together === "gain" ? entry : start + p.gains,
    sync: p.together === "sync" ? entry : start + p.syncs,
    reward: p.together === "reward" ? entry : start + p.rewarded,
  };
  const exit = entry + p.stays;
  // income that has entered U when bob buys is of the old shares; what enters later is of all
  const [known, later] = [{ wei: p.pending }, { wei: 0n }];
  let entered = false;
  let made = 0n;
  const enterU = (wei: bigint) => ((entered ? later : known).wei += wei);
  const events = [
    {
      at: times.gain,
      note: () => (made = p.gain),
      send: () => left.setAssets(500n * ETH + p.pending + p.gain, GAS),
    },
    {
      at: times.reward,
      note: () => enterU(p.reward),
      send: () => vault.connect(treasury).receiveGain(REWARD, { value: p.reward, ...GAS }),
    },
    {
      at: entry,
      note: () => (entered = true),
      send: () => vault.connect(bob).deposit(bob, 0n, FOREVER, { value: p.assets, ...GAS }),
    },
    {
      at: times.sync,
      note: () => {
        enterU(made);
        made = 0n;
      },
      send: () => vault.syncAll(GAS),
    },
    { at: exit, note: () => enterU(made), send: () => vault.syncAll(GAS) },
  ].filter(({ at }) => at <= exit);
  let before = { total: 0n, lockedProfit: 0n };
  for (const at of [...new Set(events.map((event) => event.at))].toSorted((a, b) => Number(a - b))) {
    const now = events.filter((event) => event.at === at);
    if (at === entry) {
      // T and U just before his deposit: U flows along its line, and a reward in the same block comes before him
      const t = await vault.totals();
      const last = BigInt(await s.networkHelpers.time.latest());
      const flowed = at < t.dripEnd ? (t.lockedProfit * (at - last)) / (t.dripEnd - last) : t.lockedProfit;
      const sameBlock = times.reward === at ? p.reward : 0n;
      before = { total: t.recognised + t.lockedProfit + sameBlock, lockedProfit: t.lockedProfit - flowed + sameBlock };
    }
    for (const { note } of now) note();
    await s.networkHelpers.time.setNextBlockTimestamp(at);
    await inOneBlock(s, ...now.map(({ send }) => send));
  }
  const shares = await vault.balanceOf(bob);
  let until = exit;
  let back = await vault.toAssetsDown(shares);
  if (p.byQueue && shares > 10n ** 6n) {
    await queue.connect(bob).request(shares, bob, 0n, FOREVER);
    const at = await queue.closeableAt();
    if (BigInt(await s.networkHelpers.time.latest()) < at) await s.networkHelpers.time.increaseTo(at);
    await queue.close();
    await queue.settle();
    until = BigInt(await s.networkHelpers.time.latest());
    const id = 1n << 64n;
    expect((await queue.batchOf(1n)).filledShares).to.equal(shares);
    back = await queue.claimableOf(id);
  }
  // flow of a second: of the income before him at the size of the vault before, grown with it; and of the later one
  const grown = (known.wei * (before.total + p.assets)) / before.total;
  const flow = ((until - entry + 1n) * (grown + later.wei)) / DAY;
  // and he has paid for his part of what was pending then
  const bought = (before.lockedProfit * (before.total + p.assets)) / before.total;
  return { profit: back - p.assets, worth: ((flow - bought) * shares) / (shares + 1_000n * ETH) };
}

describe("attack: buying a gain before it drips", () => {
  it("INV-20: whoever comes for a gain, at any moment and of any size, earns no more than the seconds it stays", async () => {
    const s = await invested();
    let snapshot = await s.networkHelpers.takeSnapshot();
    await fc.assert(
      fc.asyncProperty(plan, async (p) => {
        await snapshot.restore();
        snapshot = await s.networkHelpers.takeSnapshot();
        const { profit, worth } = await play(s, p);
        expect(profit).to.be.at.most(worth + DUST);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
