import { expect } from "chai";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { KeyBook } from "../../../model/5-lrt/operators/delegator.ts";
import { stepDelegator } from "../../../model/5-lrt/operators/delegator-step.ts";
import { playFile } from "../../../scripts/twin/deep/play.ts";
import { delegatorTwin, STATES } from "../../../scripts/twin/delegator/check.ts";
import { KINDS, REFUSED_TO_ALL } from "../../../scripts/twin/delegator/kinds.ts";
import { openDelegatorPairs } from "../../../scripts/twin/delegator/pair.ts";
import { checkDrawn } from "../../../scripts/twin/shared/drawn.ts";
import { nothingMet } from "../../../scripts/twin/shared/met.ts";
import { saveDrawn } from "../../../scripts/twin/shared/saved-drawn.ts";

const SEED = 20_261_130;
const REPORTS = path.join(import.meta.dirname, "../../../reports");

const OF_DELEGATOR = [
  ...["OnlyRestaker", "UnexpectedEther", "NotOurValidator", "ExitIgnored", "ValidatorSlashed", "TooManyExiting"],
  ...["StrategyUnknown", "NothingToReport", "TooManyUnverified", "NotUnverified", "KnownLater", "OnlyAtCheckpoint"],
  ...["KeysUntold", "CheckpointTooSoon", "ProofBeforeCheckpoint"],
];
const OF_POD = [
  ...["CurrentlyPaused", "OnlyEigenPodOwnerOrProofSubmitter", "CredentialsAlreadyVerified", "NoActiveCheckpoint"],
  ...["WithdrawalCredentialsNotForEigenPod", "ValidatorInactiveOnBeaconChain", "ValidatorIsExitingBeaconChain"],
  ...["ValidatorNotActiveInPod", "ValidatorNotSlashedOnBeaconChain", "BeaconTimestampTooFarInPast"],
  ...["BeaconTimestampBeforeLatestCheckpoint", "TimestampOutOfRange", "CheckpointAlreadyActive"],
  ...["CannotCheckpointTwiceInSingleBlock", "InsufficientWithdrawableBalance", "EigenPodAlreadyExists"],
];
const OF_CORE = [
  ...["ActivelyDelegated", "NotActivelyDelegated", "CallerCannotUndelegate", "FullySlashed", "OperatorNotRegistered"],
  ...["WithdrawalDelayNotElapsed", "WithdrawalNotQueued", "SharesAmountTooHigh", "SharesAmountZero"],
  ...["NewSharesZero", "ERC20InsufficientBalance", "Panic", "Empty"],
];

describe("the model of a delegator and the contracts [uninstrumented]", function () {
  this.timeout(600_000);

  it("TWN-41: they agree on results, reverts, logs and on all that can be seen after every step of drawn sequences", async () => {
    const met = nothingMet();
    const plan = { seed: SEED, sequences: 44, beginnings: true };
    const found = await checkDrawn(delegatorTwin(await openDelegatorPairs()), plan, met);
    const saved = found === undefined ? "" : saveDrawn("delegator", SEED, found, REPORTS);

    expect(found?.disagreement.message, `npm run test:deep -- --play ${saved}`).to.equal(undefined);
    const wanted = [...KINDS.filter((kind) => !REFUSED_TO_ALL.includes(kind)), ...OF_DELEGATOR, ...OF_POD, ...OF_CORE];
    expect(
      [...wanted, ...STATES].filter((word) => !met.words.has(word)),
      "met at least once",
    ).to.deep.equal([]);
  });

  it("TWN-42: a flaw of a second in the model is found, made as short as it goes, saved, and plays on the model that is right", async () => {
    const flawed: typeof stepDelegator = (state, block, action) => {
      const outcome = stepDelegator(state, block, action);
      // of a key that no way into what is rare adds
      if (!outcome.ok || action.function !== "add") return outcome;
      const book = outcome.state.keyBooks.get(action.from) as KeyBook;
      const later = { ...book, untoldRightUntil: book.untoldRightUntil + 1n };
      return { ...outcome, state: { ...outcome.state, keyBooks: outcome.state.keyBooks.set(action.from, later) } };
    };
    const found = await checkDrawn(
      delegatorTwin(await openDelegatorPairs(flawed)),
      { seed: SEED, sequences: 20 },
      nothingMet(),
    );
    if (found === undefined) return expect.fail("nothing was found");
    expect(found.disagreement.message).to.match(/unprovenKeys\.keysOf\(\[0x[0-9a-f]{40}\]\): model/);
    expect(found.steps.map(({ kind }) => kind)).to.deep.equal(["add a key of his own"]);
    const file = saveDrawn("delegator", SEED, found, mkdtempSync(path.join(tmpdir(), "delegator-")));
    const { line, agrees } = await playFile(file);
    expect(line).to.match(/ steps, 0 differences$/);
    expect(agrees).to.equal(true);
  });
});
