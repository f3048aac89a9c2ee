import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { ownPodProofs } from "../../../scripts/replay/recordings.ts";
import { differenceLine } from "../../../scripts/replay/report.ts";
import { exitCode, replay } from "../../../scripts/replay/run.ts";
import type { Loose } from "./recording.ts";

async function play(file: string) {
  const lines: string[] = [];
  const summary = await replay([file], {
    onDifference: (difference) => lines.push(differenceLine(difference)),
    onPlayed: () => undefined,
    onUnplayable: (message) => lines.push(message),
  });
  return { lines, summary };
}

describe("recordings of the real pod's answers to proofs", () => {
  for (const file of ownPodProofs()) {
    it(`RST-123: ${basename(file)} plays with no difference, whole and damaged`, async () => {
      const { lines, summary } = await play(file);
      expect(lines).to.deep.equal([]);
      expect(summary).to.deep.include({ scenarios: 1, differences: 0, unplayable: 0 });
      // eleven validators with two calls each, one of them slashed, and 33 cases with one bit damaged
      expect(summary.steps).to.equal(11 * 2 + 1 + 33);
      expect(summary.fields).to.equal(107);
    });
  }

  async function bent(change: (recording: Loose) => void) {
    const folder = mkdtempSync(join(tmpdir(), "pod-proofs-"));
    try {
      const recording = JSON.parse(gunzipSync(readFileSync(ownPodProofs()[0]!)).toString("utf8"));
      change(recording);
      const file = join(folder, "bent.json");
      writeFileSync(file, JSON.stringify(recording));
      const { lines, summary } = await play(file);
      return { lines: lines.map((line) => line.replace(file, "FILE")), code: exitCode(summary) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it("RST-123: another answer than the recorded one is a difference", async () => {
    const { lines, code } = await bent((recording) => {
      recording.validators[0].expected.verifyWithdrawalCredentials.podGwei = "1";
      recording.damaged[1].expected.result = "ok";
      recording.damaged.length = 3;
    });
    expect(lines).to.deep.equal([
      "pod-proofs bent step 0 verifyWithdrawalCredentials (validator 0): podGwei: ours 32000000000, theirs 1",
      "pod-proofs bent step 12 verifyWithdrawalCredentials (state root): result: ours InvalidProof, theirs ok",
    ]);
    expect(code).to.equal(1);
  });

  it("RST-123: a fork without a shape, an unknown call and damage to nothing are not played", async () => {
    const refused: readonly [(recording: Loose) => void, string][] = [
      [(r) => (r.fork = "deneb"), 'FILE: $.fork: unknown fork "deneb", known are electra, fulu, gloas, heze'],
      [(r) => (r.damaged[0].call = "stake"), "FILE: $.damaged.0.call: must be equal to one of the allowed values"],
      [(r) => (r.damaged[0].validator = 99), "FILE: $.damaged[0].validator: there is no validator 99"],
      [(r) => (r.damaged[0].path = ["nothing", 0]), 'FILE: damage "timestamp": there is nothing at nothing.0'],
      [(r) => delete r.balanceState, "FILE: $: must have required property 'balanceState'"],
    ];
    for (const [change, message] of refused) {
      const { lines, code } = await bent(change);
      expect(lines).to.deep.equal([message]);
      expect(code).to.equal(2);
    }
  });
});
