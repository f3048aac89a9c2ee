import { expect } from "chai";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stepReserve } from "../../../model/5-lrt/operators/step.ts";
import { playFile } from "../../../scripts/twin/deep/play.ts";
import { agreeOn, reserveTwin } from "../../../scripts/twin/reserve/check.ts";
import type { Step } from "../../../scripts/twin/reserve/draw.ts";
import { type Kind, KINDS, REFUSED_TO_ALL } from "../../../scripts/twin/reserve/kinds.ts";
import { openReservePairs } from "../../../scripts/twin/reserve/pair.ts";
import { stepOf } from "../../../scripts/twin/pool/draw.ts";
import { checkDrawn } from "../../../scripts/twin/shared/drawn.ts";
import { nothingMet } from "../../../scripts/twin/shared/met.ts";
import { saveDrawn } from "../../../scripts/twin/shared/saved-drawn.ts";

const SEED = 20_261_130;
const REPORTS = path.join(import.meta.dirname, "../../../reports");
const KEPT = path.join(import.meta.dirname, "reserve");
const ETH = 10n ** 18n;

const ERRORS = [
  ...["OnlyVault", "OnlyRestaker", "AccessManagedUnauthorized", "UnexpectedEther", "NotReceived", "NotDepositable"],
  ...["InflowExceeded", "OutOfRange", "TooManyExits", "UnknownExit", "NothingToClaim", "NothingToConvert"],
  ...["ZeroShares", "CurrentlyPaused", "ERC20InsufficientBalance", "ERC20InvalidReceiver", "Panic", "Broken"],
  "SafeCastOverflowedUintDowncast",
];
const STATES = [
  ...["an exit joins a batch", "an exit waits", "an exit is filled in part", "an exit is filled", "several exits"],
  ...["all places are taken", "exits are stopped", "the LST is retired", "some LST is nobody's", "one wei is idle"],
  ...["some ether is nobody's", "the LST is worth less than at first", "the LST has lost everything"],
  ...["the count is wrong", "a last claim of nothing", "a claim of a part", "DustGivenUp"],
  "an exit was paid before the LST has lost everything",
];

const own = (kind: Kind, given: Partial<Step> = {}): Step => stepOf<Kind>(kind, given);

describe("the model of a reserve and the contracts [uninstrumented]", function () {
  this.timeout(600_000);
  let right: Awaited<ReturnType<typeof openReservePairs>>;

  before(async () => {
    right = await openReservePairs();
  });

  it("TWN-36: they agree on results, reverts, logs and the whole state after every step of drawn sequences", async () => {
    const met = nothingMet();
    const plan = { seed: SEED, sequences: 36, beginnings: true };
    const found = await checkDrawn(reserveTwin(right), plan, met);
    const saved = found === undefined ? "" : saveDrawn("reserve", SEED, found, REPORTS);
    expect(found?.disagreement.message, `npm run test:deep -- --play ${saved}`).to.equal(undefined);
    const wanted = [...KINDS.filter((kind) => kind !== REFUSED_TO_ALL), ...ERRORS, ...STATES];
    expect(
      wanted.filter((word) => !met.words.has(word)),
      "met at least once",
    ).to.deep.equal([]);
  });

  it("TWN-36: they agree on the last wei that fits under the cap and into the inflow, and on the room that is left", async () => {
    const pair = await right.begin();
    const { state } = pair.pool();
    const deposit = async (wei: bigint, wait = 12n): Promise<string | undefined> => {
      const told = await agreeOn(pair, own("deposit", { size: { wei }, wait }));
      return told.at(-1)?.said;
    };
    const limits = async (capAssets: bigint, inflowAssets: bigint): Promise<void> => {
      const args = [capAssets, inflowAssets, 86_400n];
      await pair.play({ from: state.reserve.governor, contract: "reserve", function: "setLimits", args }, 0n);
    };
    await limits(10n * ETH, 100n * ETH);
    expect(await deposit(10n * ETH + 1n)).to.equal(
      `InflowExceeded(${state.config.wstEth},${10n * ETH + 1n},${10n * ETH})`,
    );
    expect(await deposit(10n * ETH)).to.equal(String(10n * ETH));
    await limits(30n * ETH, 11n * ETH);
    expect(await deposit(ETH + 1n, 0n)).to.equal(`InflowExceeded(${state.config.wstEth},${ETH + 1n},${ETH})`);
    expect(await deposit(ETH, 0n)).to.equal(String(ETH));
  });

  it("TWN-37: a flaw of a wei in the model is found, made as short as it goes, saved, and plays on the model that is right", async () => {
    const flawed: typeof stepReserve = (state, block, action) => {
      const outcome = stepReserve(state, block, action);
      if (!outcome.ok || action.function !== "claimExit") return outcome;
      return { ...outcome, state: { ...outcome.state, awayLst: outcome.state.awayLst + 1n } };
    };
    const plan = { seed: SEED, sequences: 10, beginnings: true };
    const found = await checkDrawn(reserveTwin(await openReservePairs(flawed)), plan, nothingMet());
    if (found === undefined) return expect.fail("nothing was found");
    expect(found.disagreement.message).to.match(/reserve\.awayLst\(\[\]\): model/);
    const kinds = found.steps.map(({ kind }) => kind);
    expect(kinds).to.include.members(["deposit", "requestExit", "close"]);
    expect([kinds.at(-1), kinds.length <= 7]).to.deep.equal(["claimExit", true], kinds.join());
    const file = saveDrawn("reserve", SEED, found, mkdtempSync(path.join(tmpdir(), "reserve-")));
    const { line, agrees } = await playFile(file);
    expect(line).to.match(/ steps, 0 differences$/);
    expect(agrees).to.equal(true);
  });

  for (const file of readdirSync(KEPT)) {
    it(`TWN-37: ${path.basename(file, ".json")}, a sequence worth keeping, plays on both with no difference`, async () => {
      expect((await playFile(path.join(KEPT, file))).line).to.match(/ steps, 0 differences$/);
    });
  }
});
