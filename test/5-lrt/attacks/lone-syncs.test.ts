import { expect } from "chai";
import fc from "fast-check";
import { inOneBlock } from "../../findings/vault-lab.ts";
import { DAY, FOREVER, type Standing, expectBalanced, standUpVault } from "../vault.ts";
import { ETH } from "../../../scripts/lib/units.ts";

const GAS = { gasLimit: 3_000_000n };
const REWARD = 0n;
const INVESTED = 20n * ETH;

const change = fc.bigInt({ min: -5n * ETH, max: 5n * ETH });
const step = fc.constantFrom("left", "right", "all", "deposit", "transfer", "request", "cancel");
const plan = fc.record({
  left: change,
  right: change,
  matched: fc.boolean(),
  funds: fc.constantFrom(0n, ETH, 5n * ETH),
  pending: fc.constantFrom(0n, ETH, 10n * ETH),
  /** seconds between the last full sync and the reward that is pending */
  late: fc.bigInt({ min: 300n, max: DAY - 1_000n }),
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  inOneBlock: fc.boolean(),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** Alice holds 30 ETH and bob, who attacks, 30; 20 in each component, nothing pending. */
async function invested(): Promise<Standing> {
  const s = await standUpVault();
  for (const user of [s.alice, s.bob]) await s.vault.connect(user).deposit(user, 0n, FOREVER, { value: 30n * ETH });
  for (const component of [s.left, s.right]) await s.restaker.restake(component, INVESTED);
  await s.networkHelpers.time.increase(DAY);
  await s.vault.syncAll();
  return s;
}

/** What happens before anybody acts; the time of the last of it. */
async function happen(s: Standing, p: Plan): Promise<bigint> {
  const reward = (await s.vault.updatedAt()) + p.late;
  // each by the clock of the chain: a slow machine's own may be past it
  await s.networkHelpers.time.setNextBlockTimestamp(reward - 5n);
  await s.cover.fund({ value: p.funds });
  await s.networkHelpers.time.setNextBlockTimestamp(reward);
  if (p.pending > 0n) await s.vault.connect(s.treasury).receiveGain(REWARD, { value: p.pending });
  else await s.networkHelpers.mine();
  await s.left.setAssets(INVESTED + p.left);
  await s.right.setAssets(INVESTED + (p.matched ? -p.left : p.right));
  return BigInt(await s.networkHelpers.time.latest());
}

/** Bob's steps, each refused or done; what they cost him in ETH that is now in the vault. */
async function attack(s: Standing, p: Plan): Promise<bigint> {
  const me = s.vault.connect(s.bob);
  const queue = s.queue.connect(s.bob);
  let index = 0n;
  const calls = {
    left: () => me.sync(s.left, GAS),
    right: () => me.sync(s.right, GAS),
    all: () => me.syncAll(GAS),
    deposit: () => me.deposit(s.bob, 0n, FOREVER, { value: 7n * ETH, ...GAS }),
    transfer: () => me.transfer(s.carol, ETH, GAS),
    request: () => queue.request(ETH, s.bob, 0n, FOREVER, GAS),
    cancel: () => queue.cancel((1n << 64n) | index++, s.bob, GAS),
  };
  const before = await ethOf(s);
  const tolerant = (name: keyof typeof calls) => async () => {
    const sent = await calls[name]();
    return { wait: () => sent.wait().catch(() => null) };
  };
  if (p.inOneBlock) await inOneBlock(s, ...p.steps.map(tolerant));
  // a refused transaction throws where it is sent
  else for (const name of p.steps) await calls[name]().catch(() => {});
  return before - (await ethOf(s));
}

/** ETH that holders have given to the vault: gas is no part of it. */
async function ethOf(s: Standing): Promise<bigint> {
  const deposited = await s.vault.queryFilter(s.vault.filters.Deposited(undefined, s.bob));
  return deposited.reduce((sum, { args }) => sum - args.amount, 0n);
}

/** All that bob could turn his shares into: his, those he moved to carol and those he asked to leave with. */
async function worth(s: Standing): Promise<bigint> {
  let shares = 0n;
  for (const holder of [s.bob, s.carol, s.queue]) shares += await s.vault.balanceOf(holder);
  return s.vault.toAssetsDown(shares);
}

describe("attack: ordering lone syncs", () => {
  it("INV-21: no order of lone and full syncs, deposits, transfers and requests is worth more than one full sync", async () => {
    const s = await invested();
    let snapshot = await s.networkHelpers.takeSnapshot();
    const again = async () => {
      await snapshot.restore();
      snapshot = await s.networkHelpers.takeSnapshot();
    };
    await fc.assert(
      fc.asyncProperty(plan, async (p) => {
        await again();
        // blocks take the time of the machine too: a slow one must not get there first
        const end = (await happen(s, p)) + 600n;
        const paid = await attack(s, p);
        await s.networkHelpers.time.setNextBlockTimestamp(end);
        await s.vault.syncAll();
        const cunning = (await worth(s)) - paid;
        await expectBalanced(s);
        await again();
        await happen(s, p);
        await s.networkHelpers.time.setNextBlockTimestamp(end);
        await s.vault.syncAll();
        expect(cunning).to.be.at.most((await worth(s)) + 2n);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
