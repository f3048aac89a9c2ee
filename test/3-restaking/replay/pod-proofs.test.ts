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

const [WORD, ADDRESS] = [64, 40].map((digits) => `^0x[0-9a-fA-F]{${digits}}$`);

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

  it("RST-123: a fork without a shape, an unknown call, damage to nothing and words of another length are not played", async () => {
    const refused: readonly [(recording: Loose) => void, string][] = [
      [(r) => (r.fork = "deneb"), 'FILE: $.fork: unknown fork "deneb", known are electra, fulu, gloas, heze'],
      [(r) => (r.damaged[0].call = "stake"), "FILE: $.damaged.0.call: must be equal to one of the allowed values"],
      [(r) => (r.damaged[0].validator = 99), "FILE: $.damaged[0].validator: there is no validator 99"],
      [(r) => (r.damaged[0].path = ["nothing", 0]), 'FILE: damage "timestamp": there is nothing at nothing.0'],
      [(r) => (r.damaged[0].bit = 99), 'FILE: damage "timestamp": there is no bit 99 at credentialState.timestamp'],
      [
        (r) => (r.damaged[1].bit = 8),
        'FILE: damage "state root": there is no bit 8 of byte 31 at credentialState.stateRoot',
      ],
      [(r) => (r.validators[0].fields[0] += "00"), `FILE: $.validators.0.fields.0: must match pattern "${WORD}"`],
      [(r) => (r.podOwner = r.podOwner.slice(0, -2)), `FILE: $.podOwner: must match pattern "${ADDRESS}"`],
      [
        (r) => (r.validators[0].index = 2 ** 40),
        "FILE: verifyWithdrawalCredentials cannot be called with what the file says: value out-of-bounds",
      ],
      [
        (r) => (r.credentialState.timestamp = "1"),
        "FILE: $.credentialState.timestamp: 1 is not within 86400 and 1099511627776",
      ],
      [
        (r) => (r.balanceState.timestamp = r.credentialState.timestamp),
        "FILE: $.balanceState.timestamp: is 0 seconds after that of credentialState, and verifying the validators in between takes 131",
      ],
      [(r) => delete r.balanceState, "FILE: $: must have required property 'balanceState'"],
    ];
    for (const [change, message] of refused) {
      const { lines, code } = await bent(change);
      expect(lines).to.deep.equal([message]);
      expect(code).to.equal(2);
    }
  });
});
