import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import hre from "hardhat";
import { runReplay } from "../../../scripts/replay/task.ts";
import { type Loose, recordingNamed } from "./recording.ts";

describe("replay of tampered recordings [uninstrumented]", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "tampered-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Writes the first `steps` steps of S5, changed, runs the task on them, and gives what it printed and left. */
  async function run(change: (recording: Loose) => void, options = { json: false, first: false }) {
    const recording = recordingNamed("S5");
    recording.steps.length = 9;
    change(recording);
    const file = join(folder, "recording.json");
    writeFileSync(file, JSON.stringify(recording));
    const printed: string[] = [];
    const { log, error } = console;
    const { exitCode } = process;
    console.log = console.error = (line: string) => printed.push(line);
    try {
      await runReplay({ files: [file], ...options }, hre);
      return { printed, exitCode: process.exitCode, file };
    } finally {
      Object.assign(console, { log, error });
      process.exitCode = exitCode;
    }
  }

  it("RST-66: an untouched one prints a line, a summary that counts, and exits 0", async () => {
    const { printed, exitCode } = await run(() => undefined);
    expect(printed).to.deep.equal([
      "S5_exchange_rate: 9 steps, 280 fields, 0 differences",
      "1 scenario, 9 steps, 280 fields compared, 0 differences",
    ]);
    expect(exitCode).to.equal(0);
  });

  it("RST-66: prints scenario, step, field, ours and theirs of each difference, and exits 1", async () => {
    const { printed, exitCode } = await run(({ steps }) => {
      steps[2].expect.stakers.alice.stETH.depositShares = "2";
      steps[5].result.shares = "999";
      steps[8].expect.stakers.bob.delegatedTo = "";
    });
    expect(printed.slice(0, -2)).to.deep.equal([
      "S5_exchange_rate step 2 depositIntoStrategy: expect.stakers.alice.stETH.depositShares: ours 1, theirs 2",
      "S5_exchange_rate step 5 depositIntoStrategy: result.shares: ours 1000, theirs 999",
      "S5_exchange_rate step 8 delegateTo: expect.stakers.bob.delegatedTo: ours op1, theirs ",
    ]);
    expect(printed.at(-1)).to.equal("1 scenario, 9 steps, 280 fields compared, 3 differences");
    expect(exitCode).to.equal(1);
  });

  it("RST-66: another error than the recorded one is a difference", async () => {
    const { printed, exitCode } = await run(({ steps }) => {
      steps[4].result.revertData = "0x28cef1a4";
      steps[4].result.revert = "FullySlashed()";
    });
    expect(printed.slice(0, -2)).to.deep.equal([
      "S5_exchange_rate step 4 depositIntoStrategy: result.revert: ours NewSharesZero(), theirs FullySlashed()",
      "S5_exchange_rate step 4 depositIntoStrategy: result.revertData: ours 0x18725da6, theirs 0x28cef1a4",
    ]);
    expect(exitCode).to.equal(1);
  });

  it("RST-66: success where the real core failed is a difference, and so is the opposite", async () => {
    const { printed, exitCode } = await run(({ steps }) => {
      steps[4].result = { ok: true, shares: "0" };
      steps[8].result = { ok: false, revert: "FullySlashed()", revertData: "0x28cef1a4" };
    });
    expect(printed).to.include("S5_exchange_rate step 4 depositIntoStrategy: result.ok: ours false, theirs true");
    expect(printed).to.include("S5_exchange_rate step 8 delegateTo: result.ok: ours true, theirs false");
    expect(exitCode).to.equal(1);
  });

  it("RST-66: what a recording leaves out is a difference too", async () => {
    const { printed, exitCode } = await run(({ steps }) => {
      delete steps[6].expect.stakers.bob;
      delete steps[7].expect.operators.op1.stETH.allocations["avs1:0"];
    });
    expect(printed).to.include(
      "S5_exchange_rate step 6 depositIntoStrategy: expect.stakers.bob.stETH.depositShares: ours 1000, theirs (none)",
    );
    expect(printed).to.include(
      "S5_exchange_rate step 7 delegateTo: expect.operators.op1.stETH.allocations: ours (none), theirs {}",
    );
    expect(exitCode).to.equal(1);
  });

  it("RST-107: a log that is missing, and one with another value, are differences", async () => {
    const { printed, exitCode } = await run(({ steps }) => {
      steps[5].events = [];
      steps[8].events = [
        { at: "DelegationManager", event: "StakerDelegated(address,address)", values: ["bob", "op2"] },
      ];
    });
    expect(printed).to.include("S5_exchange_rate step 5 depositIntoStrategy: events: ours (none), theirs []");
    expect(printed.some((line) => /step 5 .*: events\[\d\]\.event: ours Deposit\(/.test(line))).to.equal(true);
    expect(printed).to.include("S5_exchange_rate step 8 delegateTo: events[0].values[1]: ours op1, theirs op2");
    expect(exitCode).to.equal(1);
  });

  it("RST-66: another argument moves everything after it", async () => {
    const { printed, exitCode } = await run(({ steps }) => {
      steps[3].args.amount = "1000000000000000001";
    });
    expect(printed[0]).to.contain("step 3 donateToStrategy: expect.strategies.stETH.tokenBalance");
    expect(printed.length).to.be.greaterThan(12);
    expect(exitCode).to.equal(1);
  });

  it("RST-66: an action on a withdrawal that never came to be is a difference", async () => {
    const { printed, exitCode } = await run(({ steps }) => {
      steps[8].action = "completeQueuedWithdrawal";
      steps[8].args = { withdrawalId: "0", receiveAsTokens: true };
    });
    expect(printed).to.include("S5_exchange_rate step 8 completeQueuedWithdrawal: result.ok: ours false, theirs true");
    expect(exitCode).to.equal(1);
  });

  it("RST-66: --first ends at the first step that differs", async () => {
    const { printed, exitCode } = await run(
      ({ steps }) => {
        steps[3].args.amount = "1000000000000000001";
      },
      { json: false, first: true },
    );
    expect(printed.filter((line) => /step \d+/.test(line)).every((line) => line.includes("step 3 "))).to.equal(true);
    expect(printed.at(-1)).to.contain("1 scenario, 4 steps");
    expect(exitCode).to.equal(1);
  });

  it("RST-66: --json prints the counts and every difference as data", async () => {
    const { printed, exitCode } = await run(({ steps }) => (steps[5].result.shares = "999"), {
      json: true,
      first: false,
    });
    expect(printed).to.have.length(1);
    const { found, ...counts } = JSON.parse(printed[0] as string);
    expect(counts).to.deep.equal({ scenarios: 1, steps: 9, fields: 280, differences: 1, unplayable: [] });
    expect(found).to.deep.equal([
      {
        scenario: "S5_exchange_rate",
        step: 5,
        action: "depositIntoStrategy",
        field: "result.shares",
        ours: "1000",
        theirs: "999",
      },
    ]);
    expect(exitCode).to.equal(1);
  });

  it("RST-66: a run that starts before its stage can stand is refused with the blocks that it takes", async () => {
    const { printed, exitCode } = await run(({ config }) => {
      config.minWithdrawalDelayBlocks = "5";
      config.startBlock = "6";
    });
    expect(printed[0]).to.match(/\$\.config\.startBlock: 6 is too early, setting the stage takes \d+ blocks$/);
    expect(exitCode).to.equal(2);
  });

  const unknown: readonly [string, (recording: Loose) => void, string][] = [
    ["action", (r) => (r.steps[3].action = "mintShares"), '$.steps[3].action: unknown action "mintShares"'],
    ["field", (r) => (r.steps[3].expect.gas = "1"), '$.steps[3].expect: unknown key "gas"'],
    ["config entry", (r) => (r.config.slashDelay = "1"), '$.config: unknown key "slashDelay"'],
    ["version", (r) => (r.schemaVersion = 2), "$.schemaVersion: version 2, known is 1"],
    [
      "number, too large for its type",
      (r) => (r.steps[0].args.allocationDelay = String(2n ** 32n)),
      "$.steps[0].args: value out-of-bounds",
    ],
  ];
  for (const [what, change, message] of unknown)
    it(`RST-66: an unknown ${what} exits 2, names the place, and proves nothing`, async () => {
      const { printed, exitCode, file } = await run(change);
      expect(printed).to.deep.equal([
        `cannot play ${file}: ${message}`,
        "0 scenarios, 0 steps, 0 fields compared, 0 differences, 1 recording not playable",
      ]);
      expect(exitCode).to.equal(2);
    });
});
