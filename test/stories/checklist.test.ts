import { expect } from "chai";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import { checklist } from "../../scripts/tasks/ladder/checklist.ts";
import * as tasks from "../../scripts/tasks/ladder/run.ts";
import { ETH } from "../../scripts/lib/units.ts";
import { freshLadder } from "./fresh-ladder.ts";

type Answers = { question: string; facts: { what: string; value: string; call: string }[] }[];

describe("The checklist of a careful buyer", () => {
  let ladder: Ladder;
  const asked = async (from: string, amount: string | undefined, json = true): Promise<string> => {
    const said: string[] = [];
    await checklist({ from, amount, json }, { ladder, say: (line) => said.push(line) });
    return said.join("\n");
  };

  before(async () => {
    ladder = await freshLadder();
    await tasks.keepers({ ladder, say: () => {} });
    await tasks.deposit({ from: "alice", amount: "100 ETH", facade: false }, { ladder, say: () => {} });
  });

  it("DFI-65: answers five questions from the chain, each number with its call", async () => {
    const answers = JSON.parse(await asked("alice", "5 LRT")) as Answers;
    expect(answers.map(({ question }) => question.slice(0, 2))).to.deep.equal(["1.", "2.", "3.", "4.", "5."]);
    const facts = answers.flatMap((one) => one.facts);
    for (const { what, call } of facts) expect(call, what).to.match(/\w/);
    const answerTo = (part: string): string => facts.find(({ what }) => what.includes(part))!.value;
    const { vault, instantExit, estimates } = ladder.contracts;
    const alice = ladder.others[0]!;
    const paid = await instantExit.connect(alice).exitInstantly.staticCall(5n * ETH, alice, 0n, 2n ** 64n - 1n);
    expect(answerTo("by instant exit")).to.equal(paid.toString());
    expect(answerTo("one LRT now")).to.equal((await vault.rate()).toString());
    expect(answerTo("backing")).to.equal((await vault.totals()).recognised.toString());
    expect(answerTo("soonest")).to.equal((await estimates.estimateExitOf(5n * ETH))[0].toString());
    expect(answerTo("in the pool")).to.equal("it cannot take that much");
    expect(answerTo("audited")).to.equal("no");
    // two parts in three of the collateral, at a limit of 86 %
    expect(answerTo("backing: a position of 3")).to.equal("775193798449612403");
  });

  it("DFI-65: says what is refused now, and what to do without LRT", async () => {
    const { settings } = ladder.contracts;
    await settings.connect(ladder.guardian).contain(3_600n);
    expect(await asked("alice", undefined, false)).to.match(/by instant exit: refused now: Containment {2}\[/);
    await asked("bob", undefined).then(
      () => expect.fail("it worked"),
      (error: Error) => expect(error.message).to.equal("bob holds 0 LRT: run the task deposit first"),
    );
  });
});
