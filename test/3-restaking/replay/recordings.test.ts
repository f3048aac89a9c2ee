import { expect } from "chai";
import { ACTIONS } from "../../../scripts/replay/format/actions.ts";
import { loadRecording } from "../../../scripts/replay/format/load.ts";
import { ownRecordings } from "../../../scripts/replay/recordings.ts";
import { differenceLine } from "../../../scripts/replay/report.ts";
import { exitCode, replay } from "../../../scripts/replay/run.ts";

describe("recordings of the real core", () => {
  for (const file of ownRecordings()) {
    const { name, steps } = loadRecording(file);
    it(`RST-60, RST-107: ${name} plays with no difference in results, reverts, logs and state`, async () => {
      const lines: string[] = [];
      const summary = await replay([file], {
        onDifference: (difference) => lines.push(differenceLine(difference)),
        onPlayed: () => undefined,
        onUnplayable: (message) => lines.push(message),
      });
      expect(lines).to.deep.equal([]);
      expect(summary).to.deep.include({ scenarios: 1, steps: steps.length, differences: 0, unplayable: 0 });
      // at least a result and 25 fields of state a step: a run that compares little does not pass for a run
      expect(summary.fields).to.be.greaterThan(26 * steps.length);
      expect(exitCode(summary)).to.equal(0);
    });
  }

  it("RST-60, RST-107: together they take every action, and see most of them refused", () => {
    const steps = ownRecordings().flatMap((file) => loadRecording(file).steps);
    const taken = new Set(steps.map(({ action }) => action));
    expect([...taken].sort()).to.deep.equal(Object.keys(ACTIONS).sort());
    const reverts = new Set(steps.flatMap(({ result }) => (result.ok ? [] : [result.revert])));
    expect(reverts.size).to.be.at.least(12);
  });
});
