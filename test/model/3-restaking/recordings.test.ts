import { expect } from "chai";
import { loadRecording } from "../../../scripts/replay/format/load.ts";
import { openModel } from "../../../scripts/replay/model/player.ts";
import { ownRecordings } from "../../../scripts/replay/recordings.ts";
import { differenceLine } from "../../../scripts/replay/report.ts";
import { playScenario } from "../../../scripts/replay/play/scenario.ts";
import { recordingNamed } from "../../3-restaking/replay/recording.ts";

describe("the core's model and recordings of the real core [uninstrumented]", () => {
  for (const file of ownRecordings()) {
    const recording = loadRecording(file);
    it(`TWN-01: ${recording.name} plays on the model with no difference in results, reverts, logs and state`, async () => {
      const lines: string[] = [];
      const played = await playScenario(recording, (found) => void lines.push(differenceLine(found)), openModel);
      expect(lines).to.deep.equal([]);
      expect(played).to.deep.include({ steps: recording.steps.length, differences: 0 });
      // at least a result and 25 fields of state a step: a run that compares little does not pass for a run
      expect(played.fields).to.be.greaterThan(26 * recording.steps.length);
    });
  }

  it("TWN-01: a number, an error or a log that the real core did not have is a difference on the model too", async () => {
    const recording = recordingNamed("S5");
    recording.steps.length = 9;
    recording.steps[2].expect.stakers.alice.stETH.depositShares = "2";
    recording.steps[4].result = { ok: false, revert: "FullySlashed()", revertData: "0x28cef1a4" };
    recording.steps[5].events = [];
    const fields: string[] = [];
    await playScenario(recording as never, ({ step, field }) => void fields.push(`${step} ${field}`), openModel);
    expect(fields).to.deep.equal([
      "2 expect.stakers.alice.stETH.depositShares",
      "4 result.revert",
      "4 result.revertData",
      ...fields.filter((field) => field.startsWith("5 events")),
    ]);
    expect(fields.length).to.be.greaterThan(3);
  });
});
