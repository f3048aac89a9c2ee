import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { ACTIONS } from "../../../scripts/replay/format/actions.ts";
import { loadRecording } from "../../../scripts/replay/format/load.ts";
import { ownPodProofs, ownRecordings } from "../../../scripts/replay/recordings.ts";
import { differenceLine } from "../../../scripts/replay/report.ts";
import { exitCode, replay, type Summary } from "../../../scripts/replay/run.ts";

const SILENT = { onDifference: () => undefined, onPlayed: () => undefined, onUnplayable: () => undefined };

describe("recordings of the real core", () => {
  const played = new Map<string, Summary>();
  for (const file of ownRecordings()) {
    const { name, steps } = loadRecording(file);
    it(`RST-60, RST-107: ${name} plays with no difference in results, reverts, logs and state`, async () => {
      const lines: string[] = [];
      const summary = await replay([file], {
        onDifference: (difference) => lines.push(differenceLine(difference)),
        onPlayed: () => undefined,
        onUnplayable: (message) => lines.push(message),
      });
      played.set(file, summary);
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

  it("RST-60, RST-107: the README has their number, steps and fields", async () => {
    const others = [...ownPodProofs(), ...ownRecordings()].filter((file) => !played.has(file));
    const all = [await replay(others, SILENT), ...played.values()];
    const sum = (of: keyof Summary): number => all.reduce((before, summary) => before + summary[of], 0);
    const said = `${sum("scenarios")} recorded runs (${sum("steps")} steps, ${sum("fields").toLocaleString("en-US")} fields)`;
    expect(await readFile(new URL("../../../README.md", import.meta.url), "utf8")).to.contain(said);
  });
});
