import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { ACTIONS } from "../../../scripts/replay/format/actions.ts";
import { loadRecording } from "../../../scripts/replay/format/load.ts";
import { openModel, playerOn } from "../../../scripts/replay/model/player.ts";
import { openStage, playScenario } from "../../../scripts/replay/play/scenario.ts";
import { differenceLine } from "../../../scripts/replay/report.ts";
import { checkTwin, type Met, saveRecording } from "../../../scripts/twin/core/check.ts";
import { openPairs } from "../../../scripts/twin/core/pair.ts";

const KEPT = path.resolve("test/model/3-restaking/sequences");

/** The sample of every run of the tests; `npm run replay -- --model FILE` plays what it finds. */
const SAMPLE = { seed: 20_261_129, sequences: 100, steps: 60 };

/** Errors that the sample has to meet: those of who deposits, delegates, leaves, allocates, slashes and clears. */
const ERRORS = [
  "ActivelyDelegated()",
  "AlreadyMemberOfSet()",
  "InputArrayLengthMismatch()",
  "InvalidOperatorSet()",
  "InvalidPermissions()",
  "NewSharesZero()",
  "NotActivelyDelegated()",
  "OperatorNotRegistered()",
  "OperatorNotSlashable()",
  "OperatorsCannotUndelegate()",
  "Panic(0x11)",
  "SharesAmountTooHigh()",
  "SignatureExpired()",
  "UninitializedAllocationDelay()",
  "WithdrawalDelayNotElapsed()",
];

describe("the core's model and the core [uninstrumented]", function () {
  this.timeout(600_000);

  describe("on sequences that nobody chose", () => {
    let met: Met;

    it("TWN-10: they agree on results, reverts, logs and the whole state after every step", async () => {
      const checked = await checkTwin(await openPairs(), SAMPLE);
      ({ met } = checked);
      const saved = checked.found === undefined ? "" : saveRecording(checked.found.recording, path.resolve("reports"));
      expect(checked.found?.disagreement.message, `npm run replay -- --model ${saved}`).to.equal(undefined);
      expect(met.sequences).to.equal(SAMPLE.sequences);
    });

    it("TWN-11: the sample took every action, called every contract, and met what users meet", () => {
      const actions = [...met.actions.keys()];
      expect(Object.keys(ACTIONS).filter((name) => name !== "call" && !actions.includes(name))).to.deep.equal([]);
      const called = new Set(actions.filter((name) => name.includes(".")).map((name) => name.split(".")[0]));
      expect([...called]).to.include.members([
        "AllocationManager",
        "DelegationManager",
        "EigenPodManager",
        "PermissionController",
        "RewardsCoordinator",
        "StrategyManager",
      ]);
      expect(ERRORS.filter((error) => !met.errors.has(error))).to.deep.equal([]);
      expect(met.errors.size).to.be.at.least(50);
      expect(met.steps).to.be.at.least(2_000);
    });
  });

  it("TWN-12: a flaw of the model is found, made as short as it goes, and saved beside what is there", async () => {
    // a deposit returns a share too much on the model
    const flawed: typeof playerOn = (...args) => {
      const player = playerOn(...args);
      const play: typeof player.play = async (step, index) => {
        const outcome = await player.play(step, index);
        return step.action === "depositIntoStrategy" && outcome.ok ? { ...outcome, shares: "1" } : outcome;
      };
      return { ...player, play };
    };
    const { found } = await checkTwin(await openPairs(withoutPrelude(flawed)), { seed: 3, sequences: 20, steps: 12 });
    const actions = found?.recording.steps.map(({ action }) => action) ?? [];
    // what comes before is the prelude, which ends with the end of a block
    expect(actions.slice(actions.lastIndexOf("rollBlocks") + 1)).to.deep.equal(["depositIntoStrategy"]);
    expect(found?.disagreement.differences.map(({ field }) => field)).to.deep.equal(["result.shares"]);

    const folder = mkdtempSync(path.join(tmpdir(), "twin-"));
    try {
      const recording = found?.recording as NonNullable<typeof found>["recording"];
      const [first, second] = [saveRecording(recording, folder), saveRecording(recording, folder)];
      expect(first).not.to.equal(second);
      expect(loadRecording(first)).to.deep.equal(loadRecording(second));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const file of existsSync(KEPT) ? readdirSync(KEPT) : []) {
    it(`TWN-13: ${file} plays on the model and on the chain with no difference`, async () => {
      for (const open of [openModel, openStage]) {
        const lines: string[] = [];
        const recording = loadRecording(path.join(KEPT, file));
        await playScenario(recording, (found) => void lines.push(differenceLine(found)), open);
        expect(lines).to.deep.equal([]);
      }
    });
  }
});

/** The prelude is played with no flaw. */
function withoutPrelude(flawed: typeof playerOn): typeof playerOn {
  let opened = 0;
  return (...args) => (opened++ === 0 ? playerOn(...args) : flawed(...args));
}
