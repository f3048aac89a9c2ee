import { expect } from "chai";
import fc from "fast-check";
import { currentEpoch, standingNow } from "../../../model/1-staking/validators.ts";
import { reportOverdue } from "../../../model/2-liquid-staking/reports.ts";
import { onRungOne } from "../../../model/2-liquid-staking/rung-one.ts";
import type { Told } from "../../../scripts/twin/shared/spell.ts";
import { actionsOf, BEGINNINGS, donatedBy, KINDS, sequences, type Step, stepOf } from "./draw.ts";
import { openPoolPairs, type PoolPair } from "./pair.ts";

/** Plays a step on both, which have to agree on it and on everything after it. @returns what each call came to */
async function agreeOn(pair: PoolPair, step: Step): Promise<Told[]> {
  const wei = donatedBy(step);
  if (wei > 0n) await pair.donate(wei);
  const told: Told[] = [];
  for (const [nth, action] of actionsOf(pair, step).entries())
    told.push(await pair.play(action, nth === 0 ? step.wait : 0n));
  return told;
}

/** What there is, in the words in which it is counted. */
function statesOf(pair: PoolPair): string[] {
  const pool = pair.pool();
  const { state } = pool;
  const batches = Array.from({ length: Number(state.openBatch) - 1 }, (_, nth) => state.batches.get(String(nth + 1))!);
  const validators = onRungOne(pool, (chain) =>
    state.exiting.map(({ index }) => {
      const { slashed, withdrawableEpoch, balanceGwei } = standingNow(chain, index);
      if (slashed) return "a slashed validator leaves";
      if (withdrawableEpoch > currentEpoch(chain)) return "a validator leaves";
      return balanceGwei > 0n ? "a validator is to be swept" : "a validator is gone";
    }),
  );
  return [
    ...batches.map(({ unfilledShares, filledWei, unclaimedRequests }) => {
      if (unfilledShares > 0n) return filledWei > 0n ? "a batch is filled in part" : "a batch waits";
      return unclaimedRequests > 0n ? "a batch is filled" : "a batch is claimed";
    }),
    ...validators,
    ...(state.frame === undefined ? [] : ["a report has parts"]),
    ...(reportOverdue(pool) ? ["a report is overdue"] : []),
    ...(state.poolPaused ? ["the pool is paused"] : []),
    ...(state.queuePaused ? ["the queue is paused"] : []),
    ...(state.keysUsed === state.keys.length ? ["no key is left"] : []),
    ...(state.validatorsEther === 0n ? ["no ether is at validators"] : []),
  ];
}

const ERRORS = [
  ...["ERC20InsufficientBalance", "ERC20InsufficientAllowance", "ERC20InvalidSpender", "ERC20InvalidReceiver"],
  ...["ExpiredSignature", "InvalidSigner", "ERC2612ExpiredSignature", "ERC2612InvalidSigner", "NothingToConvert"],
  ...["ZeroShares", "ZeroOwner", "NothingToClose", "ClosesLater", "ReportNotOfThisBlock", "CurrentlyPaused"],
  ...["OnlyGuardian", "OnlyQueue", "OnlyPool", "OnlyCurator", "KeyListsDiffer", "KeyLengths", "FeeNotCovered"],
  ...["UnknownRequest", "NotRequestOwner", "NothingToClaim", "NotWithdrawn", "NoSuchPosition"],
];
const EVENTS = ["KeyDropped", "ValidatorStaked", "ValidatorExitRequested", "Swept", "BatchFilled", "Reported"];
const STATES = [
  ...["a batch waits", "a batch is filled in part", "a batch is filled", "a batch is claimed"],
  ...["a validator leaves", "a validator is to be swept", "a validator is gone", "a slashed validator leaves"],
  ...["a report has parts", "a report is overdue", "the pool is paused", "the queue is paused", "no key is left"],
];

describe("the model of liquid staking and the contracts [uninstrumented]", function () {
  this.timeout(600_000);

  it("TWN-20: they agree on results, reverts, logs and the whole state after every step of drawn sequences", async () => {
    const { begin } = await openPoolPairs();
    const met = new Map<string, number>();
    const note = (word: string) => met.set(word, (met.get(word) ?? 0) + 1);
    await fc.assert(
      fc.asyncProperty(sequences, async (steps) => {
        const pair = await begin();
        for (const step of steps) {
          const told = await agreeOn(pair, step);
          if (told.every(({ ok }) => ok)) note(step.kind);
          for (const { ok, said } of told) if (!ok) note(said.split("(")[0] as string);
          for (const log of told.flatMap(({ events }) => events)) note(log.split(" ")[1]!.split("(")[0] as string);
          for (const state of statesOf(pair)) note(state);
        }
      }),
      { seed: 20_261_129, numRuns: 60, examples: BEGINNINGS.map((one) => [one]) },
    );
    // those of the queue alone are refused to everybody
    const refused = ["redeemQueued", "returnDust", "ether for the queue"];
    const wanted = [...KINDS.filter((kind) => !refused.includes(kind)), ...ERRORS, ...EVENTS, ...STATES];
    expect(
      wanted.filter((word) => !met.has(word)),
      "met at least once",
    ).to.deep.equal([]);
  });

  it("TWN-20: they agree on the second from which a batch closes, and on the dust that its last claim returns", async () => {
    const pair = await (await openPoolPairs()).begin();
    const part = { size: { bps: 3_333n } };
    await agreeOn(pair, stepOf("donate", part));
    for (const kind of ["report", "request", "close"] as const) await agreeOn(pair, stepOf(kind, { ...part, who: 1 }));
    for (const who of [0, 1, 2]) await agreeOn(pair, stepOf("request", { ...part, who }));
    const { state, block } = pair.pool();
    const opens = state.lastClose + state.config.batchIntervalSeconds;
    const [early] = await agreeOn(pair, stepOf("close", { wait: opens - 1n - block.timestamp }));
    expect(early?.said).to.equal(`ClosesLater(${opens})`);
    const [inTime] = await agreeOn(pair, stepOf("close", { wait: opens - block.timestamp }));
    expect(inTime?.ok).to.equal(true);
    await agreeOn(pair, stepOf("submit", { who: 2, size: { beyond: 40n * 10n ** 18n } }));
    await agreeOn(pair, stepOf("report and fill", { nth: 9 }));
    const { filledWei } = pair.pool().state.batches.get("2")!;
    expect(filledWei > 0n).to.equal(true);
    for (const nth of [1, 2, 3]) expect((await agreeOn(pair, stepOf("claim", { nth })))[0]?.ok).to.equal(true);
    const dust = filledWei - (pair.pool().state.batches.get("2")?.filledWei ?? 0n);
    expect(dust > 0n && dust < 3n, `${dust} wei of dust`).to.equal(true);
  });

  it("TWN-20: they agree on parts of a report, which count together in one block and state and not beyond", async () => {
    const pair = await (await openPoolPairs()).begin();
    const read = async (nth: number, wait: bigint) => {
      const [told] = await agreeOn(pair, stepOf("report a part", { nth, wait }));
      return [told?.said, told?.events.some((log) => log.includes("ReportStarted("))];
    };
    expect(await read(2, 12n)).to.deep.equal(["false", true]);
    expect(await read(1, 0n)).to.deep.equal(["false", false]);
    // another block, another state: from the beginning
    expect(await read(3, 12n)).to.deep.equal(["false", true]);
    expect(await read(1, 0n)).to.deep.equal(["true", false]);
    expect(await read(3, 0n)).to.deep.equal(["false", true]);
    await agreeOn(pair, stepOf("penalize", { wait: 0n }));
    expect(await read(3, 0n)).to.deep.equal(["false", true]);
    await agreeOn(pair, stepOf("submit", { size: { beyond: 0n }, wait: 0n }));
    await agreeOn(pair, stepOf("stakeBuffered", { nth: 1, wait: 0n }));
    expect(await read(3, 0n)).to.deep.equal(["false", true]);
  });
});
