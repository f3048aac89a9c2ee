import { expect } from "chai";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import hre from "hardhat";
import { openLadder } from "../../scripts/lib/ladder/open.ts";
import { signUpOperators } from "../../scripts/node/prepare.ts";
import * as tasks from "../../scripts/tasks/ladder/run.ts";
import type { Stage } from "../../scripts/tasks/ladder/with-ladder.ts";

const NOBODY_TICKET = { from: "alice", ticket: undefined };

describe("Tasks on a running ladder", () => {
  let ladder: Ladder;
  let said: string[];
  let stage: Stage;

  before(async () => {
    ladder = await openLadder(hre, "local");
    await signUpOperators(ladder);
  });

  beforeEach(() => {
    said = [];
    stage = { ladder, say: (line) => said.push(line) };
  });

  async function complaintOf(work: Promise<void>): Promise<string> {
    return work.then(
      () => "it worked",
      (error: Error) => error.message,
    );
  }

  it("SCN-13: deposit takes ETH, and wstETH that is staked for first, and refuses what cannot be", async () => {
    await tasks.deposit({ from: "alice", amount: "100 ETH" }, stage);
    await tasks.deposit({ from: "bob", amount: "50 wstETH" }, stage);
    expect(said).to.deep.equal([
      "alice puts in 100 ETH and receives 100 LRT",
      "bob puts in 50 wstETH and receives 50 LRT",
    ]);
    expect(await complaintOf(tasks.deposit({ from: "alise", amount: "1 ETH" }, stage))).to.equal(
      'Nobody is called "alise": did you mean `alice`?',
    );
    expect(await complaintOf(tasks.deposit({ from: "alice", amount: "5" }, stage))).to.equal(
      '"5" is no amount of ETH or wstETH: write "10 ETH"',
    );
    expect(await complaintOf(tasks.deposit({ from: "alice", amount: "5000000 ETH" }, stage))).to.match(
      /^alice has [\d,.]+ ETH: deposit less$/,
    );
  });

  it("SCN-13: keepers put the stake to work, and status shows every rung of it", async () => {
    await tasks.keepers(stage);
    await tasks.advance({ span: "2 days" }, stage);
    await tasks.keepers(stage);
    said.length = 0;
    await tasks.status({ json: false }, stage);
    const lines = said[0]!.split("\n");
    expect(lines[0]).to.match(/^rung +holder +shares +rate +value +pending +time to exit$/);
    for (const rung of ["1 staking", "2 liquid staking", "3 restaking", "4 services", "5 the vault"])
      expect(
        lines.some((line) => line.startsWith(rung)),
        rung,
      ).to.equal(true);
    expect(lines.find((line) => line.includes("alice"))).to.match(/100 LRT +1\.0\d+ +100\.\d+ ETH/);

    said.length = 0;
    await tasks.status({ json: true }, stage);
    const rows = JSON.parse(said[0]!) as { rung: string; holder: string; valueWei: string }[];
    const everyone = rows.find(({ holder }) => holder === "everyone")!;
    expect(BigInt(everyone.valueWei)).to.equal((await ladder.contracts.vault.totals()).recognised);
  });

  it("SCN-13: request, settle and claim take a holder out", async () => {
    expect(await complaintOf(tasks.claim(NOBODY_TICKET, stage))).to.equal(
      "alice holds no ticket: take the task request before",
    );
    await tasks.request({ from: "alice", amount: "20 LRT" }, stage);
    expect(await complaintOf(tasks.claim(NOBODY_TICKET, stage))).to.match(/^Nothing can be claimed yet/);
    await tasks.settle(stage);
    expect(said[1]).to.equal("the open batch is closed");
    const paid = /^(20\.0\d+ ETH) lie ready for tickets$/.exec(said[2]!)?.[1];
    expect(paid, said[2]).not.to.equal(undefined);
    await tasks.claim(NOBODY_TICKET, stage);
    expect(said.at(-1)).to.match(new RegExp(`^alice receives ${paid} for ticket \\d+$`));
  });

  it("SCN-13: slash proves an equivocation of a fresh height each time, of an operator alone", async () => {
    await tasks.slash({ operator: "south" }, stage);
    expect(said[0]).to.match(/^south signed two roots for height \d+, and the bridge has it slashed$/);
    expect(said[1]).to.match(/^1 LRT: 1\.0\d+ ETH → 0\.9\d+ ETH$/);
    await tasks.slash({ operator: "south" }, stage);
    expect(await complaintOf(tasks.slash({ operator: "alice" }, stage))).to.match(/^alice does not secure the bridge/);
  });

  it("SCN-13: advance takes spans as stories have them", async () => {
    const before = await ladder.ethers.provider.getBlockNumber();
    await tasks.advance({ span: "100 blocks" }, stage);
    expect(await ladder.ethers.provider.getBlockNumber()).to.equal(before + 100);
    expect(await complaintOf(tasks.advance({ span: "tomorrow" }, stage))).to.match(/is no span of time/);
  });
});
