import { expect } from "chai";
import { StoryFailed } from "../../scripts/scenario/failure.ts";
import { SHORT, TestStage } from "./stage.ts";

describe("A story that goes wrong on the chain", () => {
  let stage: TestStage;

  before(async () => {
    stage = await TestStage.open();
  });

  async function failureOf(steps: string): Promise<string> {
    try {
      await stage.play(SHORT + steps);
    } catch (error) {
      if (error instanceof StoryFailed) return error.message;
      throw error;
    }
    throw new Error("the story went well");
  }

  it("SCN-05: shows the decoded error, its arguments by name and in ETH, who, what and where", async () => {
    const steps = `      - sync:
      - deposit: { by: alice, amount: 10 ETH }
      - request: { by: alice, amount: 10 LRT, ticket: mine }
      - claim: { by: alice, ticket: mine }
`;
    expect(await failureOf(steps)).to.equal(
      [
        "story.yaml:18:9  the step failed on the chain",
        "  act       All of it",
        "  step      claim by: alice, ticket: mine",
        "  by        alice",
        "  error     NothingToClaim(ticketId: mine)",
        "  fix       change the step, or say that it has to fail: `fails: { error: … }`",
      ].join("\n"),
    );
    const tooMany = `      - sync:
      - deposit: { by: alice, amount: 10 ETH }
      - request: { by: alice, amount: 12.5 LRT, ticket: mine }
`;
    expect(await failureOf(tooMany)).to.match(/story\.yaml:17:9 [\s\S]*error +InsufficientBalance\(/);
  });

  it("SCN-05: an error that the step expects lets the story go on, another one does not", async () => {
    const claim = `      - sync:
      - deposit: { by: alice, amount: 10 ETH }
      - request: { by: alice, amount: 10 LRT, ticket: mine }
      - claim: { by: alice, ticket: mine }
        fails: { error: ERROR }
`;
    await stage.play(SHORT + claim.replace("ERROR", "NothingToClaim, with: { ticketId: mine }"));
    expect(await failureOf(claim.replace("ERROR", "NotTicketOwner"))).to.contain(
      "expected NotTicketOwner, got NothingToClaim(ticketId: mine)",
    );
    expect(await failureOf(claim.replace("ERROR", "NothingToClaim, with: { ticketId: 3 }"))).to.contain(
      "expected ticketId: 3, got NothingToClaim(ticketId: mine)",
    );
  });

  it("SCN-06: a step that works although it has to fail stops the story", async () => {
    const message = await failureOf("      - sync:\n        fails: { error: NothingToClaim }\n");
    expect(message).to.match(/^story\.yaml:16:25 {2}the step worked/);
    expect(message).to.contain("to fail with NothingToClaim");
  });

  it("SCN-06: a number that is not as expected stops the story, with what was expected and what was found", async () => {
    const deposit = (expected: string) => `      - sync:
      - deposit: { by: alice, amount: 10 ETH }
        expect:
          - balance: { of: alice, token: LRT }
            ${expected}
`;
    await stage.play(SHORT + deposit("changes: +10 LRT"));
    await stage.play(SHORT + deposit("about: 10.0 LRT"));
    const found = async (expected: string) => (await failureOf(deposit(expected))).split("\n").at(-1)!.trim();
    expect(await found("is: 9 LRT")).to.equal("expected is 9 LRT, found 10 LRT");
    expect(await found("is: 9_999_999_999_999_999_999 wei LRT")).to.equal(
      "expected is 9_999_999_999_999_999_999 wei LRT, found 10 LRT",
    );
    expect(await found("about: 9.9 LRT")).to.equal("expected about 9.9 LRT, found 10 LRT");
    expect(await found("atLeast: 10.1 LRT")).to.equal("expected atLeast 10.1 LRT, found 10 LRT");
    expect(await found("atMost: 9 LRT")).to.equal("expected atMost 9 LRT, found 10 LRT");
    expect(await found("changes: -1 LRT")).to.equal("expected changes -1 LRT, found 10 LRT");
    expect(await found("moves: down")).to.equal("expected to move down, but went from 0 LRT to 10 LRT");
    expect(await failureOf(deposit("is: 9 LRT"))).to.match(/^story\.yaml:18:13 {2}not as expected/);
  });

  it("SCN-50: a part by which a number changes, and a number that another one equals, stop the story when they differ", async () => {
    const story = (expected: string) => `      - sync:
      - deposit: { by: alice, amount: 10 ETH }
      - deposit: { by: bob, amount: 10 ETH }
      - request: { by: alice, amount: 1 LRT, ticket: mine }
        expect:
          - balance: { of: alice, token: LRT }
            ${expected}
`;
    const equal = (token: string) => `sameAs: { balance: { of: bob, token: ${token} } }`;
    await stage.play(SHORT + story("changes: -10%"));
    await stage.play(
      SHORT + story(equal("LRT")).replace("request: { by: alice, amount: 1 LRT, ticket: mine }", "sync:"),
    );
    const found = async (expected: string) => (await failureOf(story(expected))).split("\n").at(-1)!.trim();
    expect(await found("changes: -10.00000001%")).to.equal(
      "expected changes -10.00000001%, but went from 10 LRT to 9 LRT",
    );
    expect(await found("changes: +10%")).to.equal("expected changes +10%, but went from 10 LRT to 9 LRT");
    expect(await found(equal("LRT"))).to.equal("expected the same as balance of: bob, token: LRT, 10 LRT, found 9 LRT");
    expect(() => stage.validate(SHORT + story(equal("ETH")))).to.throw(/counts ETH, this counts LRT/);
    expect(() => stage.validate(SHORT + story("changes: ten%"))).to.throw(/is no percentage/);
  });

  it("SCN-06: an event that is missing, differs, or comes too often stops the story", async () => {
    const deposit = (expected: string) => `      - sync:
      - deposit: { by: alice, amount: 10 ETH }
        expect:
          - event: ${expected}
`;
    await stage.play(
      SHORT + deposit("Deposited\n            with: { receiver: alice, amount: 10 ETH }\n            times: 1"),
    );
    const found = async (expected: string) => (await failureOf(deposit(expected))).split("\n").at(-1)!.trim();
    expect(await found("ExitFilled")).to.match(/^expected ExitFilled at least once; the step emitted .*Deposited/);
    expect(await found("Deposited\n            times: 2")).to.equal("expected Deposited 2 times; found 1");
    expect(await found("Deposited\n            with: { receiver: bob }")).to.match(
      /^expected Deposited at least once; expected receiver: bob, got Deposited\(sender: \S+, receiver: alice/,
    );
  });
});
