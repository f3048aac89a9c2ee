import { expect } from "chai";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import hre from "hardhat";
import { govern } from "../../scripts/lib/ladder/governor.ts";
import { openLadder } from "../../scripts/lib/ladder/open.ts";
import { signUpOperators } from "../../scripts/node/prepare.ts";
import * as tasks from "../../scripts/tasks/ladder/run.ts";
import type { Stage } from "../../scripts/tasks/ladder/with-ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";
import { freshLadder } from "./fresh-ladder.ts";

const NOBODY_TICKET = { from: "alice", ticket: undefined, facade: false };

describe("Tasks on a running ladder", () => {
  let ladder: Ladder;
  let said: string[];
  let stage: Stage;

  before(async () => {
    ladder = await freshLadder();
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

  type Row = Record<string, string | undefined> & { holder: string; valueWei: string; pendingWei: string };

  /** What status prints as JSON. */
  async function rowsOf(): Promise<Row[]> {
    const printed: string[] = [];
    await tasks.status({ json: true }, { ladder, say: (line) => printed.push(line) });
    return JSON.parse(printed[0]!) as Row[];
  }

  it("SCN-13: deposit takes ETH, and wstETH that is staked for first, and refuses what cannot be", async () => {
    await tasks.deposit({ from: "alice", amount: "100 ETH", facade: false }, stage);
    await tasks.deposit({ from: "bob", amount: "50 wstETH", facade: false }, stage);
    expect(said).to.deep.equal([
      "alice puts in 100 ETH and receives 100 LRT",
      "bob puts in 50 wstETH and receives 50 LRT",
    ]);
    expect(await complaintOf(tasks.deposit({ from: "alise", amount: "1 ETH", facade: false }, stage))).to.equal(
      'Nobody is called "alise": did you mean `alice`?',
    );
    expect(await complaintOf(tasks.deposit({ from: "alice", amount: "5", facade: false }, stage))).to.equal(
      '"5" is no amount of ETH or wstETH: write "10 ETH"',
    );
    expect(await complaintOf(tasks.deposit({ from: "alice", amount: "5000000 ETH", facade: false }, stage))).to.match(
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

    const everyone = (await rowsOf()).find(({ holder }) => holder === "everyone")!;
    expect(BigInt(everyone.valueWei)).to.equal((await ladder.contracts.vault.totals()).recognised);
  });

  it("SCN-13: request, settle and claim take a holder out", async () => {
    expect(await complaintOf(tasks.claim(NOBODY_TICKET, stage))).to.equal(
      "alice holds no ticket: run the task request first",
    );
    await tasks.request({ from: "alice", amount: "20 LRT", facade: false }, stage);
    expect(await complaintOf(tasks.claim(NOBODY_TICKET, stage))).to.match(/^Nothing can be claimed yet/);
    await tasks.settle(stage);
    expect(said[1]).to.equal("the open batch is closed");
    const paid = /^(20\.0\d+ ETH) ready to claim$/.exec(said[2]!)?.[1];
    expect(paid, said[2]).not.to.equal(undefined);
    await tasks.claim(NOBODY_TICKET, stage);
    expect(said.at(-1)).to.match(new RegExp(`^alice receives ${paid} for ticket \\d+$`));
  });

  it("SCN-13: the same through the facade, in WETH", async () => {
    const via = { from: "carol", facade: true };
    expect(await complaintOf(tasks.deposit({ ...via, amount: "5 wstETH" }, stage))).to.match(/is no amount of ETH:/);
    await tasks.deposit({ ...via, amount: "30 ETH" }, stage);
    expect(said[0]).to.match(/^carol puts in 30 WETH and receives 29\.9\d+ LRT$/);
    await tasks.request({ ...via, amount: "20 LRT" }, stage);
    expect(said[1]).to.match(/^carol has request \d+ of the facade over 20 LRT$/);
    const carol = async () => (await rowsOf()).find(({ holder }) => holder === "carol, by the facade");
    expect(BigInt((await carol())!.shares!)).to.equal(20n * ETH);
    expect(await complaintOf(tasks.claim({ ...via, ticket: undefined }, stage))).to.match(/nothing ready for carol/);
    await tasks.advance({ span: "1 day" }, stage);
    await tasks.settle(stage);
    const ready = (await carol())!;
    expect([BigInt(ready.shares!), BigInt(ready.pendingWei) > 20n * ETH]).to.deep.equal([0n, true]);
    expect(await complaintOf(tasks.claim({ ...via, ticket: "1" }, stage))).to.match(/leave --ticket out/);
    await tasks.claim({ ...via, ticket: undefined }, stage);
    expect(said.at(-1)).to.match(/^carol receives 20\.0\d+ WETH from the facade$/);
    expect(await carol()).to.equal(undefined);
  });

  it("SCN-13: status shows what a sync would find, how long an exit takes, and what each service can take at most", async () => {
    const { vault, views, estimates, exposure, rules, facade, bridge, tickets } = ladder.contracts;
    await tasks.request({ from: "bob", amount: "30 LRT", facade: false }, stage);
    const rows = await rowsOf();
    const row = (holder: string) => rows.find((one) => one.holder === holder)!;
    const live = row("everyone, if synced now");
    expect(BigInt(live.rateWad!)).to.equal(await views.liveRate());
    expect([BigInt(live.valueWei), BigInt(live.pendingWei)]).to.deep.equal([...(await views.liveTotals())]);
    expect(BigInt(row("everyone").rateWad!)).to.equal(await vault.rate());
    const loss = await exposure.maximumLoss(bridge, await rules.horizonBlocks());
    expect(loss).to.be.greaterThan(0n);
    expect(BigInt(row("bridge, the most it can take").valueWei)).to.equal(loss);
    expect(BigInt(row("room for deposits").valueWei)).to.equal(await facade.maxDeposit(ladder.keeper));
    const [ticket] = (await tickets.queryFilter(tickets.filters.Transfer())).slice(-1);
    const [soonest, latest] = await estimates.estimateExit(ticket!.args[2]);
    expect(latest).to.be.greaterThan(soonest);
    expect([row("bob").secondsToExit, row("bob").latestSecondsToExit].map((n) => BigInt(n!))).to.deep.equal([
      soonest,
      latest,
    ]);
    said.length = 0;
    await tasks.status({ json: false }, stage);
    expect(said[0]!.split("\n").find((line) => line.includes(" bob "))).to.match(/ [\d.]+ \w+ to [\d.]+ days?$/);
  });

  it("SCN-13: slash proves an equivocation of a fresh height each time, of an operator alone", async () => {
    await tasks.slash({ operator: "south" }, stage);
    expect(said[0]).to.match(/^south signed two roots for height \d+, and the bridge has it slashed$/);
    expect(said[1]).to.match(/^the vault loses \d+\.\d+ ETH; 1 LRT: 1\.0\d+ ETH → 0\.9\d+ ETH$/);
    await tasks.slash({ operator: "south" }, stage);
    expect(await complaintOf(tasks.slash({ operator: "alice" }, stage))).to.match(/^alice does not secure the bridge/);
  });

  it("SCN-91: a slash that takes nothing says why: what is with the operator, and that nobody has proven it", async () => {
    const fresh = await openLadder(hre, "local");
    await signUpOperators(fresh);
    const lines: string[] = [];
    const there = { ladder: fresh, say: (line: string) => lines.push(line) };
    await tasks.slash({ operator: "south" }, there);
    expect(lines.at(-1)).to.equal("nothing is lost: the vault has nothing with south: run `deposit`, then `keepers`");
    await tasks.deposit({ from: "alice", amount: "100 ETH", facade: false }, there);
    await tasks.keepers(there);
    await tasks.slash({ operator: "south" }, there);
    expect(lines.at(-1)).to.match(
      /^nothing is lost: 0 of 32 ETH with south is slashable: its validators are not proven;/,
    );
    await tasks.advance({ span: "2 days" }, there);
    await tasks.keepers(there);
    await tasks.slash({ operator: "south" }, there);
    expect(lines.at(-1)).to.match(/^the vault loses \d+\.\d+ ETH; /);
  });

  it("SCN-13: a refusal says what the caller has, and which ticket or amount would do", async () => {
    const { exitQueue } = ladder.contracts;
    expect(await complaintOf(tasks.request({ from: "wendy", amount: "5 LRT", facade: false }, stage))).to.equal(
      "wendy holds 0 LRT: run the task deposit first",
    );
    expect(await complaintOf(tasks.claim({ from: "wendy", ticket: "99", facade: false }, stage))).to.equal(
      "wendy does not hold ticket 99: run the task request first",
    );
    await tasks.request({ from: "alice", amount: "1 LRT", facade: false }, stage);
    expect(await complaintOf(tasks.claim({ from: "alice", ticket: "99", facade: false }, stage))).to.match(
      /^alice does not hold ticket 99: choose one of \d+/,
    );
    const [asked] = (await exitQueue.queryFilter(exitQueue.filters.Requested())).slice(-1);
    const waiting = { from: "alice", ticket: String(asked!.args.ticketId), facade: false };
    expect(await complaintOf(tasks.claim(waiting, stage))).to.match(/waits with 1 LRT and has nothing to claim yet/);
    expect(await complaintOf(tasks.advance({ span: "100000000 days" }, stage))).to.match(/at most 3650 days/);
  });

  it("OPS-32: keepers take what is too much out of a slot, and put it where there is room", async () => {
    const { restaker, vault } = ladder.contracts;
    const partOfNorth = async () => {
      const { delegator } = await restaker.slotAt(0n);
      const held = await (await ladder.ethers.getContractAt("OperatorDelegator", delegator)).value();
      return (held * 10_000n) / (await vault.totals()).recognised;
    };
    const { capAssets } = await restaker.slotAt(0n);
    // what nobody needs must be at work elsewhere before it is too much here
    for (const [slot, weightBps] of [
      [0n, 1_000n],
      [1n, 9_000n],
    ])
      await govern(ladder, restaker, "setSlot", [slot, weightBps, capAssets]);
    expect(await partOfNorth()).to.be.greaterThan(3_000n);
    for (let day = 0; day < 4; ++day) {
      await tasks.keepers(stage);
      await tasks.advance({ span: "1 day" }, stage);
    }
    // 500 of 10,000 parts of its target are tolerated, and less than a leg is no leg
    expect(await partOfNorth()).to.be.below(1_200n);
  });

  it("SCN-13: advance takes spans as stories have them", async () => {
    const before = await ladder.ethers.provider.getBlockNumber();
    await tasks.advance({ span: "100 blocks" }, stage);
    expect(await ladder.ethers.provider.getBlockNumber()).to.equal(before + 100);
    expect(await complaintOf(tasks.advance({ span: "tomorrow" }, stage))).to.match(/is not a valid duration/);
  });
});
