import { expect } from "chai";
import fc from "fast-check";
import { type Calculation, calculateRewards } from "../../../scripts/rewards/calculate.ts";
import { readHistory } from "../../../scripts/rewards/history.ts";
import { distribution } from "../../../scripts/rewards/merkle.ts";
import { RewardsRefused } from "../../../scripts/rewards/refused.ts";
import { type StakeChange, type StakeEvent, addressKey, setKey } from "../../../scripts/rewards/stakeEvents.ts";
import { fundedBy, type Submission } from "../../../scripts/rewards/submissions.ts";
import { rewardsOn } from "../../../scripts/rewards/task.ts";
import { deployStaffedBridge } from "../bridge/fixture.ts";
import { ethers, networkHelpers, SET_ID, stake } from "../core.ts";
import { naiveEarnings } from "./naive.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const DAY = 86_400n;
const WEEK = 7n * DAY;
const { time } = networkHelpers;
const RUNS = Number(process.env.REWARDS_RUNS ?? 60);

const flat = ({ earnings }: Calculation): Map<string, bigint> =>
  new Map(
    earnings.flatMap(({ earner, tokens }) => tokens.map((one) => [`${earner} ${one.token}`, one.cumulativeEarnings])),
  );

/** A funded week, the root of it claimed in full, and then an owner that changes the default split. */
async function playTwoWeeks() {
  const bridge = await deployStaffedBridge();
  const { core, op1, alice, funder } = bridge;
  const coordinator = await ethers.getContractAt("RewardsCoordinator", core.rewardsCoordinator.target as string);
  const start = (BigInt(await time.latest()) / WEEK + 1n) * WEEK;
  await time.increaseTo(start + 3n * DAY + 100n);
  await stake(core, alice, 150n * ETH, op1.account.address);
  await time.increaseTo(start + 2n * WEEK + 100n);
  const [token] = core.tokens;
  await token!.mint(funder, 1_000n * ETH);
  await token!.connect(funder).approve(bridge.bridge, ethers.MaxUint256);
  const strategiesAndMultipliers = core.strategies
    .map(({ target }) => ({ strategy: target as string, multiplier: WAD }))
    .sort((x, y) => (BigInt(x.strategy) < BigInt(y.strategy) ? -1 : 1));
  const fund = async (from: bigint) =>
    bridge.bridge
      .connect(funder)
      .fundUniqueStakeRewards(SET_ID, [
        { strategiesAndMultipliers, startTimestamp: from, duration: WEEK, token: token!, amount: 100n * ETH },
      ]);
  const sources = {
    coordinator: await ethers.getContractAt("IRewardsCoordinator", coordinator),
    delegation: await ethers.getContractAt("IDelegationManager", core.delegationManager),
    allocation: await ethers.getContractAt("IAllocationManager", core.allocationManager),
  };
  /** Calculates, submits, and waits until the root can be claimed against. */
  const submit = async (until: bigint) => {
    const asOf = await ethers.provider.getBlockNumber();
    const calculation = await calculateRewards(await readHistory(sources, ethers.provider), DAY, until);
    const tree = distribution(calculation.earnings);
    const index = Number(await coordinator.getDistributionRootsLength());
    await coordinator.submitRoot(tree.root, until);
    await time.increase(3_601);
    return { asOf, calculation, tree, index };
  };
  const claimAll = async ({ calculation, tree, index }: Awaited<ReturnType<typeof submit>>) => {
    for (const { earner } of calculation.earnings) {
      const who = await ethers.getSigner(ethers.getAddress(earner));
      await coordinator.connect(who).processClaim(tree.claim(index, earner), who);
    }
  };
  await fund(start);
  const first = await submit(start + WEEK);
  return { ...bridge, coordinator, token: token!, start, fund, sources, submit, claimAll, first };
}

/** A history of two weeks' worth of events, drawn at random; a block is a second. */
const history = (() => {
  const [avs, one, two, alice, bob, t, u] = [1, 2, 3, 4, 5, 6, 7].map((n) => `0x${`0${n}`.repeat(20)}`) as [
    string,
    ...string[],
  ];
  const set = setKey(avs, 1);
  const operator = fc.constantFrom(one!, two!);
  const strategy = fc.constantFrom("s1", "s2");
  const magnitude = fc.bigInt(0n, WAD);
  const bips = fc.bigInt(0n, 10_000n);
  const block = fc.bigInt(0n, 200n);
  const change: fc.Arbitrary<StakeChange> = fc.oneof(
    fc.record({
      kind: fc.constant("shares" as const),
      operator,
      staker: fc.constantFrom(one!, two!, alice!, bob!),
      strategy,
      delta: fc.bigInt(-(10n ** 20n), 10n ** 21n),
    }),
    fc.record({
      kind: fc.constant("allocation" as const),
      operator,
      set: fc.constant(set),
      strategy,
      magnitude,
      effectBlock: fc.bigInt(0n, 220n),
    }),
    fc.record({ kind: fc.constant("maximum" as const), operator, strategy, magnitude }),
    fc.record({ kind: fc.constant("membership" as const), operator, set: fc.constant(set), joined: fc.boolean() }),
    fc.record({
      kind: fc.constant("split" as const),
      operator,
      set: fc.constant(set),
      bips,
      activatedAt: fc.bigInt(0n, 220n),
    }),
    fc.record({ kind: fc.constant("default" as const), bips }),
  );
  const submission = fc
    .record({
      kind: fc.constantFrom("unique" as const, "total" as const, "directed" as const),
      amount: fc.bigInt(1n, 10n ** 24n),
      // Some begin long before they are funded.
      startTimestamp: fc.integer({ min: 1, max: 12 }).map((tens) => BigInt(tens) * 10n),
      multipliers: fc.tuple(fc.bigInt(0n, 3n * WAD), fc.bigInt(1n, WAD)),
      token: fc.constantFrom(t!, u!),
    })
    .map(
      ({ multipliers, amount, ...drawn }): Submission =>
        ({
          ...drawn,
          avs,
          set,
          weights: multipliers.map((multiplier, index) => ({ strategy: `s${index + 1}`, multiplier })),
          durationSeconds: 40n,
          amount,
          operatorRewards: [
            { operator: one!, amount },
            { operator: two!, amount: amount / 3n + 1n },
          ],
        }) as Submission,
    );
  return {
    joined: [one!, two!].map((name): StakeEvent => ({
      kind: "membership",
      operator: name,
      set,
      joined: true,
      block: 0n,
    })),
    events: fc
      .array(fc.tuple(change, block), { minLength: 8, maxLength: 40 })
      .map((drawn) =>
        drawn.map(([one, at]): StakeEvent => ({ ...one, block: at })).sort((a, b) => Number(a.block - b.block)),
      ),
    submissions: fc.array(fc.tuple(submission, block), { minLength: 1, maxLength: 4 }),
  };
})();

describe("Rewards: the past is fixed", () => {
  it("AVS-140 AVS-141: a default split that changes between two roots changes no past slice, and every claim is paid", async () => {
    const { coordinator, core, token, start, fund, sources, submit, claimAll, first } =
      await networkHelpers.loadFixture(playTwoWeeks);
    await claimAll(first);
    await core.rewardsCoordinator.setDefaultOperatorSplit(5_000);
    await fund(start + WEEK);
    const history = await readHistory(sources, ethers.provider);
    expect(flat(await calculateRewards(history, DAY, start + WEEK))).to.deep.equal(flat(first.calculation));
    const second = await submit(start + 2n * WEEK);
    for (const [who, earned] of flat(first.calculation)) {
      expect(flat(second.calculation).get(who)! > earned, who).to.equal(true);
    }
    await claimAll(second);
    expect(await token.balanceOf(coordinator)).to.equal(second.calculation.totals[0]!.dust);
  });

  it("AVS-140: a default counts from the slice that begins in or after its block", async () => {
    const { core, alice, op1, start, fund, submit } = await networkHelpers.loadFixture(playTwoWeeks);
    await core.rewardsCoordinator.setDefaultOperatorSplit(10_000);
    const third = (BigInt(await time.latest()) / WEEK + 1n) * WEEK;
    await time.increaseTo(third + WEEK + 100n);
    await fund(start + WEEK);
    await fund(third);
    const { calculation } = await submit(third + WEEK);
    const earned = flat(calculation);
    const key = (who: string) => `${addressKey(who)} ${calculation.totals[0]!.token}`;
    // Two weeks at a tenth, and one in which the operator keeps everything.
    const own = earned.get(key(op1.account.address))!;
    const hers = earned.get(key(alice.address))!;
    expect(own > 50n * ETH).to.equal(true);
    expect(hers > 0n && hers < own).to.equal(true);
  });

  it("AVS-142: a root calculated again, as of its block, is the same to the byte, whatever was set and funded since", async () => {
    const { coordinator, core, op1, start, avs, fund, first } = await networkHelpers.loadFixture(playTwoWeeks);
    await core.rewardsCoordinator.setDefaultOperatorSplit(5_000);
    await coordinator.connect(op1.account).setOperatorSetSplit(op1.account, { avs, id: SET_ID }, 9_000);
    await fund(start);
    const asked = {
      coordinator: await coordinator.getAddress(),
      until: `${start + WEEK}`,
      cadence: `${DAY}`,
      submit: false,
      out: undefined,
    };
    const again = await rewardsOn(ethers, { ...asked, block: `${first.asOf}` });
    expect(again.tree!.root).to.equal(first.tree.root);
    expect((await coordinator.getDistributionRootAtIndex(first.index)).root).to.equal(again.tree!.root);
    expect((await rewardsOn(ethers, asked)).tree!.root).not.to.equal(first.tree.root);
  });

  it("AVS-141: a root that would put an earner below its claims is not submitted, nor one by another or of the past", async () => {
    const { coordinator, core, alice, start, claimAll, first, fund } = await networkHelpers.loadFixture(playTwoWeeks);
    await claimAll(first);
    const asked = {
      coordinator: await coordinator.getAddress(),
      until: `${start + 2n * WEEK}`,
      cadence: `${DAY}`,
      submit: true,
      out: undefined,
    };
    const complaint = async (changed: Partial<typeof asked>) =>
      rewardsOn(ethers, { ...asked, ...changed }).then(
        () => "none",
        (error: unknown) => (error instanceof RewardsRefused ? error.message : `not refused: ${String(error)}`),
      );
    expect(await complaint({ until: `${start + WEEK}` })).to.match(/^the last root reaches until \d+, .* wait/u);
    await core.rewardsCoordinator.setRewardsUpdater(alice);
    expect(await complaint({})).to.match(new RegExp(`^only ${alice.address} submits roots`, "u"));
    const [admin] = await ethers.getSigners();
    await core.rewardsCoordinator.setRewardsUpdater(admin!);
    // A slice of a week takes the stakes of its first day for all seven, and alice came on the fourth.
    expect(await complaint({ cadence: `${WEEK}` })).to.match(/ has claimed \d+ .* would have earned \d+: calculate/u);
    await fund(start + WEEK);
    expect(await complaint({})).to.equal("none");
  });

  it("AVS-141 AVS-142: no sum ever falls, none exceeds what was funded, and old roots come again (fuzzed)", async () => {
    const seen = { changedDefault: 0, fundedLate: 0, earned: 0 };
    const blockAt = async (timestamp: bigint) => timestamp;
    const cuts = fc.tuple(fc.bigInt(60n, 120n), fc.bigInt(0n, 80n));
    await fc.assert(
      fc.asyncProperty(history.events, history.submissions, cuts, async (drawn, funded, [one, more]) => {
        const events = [...history.joined, ...drawn];
        /** What was known at a block, and everybody's sums then. */
        const rootOf = async (block: bigint) => {
          const known = events.filter((event) => event.block <= block);
          const submissions = funded.filter(([, at]) => at <= block).map(([submission]) => submission);
          const calculation = await calculateRewards(
            { events: known, submissions, firstDefaultBips: 1_000n, blockAt },
            10n,
            block - (block % 10n),
          );
          return { known, submissions, calculation, sums: flat(calculation) };
        };
        const before = await rootOf(one);
        const after = await rootOf(one + more);
        for (const [who, sum] of before.sums) expect(after.sums.get(who)! >= sum, who).to.equal(true);
        for (const { known, submissions, calculation, sums } of [before, after]) {
          for (const { token, funded: total, paid, dust } of calculation.totals) {
            const given = submissions.filter((each) => each.token === token);
            expect(total <= given.reduce((sum, each) => sum + fundedBy(each), 0n)).to.equal(true);
            expect(paid + dust === total && dust >= 0n).to.equal(true);
          }
          const until = calculation === before.calculation ? one - (one % 10n) : one + more - ((one + more) % 10n);
          const naive = naiveEarnings({ events: known, firstDefaultBips: 1_000n }, submissions, 10n, until, (at) => at);
          expect(new Map([...sums].sort())).to.deep.equal(new Map([...naive].sort()));
        }
        if (before.calculation.earnings.length > 0) {
          const again = (await rootOf(one)).calculation;
          expect(distribution(again.earnings).root).to.equal(distribution(before.calculation.earnings).root);
          ++seen.earned;
        }
        if (drawn.some((event) => event.kind === "default" && event.block > one)) ++seen.changedDefault;
        if (funded.some(([{ startTimestamp }, at]) => at > one && startTimestamp < one)) ++seen.fundedLate;
      }),
      { numRuns: RUNS, seed: 141 },
    );
    expect(Math.min(seen.changedDefault, seen.fundedLate, seen.earned)).to.be.greaterThan(5);
  });
});
