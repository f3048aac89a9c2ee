import { expect } from "chai";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stepRestaker } from "../../../model/5-lrt/operators/restaker/step.ts";
import { playFile } from "../../../scripts/twin/deep/play.ts";
import { restakerTwin, STATES } from "../../../scripts/twin/restaker/check.ts";
import { KINDS, REFUSED_TO_ALL } from "../../../scripts/twin/restaker/kinds.ts";
import { openRestakerPairs } from "../../../scripts/twin/restaker/pair.ts";
import { checkDrawn } from "../../../scripts/twin/shared/drawn.ts";
import { nothingMet } from "../../../scripts/twin/shared/met.ts";
import { saveDrawn } from "../../../scripts/twin/shared/saved-drawn.ts";

const SEED = 20_261_130;
const REPORTS = path.join(import.meta.dirname, "../../../reports");

const ERRORS = [
  ...["AccessManagedUnauthorized", "OutOfRange", "UnknownSlot", "TooManySlots", "WeightsTooHigh", "StillDelegated"],
  ...[
    "OperatorIneligible",
    "PodIneligible",
    "OperatorEligible",
    "NoSlotOf",
    "StrategyKnown",
    "StrategyUnknown",
    "StrategyRetiring",
  ],
  ...["StrategyNotRetiring", "StrategyNotEmpty", "TooManyStrategies", "TooManyCappedAvss", "AvsNotCapped"],
  ...["AvsCapReached", "LegTooSmall", "NothingToUnwind", "NothingToTrim", "TooManyValidators", "TooManyQueued"],
  ...["UnwoundTooRecently", "KeyAlreadyRegistered", "NoKeys", "OnlyRestaker", "UnknownExit", "NotDelegated"],
  ...["WithdrawalNotQueued", "WithdrawerNotCaller", "WithdrawalDelayNotElapsed", "SharesRefused", "Broken", "Panic"],
];

describe("the model of the restaker and the contracts [uninstrumented]", function () {
  this.timeout(600_000);

  it("TWN-45: they agree on results, reverts, logs and on all that can be seen after every step of drawn sequences", async () => {
    const met = nothingMet();
    const plan = { seed: SEED, sequences: 26, beginnings: true };
    const found = await checkDrawn(restakerTwin(await openRestakerPairs()), plan, met);
    const saved = found === undefined ? "" : saveDrawn("restaker", SEED, found, REPORTS);
    expect(found?.disagreement.message, `npm run test:deep -- --play ${saved}`).to.equal(undefined);
    const wanted = [...KINDS.filter((kind) => kind !== REFUSED_TO_ALL), ...ERRORS, ...STATES];
    expect(
      wanted.filter((word) => !met.words.has(word)),
      "met at least once",
    ).to.deep.equal([]);
  });

  it("TWN-46: a flaw of a wei in the model is found, made as short as it goes, saved, and plays on the model that is right", async () => {
    const flawed: typeof stepRestaker = (state, block, action) => {
      const outcome = stepRestaker(state, block, action);
      // of slots that no way into what is rare sets
      if (!outcome.ok || action.function !== "setSlot" || action.args[0] === 0n) return outcome;
      const slots = outcome.state.slots.map((slot) => ({ ...slot, capAssets: slot.capAssets + 1n }));
      return { ...outcome, state: { ...outcome.state, slots } };
    };
    const found = await checkDrawn(
      restakerTwin(await openRestakerPairs(flawed)),
      { seed: SEED, sequences: 20 },
      nothingMet(),
    );
    if (found === undefined) return expect.fail("nothing was found");
    expect(found.disagreement.message).to.match(/restaker\.slots\(\[\]\): model/);
    expect(found.steps.map(({ kind }) => kind)).to.deep.equal(["setSlot"]);
    const file = saveDrawn("restaker", SEED, found, mkdtempSync(path.join(tmpdir(), "restaker-")));
    const { line, agrees } = await playFile(file);
    expect(line).to.match(/ 1 steps, 0 differences$/);
    expect(agrees).to.equal(true);
  });
});
