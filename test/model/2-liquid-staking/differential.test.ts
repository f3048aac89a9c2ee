import { expect } from "chai";
import path from "node:path";
import { checkDrawn } from "../../../scripts/twin/shared/drawn.ts";
import { nothingMet } from "../../../scripts/twin/shared/met.ts";
import { saveDrawn } from "../../../scripts/twin/shared/saved-drawn.ts";
import { agreeOn, poolTwin } from "../../../scripts/twin/pool/check.ts";
import { stepOf } from "../../../scripts/twin/pool/draw.ts";
import { KINDS, OF_QUEUE_ALONE } from "../../../scripts/twin/pool/kinds.ts";
import { openPoolPairs } from "../../../scripts/twin/pool/pair.ts";

const SEED = 20_261_129;
const REPORTS = path.join(import.meta.dirname, "../../../reports");

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
    const met = nothingMet();
    const plan = { seed: SEED, sequences: 300, beginnings: true };
    const found = await checkDrawn(poolTwin(await openPoolPairs()), plan, met);
    const saved = found === undefined ? "" : saveDrawn("pool", SEED, found, REPORTS);
    expect(found?.disagreement.message, `npm run test:deep -- --play ${saved}`).to.equal(undefined);
    const wanted = [...KINDS.filter((kind) => !OF_QUEUE_ALONE.has(kind)), ...ERRORS, ...EVENTS, ...STATES];
    expect(
      wanted.filter((word) => !met.words.has(word)),
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
