import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { ACTIONS } from "../../../scripts/replay/format/actions.ts";
import { loadRecording, parseRecording } from "../../../scripts/replay/format/load.ts";
import { recordingNamed, type Loose } from "./recording.ts";

describe("format of recordings", () => {
  const parse = (change: (recording: Loose) => void) => {
    const recording = recordingNamed("S6");
    change(recording);
    return () => parseRecording(JSON.stringify(recording));
  };

  it("RST-63: knows 21 actions", () => {
    expect(Object.keys(ACTIONS)).to.have.length(21);
    expect(parse(() => undefined)).not.to.throw();
  });

  const unknown: readonly [string, (recording: Loose) => void, string][] = [
    ["version", (r) => (r.schemaVersion = 2), "$.schemaVersion: version 2, known is 1"],
    ["version of another type", (r) => (r.schemaVersion = "1"), '$.schemaVersion: version "1", known is 1'],
    ["key at the top", (r) => (r.extra = 1), '$: unknown key "extra"'],
    ["config entry", (r) => (r.config.slashDelay = "5"), '$.config: unknown key "slashDelay"'],
    ["action", (r) => (r.steps[3].action = "mintShares"), '$.steps[3].action: unknown action "mintShares"'],
    ["key of a step", (r) => (r.steps[3].note = ""), '$.steps[3]: unknown key "note"'],
    ["argument", (r) => (r.steps[2].args.pod = "x"), '$.steps[2].args: unknown key "pod"'],
    ["returned value", (r) => (r.steps[2].result.gas = "1"), '$.steps[2].result: unknown key "gas"'],
    ["part of the state", (r) => (r.steps[0].expect.pods = {}), '$.steps[0].expect: unknown key "pods"'],
    [
      "field of a position",
      (r) => (r.steps[0].expect.stakers.alice.BEACON.debt = "0"),
      '$.steps[0].expect.stakers.alice.BEACON: unknown key "debt"',
    ],
    [
      "field of an allocation",
      (r) => (r.steps[1].expect.operators.op1.BEACON.allocations["avs1:0"].slasher = "avs1"),
      '$.steps[1].expect.operators.op1.BEACON.allocations.avs1:0: unknown key "slasher"',
    ],
    [
      "field of a strategy",
      (r) => (r.steps[0].expect.strategies.BEACON.totalShares = "0"),
      '$.steps[0].expect.strategies.BEACON: unknown key "totalShares"',
    ],
    [
      "field of a withdrawal",
      (r) => (r.steps.at(-1).expect.withdrawals[1].fee = "0"),
      '$.steps[28].expect.withdrawals[1]: unknown key "fee"',
    ],
    ["strategy", (r) => (r.steps[5].args.strategy = "GOLD"), '$.steps[5].args.strategy: unknown strategy "GOLD"'],
    [
      "strategy of a balance update",
      (r) => {
        for (const { expect } of r.steps) delete expect.strategies.BEACON;
      },
      'unknown strategy "BEACON"',
    ],
    [
      "strategy of a position",
      (r) => (r.steps[5].expect.operators.op1.GOLD = r.steps[5].expect.operators.op1.BEACON),
      '$.steps[5].expect, position of op1: unknown strategy "GOLD"',
    ],
  ];
  for (const [what, change, message] of unknown)
    it(`RST-63: refuses an unknown ${what} and names the place`, () => {
      expect(parse(change)).to.throw(message);
    });

  const malformed: readonly [string, (recording: Loose) => void, string][] = [
    ["a missing argument", (r) => delete r.steps[2].args.staker, '$.steps[2].args: missing key "staker"'],
    ["a missing field", (r) => delete r.steps[0].expect.block, '$.steps[0].expect: missing key "block"'],
    ["a number that is no string", (r) => (r.steps[0].expect.block = 0), "$.steps[0].expect.block: 0 must be string"],
    [
      "a number with a leading zero",
      (r) => (r.steps[0].expect.block = "01"),
      '$.steps[0].expect.block: "01" must match',
    ],
    ["an address too long", (r) => (r.config.burnAddress = `0x${"1".repeat(41)}`), "$.config.burnAddress: "],
    ["a set without id", (r) => (r.steps[1].args.set = "avs1"), '$.steps[1].args.set: "avs1" must match'],
    [
      "a start block within the withdrawal delay",
      (r) => (r.config.startBlock = r.config.minWithdrawalDelayBlocks),
      "$.config.startBlock: 100800 has to exceed minWithdrawalDelayBlocks 100800",
    ],
  ];
  for (const [what, change, message] of malformed)
    it(`RST-63: refuses ${what} and names the place`, () => {
      expect(parse(change)).to.throw(message);
    });

  it("RST-63: reads plain and gzipped files, and names the file that it cannot read", () => {
    const folder = mkdtempSync(join(tmpdir(), "recordings-"));
    try {
      const recording = JSON.stringify(recordingNamed("S5"));
      writeFileSync(join(folder, "plain.json"), recording);
      writeFileSync(join(folder, "zipped.json.gz"), gzipSync(recording));
      writeFileSync(join(folder, "cut.json"), recording.slice(0, -9));
      writeFileSync(join(folder, "cut.json.gz"), gzipSync(recording).subarray(0, 99));
      expect(loadRecording(join(folder, "zipped.json.gz"))).to.deep.equal(loadRecording(join(folder, "plain.json")));
      for (const name of ["cut.json", "cut.json.gz", "absent.json"])
        expect(() => loadRecording(join(folder, name))).to.throw(`${join(folder, name)}: `);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
