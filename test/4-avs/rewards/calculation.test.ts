import { expect } from "chai";
import fc from "fast-check";
import { type Calculation, calculateRewards } from "../../../scripts/rewards/calculate.ts";
import { type StakeChange, type StakeEvent, setKey } from "../../../scripts/rewards/stakeEvents.ts";
import { fundedBy, partOf, slicesOf, type Submission } from "../../../scripts/rewards/submissions.ts";
import { naiveEarnings } from "./naive.ts";
import { WAD } from "../../../scripts/lib/units.ts";

const AVS = "0xa5";
const SET = setKey(AVS, 1);
const OPERATORS = ["op1", "op2", "op3"];
const STAKERS = ["op1", "alice", "bob", "carol"];
const STRATEGIES = ["s1", "s2"];
const CADENCE = 10n;
/** Blocks and seconds are one here: a slice begins at the block of its second. */
const blockAt = (timestamp: bigint): bigint => timestamp;

const flat = ({ earnings }: Calculation): Map<string, bigint> =>
  new Map(
    earnings.flatMap(({ earner, tokens }) => tokens.map((one) => [`${earner} ${one.token}`, one.cumulativeEarnings])),
  );

async function calculate(events: StakeEvent[], submissions: Submission[], until = 1_000n) {
  return calculateRewards(
    { events, submissions, firstDefaultBips: 1_000n, blockAt: async (timestamp) => blockAt(timestamp) },
    CADENCE,
    until,
  );
}

const delegate = (operator: string, staker: string, delta: bigint, block = 0n): StakeEvent => ({
  kind: "shares",
  operator,
  staker,
  strategy: "s1",
  delta,
  block,
});
const join = (operator: string, block = 0n): StakeEvent => ({
  kind: "membership",
  operator,
  set: SET,
  joined: true,
  block,
});
const submission = (amount: bigint, changed: Partial<Submission> = {}): Submission =>
  ({
    kind: "total",
    avs: AVS,
    set: SET,
    weights: [{ strategy: "s1", multiplier: WAD }],
    token: "t",
    amount,
    startTimestamp: 100n,
    durationSeconds: 40n,
    ...changed,
  }) as Submission;

describe("Rewards: who earns how much", () => {
  it("AVS-70: operators by stake, stakers after the operator's split, to the wei", async () => {
    const events = [
      join("op1"),
      join("op2"),
      delegate("op1", "alice", 30n),
      delegate("op1", "op1", 10n),
      delegate("op2", "bob", 60n),
    ];
    const result = await calculate(events, [submission(1_000n)]);
    // Four slices of 250: op1 100 (own 10, alice 67 of 90, itself 22), op2 150 (own 15, bob 135).
    expect(flat(result)).to.deep.equal(
      new Map([
        ["op1 t", 4n * 32n],
        ["alice t", 4n * 67n],
        ["op2 t", 60n],
        ["bob t", 540n],
      ]),
    );
    expect(result.totals).to.deep.equal([{ token: "t", funded: 1_000n, paid: 996n, dust: 4n }]);
  });

  it("AVS-70: stake counts from the slice that begins after it came, and only slices that have ended are paid", async () => {
    const events = [
      join("op1"),
      delegate("op1", "alice", 1n),
      delegate("op1", "bob", 1n, 110n),
      delegate("op1", "carol", 2n, 111n),
    ];
    const split: StakeEvent = { kind: "split", operator: "op1", set: SET, bips: 0n, activatedAt: 100n, block: 50n };
    const result = await calculate([events[0]!, events[1]!, split, events[2]!, events[3]!], [submission(400n)], 129n);
    expect(flat(result)).to.deep.equal(
      new Map([
        ["alice t", 150n],
        ["bob t", 50n],
      ]),
    );
    const later = await calculate([events[0]!, events[1]!, split, events[2]!, events[3]!], [submission(400n)], 130n);
    expect(flat(later)).to.deep.equal(
      new Map([
        ["alice t", 175n],
        ["bob t", 75n],
        ["carol t", 50n],
      ]),
    );
  });

  it("AVS-70: a slash takes from all stakers of the operator alike, and unique stake counts what is allocated", async () => {
    const allocated = (operator: string, magnitude: bigint, block: bigint, effectBlock = block): StakeEvent => ({
      kind: "allocation",
      operator,
      set: SET,
      strategy: "s1",
      magnitude,
      block,
      effectBlock,
    });
    const events: StakeEvent[] = [
      join("op1"),
      join("op2"),
      delegate("op1", "op1", 100n),
      delegate("op2", "op2", 100n),
      allocated("op1", WAD / 2n, 1n),
      allocated("op2", WAD, 1n, 110n),
      { kind: "maximum", operator: "op1", strategy: "s1", magnitude: (WAD * 3n) / 4n, block: 120n },
      allocated("op1", WAD / 4n, 120n),
    ];
    const result = await calculate(events, [submission(4_000n, { kind: "unique" })]);
    // op1: 1000, then 333 (50 of 150), then 200 twice (25 of 125).
    expect(flat(result)).to.deep.equal(
      new Map([
        ["op1 t", 1_733n],
        ["op2 t", 2_266n],
      ]),
    );
    const total = await calculate(events, [submission(350n, { startTimestamp: 120n, durationSeconds: 10n })]);
    expect(flat(total)).to.deep.equal(
      new Map([
        ["op1 t", 150n],
        ["op2 t", 200n],
      ]),
    );
  });

  it("AVS-70: what finds no member or no staker goes back to the service", async () => {
    const nobody = await calculate([], [submission(77n)]);
    expect(flat(nobody)).to.deep.equal(new Map([[`${AVS} t`, 77n]]));
    const directed = submission(0n, {
      kind: "directed",
      operatorRewards: [
        { operator: "op1", amount: 40n },
        { operator: "op2", amount: 80n },
      ],
    } as Partial<Submission>);
    const result = await calculate([join("op1")], [directed]);
    expect(flat(result)).to.deep.equal(
      new Map([
        ["op1 t", 4n],
        [`${AVS} t`, 116n],
      ]),
    );
    expect(fundedBy(directed)).to.equal(120n);
  });

  it("AVS-71: slices hold the whole amount, and a duration they do not divide is refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt(0n, 10n ** 30n), fc.integer({ min: 1, max: 50 }), async (amount, count) => {
        const slices = slicesOf(submission(amount, { durationSeconds: BigInt(count) * CADENCE }), CADENCE, 10_000n);
        expect(slices).to.have.length(count);
        expect(slices.reduce((sum, slice) => sum + partOf(amount, slice), 0n)).to.equal(amount);
      }),
      { seed: 71 },
    );
    expect(() => slicesOf(submission(1n, { durationSeconds: 15n }), CADENCE, 1_000n)).to.throw("cannot be cut");
  });

  it("AVS-71: equals a naive second implementation to the wei on random histories, and funded = paid + dust", async () => {
    const operator = fc.constantFrom(...OPERATORS);
    const strategy = fc.constantFrom(...STRATEGIES);
    const magnitude = fc.bigInt(0n, WAD);
    const change: fc.Arbitrary<StakeChange> = fc.oneof(
      fc.record({
        kind: fc.constant("shares" as const),
        operator,
        staker: fc.constantFrom(...STAKERS),
        strategy,
        delta: fc.bigInt(-(10n ** 20n), 10n ** 21n),
      }),
      fc.record({
        kind: fc.constant("allocation" as const),
        operator,
        set: fc.constant(SET),
        strategy,
        magnitude,
        effectBlock: fc.bigInt(0n, 160n),
      }),
      fc.record({ kind: fc.constant("maximum" as const), operator, strategy, magnitude }),
      fc.record({ kind: fc.constant("membership" as const), operator, set: fc.constant(SET), joined: fc.boolean() }),
      fc.record({
        kind: fc.constant("split" as const),
        operator,
        set: fc.constant(SET),
        bips: fc.bigInt(0n, 10_000n),
        activatedAt: fc.bigInt(90n, 150n),
      }),
    );
    const history = fc
      .array(fc.tuple(change, fc.bigInt(0n, 140n)), { minLength: 5, maxLength: 40 })
      .map((drawn) =>
        drawn.map(([one, block]): StakeEvent => ({ ...one, block })).sort((a, b) => Number(a.block - b.block)),
      );
    const weights = STRATEGIES.map((name, index) => ({ strategy: name, multiplier: BigInt(index + 1) * WAD }));
    const kind = fc.constantFrom("unique" as const, "total" as const, "directed" as const);
    const funded = fc.tuple(kind, fc.bigInt(1n, 10n ** 24n)).map(([which, amount]) =>
      submission(amount, {
        kind: which,
        weights,
        operatorRewards: [
          { operator: "op1", amount },
          { operator: "op2", amount: amount / 3n + 1n },
        ],
      } as Partial<Submission>),
    );
    await fc.assert(
      fc.asyncProperty(history, fc.array(funded, { minLength: 1, maxLength: 3 }), async (events, submissions) => {
        const result = await calculate(events, submissions);
        const naive = naiveEarnings({ events, firstDefaultBips: 1_000n }, submissions, CADENCE, 1_000n, blockAt);
        expect(new Map([...flat(result)].sort())).to.deep.equal(new Map([...naive].sort()));
        const total = submissions.reduce((sum, one) => sum + fundedBy(one), 0n);
        const [sums] = result.totals;
        expect(sums!.funded).to.equal(total);
        expect(sums!.paid + sums!.dust).to.equal(total);
        // At most a wei for each division: an operator's share and each staker's, in four slices.
        expect(sums!.dust >= 0n && sums!.dust <= BigInt(submissions.length) * 4n * 15n).to.equal(true);
      }),
      { numRuns: 100, seed: 70 },
    );
  });
});
