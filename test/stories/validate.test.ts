import { expect } from "chai";
import { InvalidScenario, showProblem, type Problem } from "../../scripts/scenario/problem.ts";
import { validateScenario } from "../../scripts/scenario/validate.ts";
import { STEPS } from "../../scripts/scenario/steps/index.ts";
import { VOCABULARY } from "./samples/vocabulary.ts";

/** Twelve lines: what follows begins on line 13. */
const HEAD = `version: 1
title: A story
about: For the validator.
seed: 7
preset: local
actors:
  alice: { role: holder, funding: 100 ETH }
  bob: { role: holder, funding: 10 ETH }
  north: { role: operator }
acts:
  - title: One
    text: It begins.
`;

const STEP_NAMES = STEPS.map(({ name }) => name).join(", ");

function problemsIn(text: string): readonly Problem[] {
  try {
    validateScenario("story.yaml", text, { vocabulary: VOCABULARY });
    return [];
  } catch (error) {
    if (error instanceof InvalidScenario) return error.problems;
    throw error;
  }
}

function inSteps(steps: string): string[] {
  return problemsIn(`${HEAD}    steps:\n${steps}`).map(
    ({ line, column, message, expected, fix }) => `${line}:${column} ${message} | ${expected} | ${fix}`,
  );
}

describe("Scenario validator", () => {
  it("SCN-02: takes a story in which everything is right", () => {
    const steps = `      # alice goes in and out
      - deposit: { by: alice, amount: 1_0.5 ETH }
        expect:
          - balance: { of: alice, token: LRT }
            is: 10.5 LRT
          - rate: exit
            moves: not
          - event: Deposited
            with: { receiver: alice, recognised: 10.5 ETH }
            times: 1
      - request: { by: alice, amount: 1 LRT, ticket: first }
      - close:
      - claim: { by: alice, ticket: first }
        fails: { error: NothingToClaim }
`;
    const story = validateScenario("stories/in-and-out.yaml", `${HEAD}    steps:\n${steps}`, {
      vocabulary: VOCABULARY,
    });
    expect(story.name).to.equal("in-and-out");
    expect(story.acts[0]!.steps.map(({ text }) => text)).to.deep.equal([
      "deposit by: alice, amount: 1_0.5 ETH",
      "request by: alice, amount: 1 LRT, ticket: first",
      "close",
      "claim by: alice, ticket: first",
    ]);
    expect(story.acts[0]!.steps[0]!.expectations).to.have.length(3);
    expect(story.acts[0]!.steps[3]!.fails?.name).to.equal("NothingToClaim");
  });

  it("SCN-02: names unknown and missing keys with their place and the nearest known key", () => {
    expect(
      problemsIn(`${HEAD.replace("seed: 7", "sede: 7").replace("funding: 10 ", "founding: 10 ")}    steps: []\n`).map(
        ({ line, column, message, fix }) => `${line}:${column} ${message} | ${fix}`,
      ),
    ).to.deep.equal([
      "1:1 `seed` is missing | add `seed: …`",
      "4:1 unknown key `sede` | did you mean `seed`?",
      "8:24 unknown key `founding` | did you mean `funding`?",
      "13:12 a list does not fit here: it must NOT have fewer than 1 items | see docs/scenarios.md",
    ]);
    expect(inSteps("      - deposti: { by: alice, amount: 5 ETH }\n      - deposit: { by: alice }\n")).to.deep.equal([
      `14:9 unknown key \`deposti\` | one of: ${STEP_NAMES}, expect, fails | did you mean \`deposit\`?`,
      "15:18 `amount` is missing | an amount of ETH or wstETH, or `between A and B` | add `amount: 5 ETH`",
    ]);
  });

  it("SCN-02: says what is wrong with an amount, a span, a version", () => {
    const amount = "an amount of ETH or wstETH, or `between A and B` | write for instance `5 ETH`";
    const span = "time passes, in blocks of 12 seconds: a span of time in blocks, epochs, minutes, hours or days";
    expect(
      inSteps(`      - deposit: { by: alice, amount: -5 ETH }
      - deposit: { by: alice, amount: 5 }
      - deposit: { by: alice, amount: "5" }
      - deposit: { by: alice, amount: 1.0000000000000000001 ETH }
      - deposit: { by: alice, amount: 5 BTC }
      - advance: 7 dayz
`),
    ).to.deep.equal([
      `14:39 \`-5 ETH\` is negative | ${amount}`,
      `15:39 \`5\` has no unit | ${amount}`,
      `16:39 \`5\` has no unit | ${amount}`,
      `17:39 \`1.0000000000000000001 ETH\` is finer than a wei (18 decimals) | ${amount}`,
      `18:39 \`5 BTC\` cannot be read | ${amount}`,
      `19:18 \`7 dayz\` cannot be read | ${span} | write for instance \`7 days\``,
    ]);
    expect(problemsIn(`${HEAD.replace("version: 1", "version: 2")}    steps: [{ advance: 1 day }]\n`)[0]).to.include({
      line: 1,
      column: 10,
      message: "`2` is not known here",
      expected: "version of the format: 1 (1)",
    });
  });

  it("SCN-02: shows the line and marks the place", () => {
    const text = `${HEAD}    steps:\n      - deposit: { by: alcie, amount: 5 ETH }\n`;
    expect(showProblem(problemsIn(text)[0]!, text)).to.equal(
      [
        "story.yaml:14:24  unknown actor `alcie`",
        "  14 |       - deposit: { by: alcie, amount: 5 ETH }",
        "     |                        ^",
        "  expected  the name of an actor with the role holder",
        "  fix       did you mean `alice`?",
      ].join("\n"),
    );
  });

  it("SCN-02: reports broken YAML and duplicate keys where they stand", () => {
    const [problem] = problemsIn(`${HEAD}    title: again\n    steps: [{ advance: 1 day }]\n`);
    expect(problem).to.include({ line: 13, column: 5, message: "Map keys must be unique", fix: "keep one of the two" });
  });

  it("SCN-03: refuses unknown actors, wrong roles, unknown events, errors and arguments", () => {
    expect(
      inSteps(`      - deposit: { by: alise, amount: 5 ETH }
      - deposit: { by: north, amount: 5 ETH }
      - deposit: { by: alice, amount: 5 ETH }
        expect:
          - event: Depositd
          - event: Deposited
            with: { reciever: alice }
          - balance: { of: alice, token: LRT }
            is: 5 ETH
          - rate: exit
        fails: { error: NothingToClam }
`),
    ).to.deep.equal([
      "14:24 unknown actor `alise` | the name of an actor with the role holder | did you mean `alice`?",
      "15:24 `north` has the role operator and cannot do this | the name of an actor with the role holder | choose one of `alice`, `bob`",
      "18:20 no contract has an event `Depositd` | the name of an event | did you mean `Deposited`?",
      "20:21 `Deposited` has no `reciever` | one of: sender, receiver, recognised, shares | did you mean `receiver`?",
      "22:17 `5 ETH` is no amount of LRT | an amount of LRT, since that is what is counted here | write `5 LRT` or `17 wei LRT`",
      "23:13 nothing is said about rate | one of: is, about, atLeast, atMost, changes, moves, sameAs | add for instance `moves: up`",
      "24:25 no contract has an error `NothingToClam` | the name of an error | did you mean `NothingToClaim`?",
    ]);
  });

  it("SCN-04: refuses steps that cannot be, before anything runs", () => {
    expect(
      inSteps(`      - claim: { by: alice, ticket: first }
      - request: { by: alice, amount: 1 LRT, ticket: first }
      - close:
      - deposit: { by: bob, amount: 8 ETH }
      - deposit: { by: bob, amount: 3 ETH }
      - deposit: { by: bob, amount: 1 wstETH }
      - request: { by: bob, amount: 1 LRT, ticket: bob-1 }
      - request: { by: bob, amount: 1 LRT, ticket: bob-1 }
      - claim: { by: alice, ticket: bob-1 }
      - claim: { by: bob, ticket: bob-2 }
      - deposit: { by: alice, amount: between 9 ETH and 8 ETH }
`).map((text) => text.replace(/ \| .* \| /, " | ")),
    ).to.deep.equal([
      "14:37 no ticket `first` has been requested | take the step `request` before",
      "15:24 `alice` has no LRT yet | let `alice` take the step `deposit` before",
      "16:15 nobody has requested anything since the last batch closed | let a holder take the step `request` before",
      "18:37 `bob` cannot pay 3 ETH: of the funding of 10 ETH, 2 ETH is left | raise the actor's `funding` by 1 ETH or more, or pay less",
      "19:37 `bob` has no wstETH yet | let `bob` take the step `stake` before",
      "21:52 there is a ticket `bob-1` already | call it `bob-1-2`",
      "22:22 `bob-1` belongs to `bob` | write `by: bob`",
      "23:35 no ticket `bob-2` has been requested | did you mean `bob-1`?",
      "24:39 `between 9 ETH and 8 ETH` is no range | write `between 8 ETH and 9 ETH`",
    ]);
  });

  it("SCN-04: two steps in one, and none, are told apart", () => {
    expect(
      inSteps("      - close: {}\n        advance: 1 day\n      - fails: { error: NothingToClaim }\n"),
    ).to.deep.equal([
      `14:9 two steps in one: advance and close | exactly one of: ${STEP_NAMES} | begin each step with its own hyphen`,
      `16:9 no step stands here | exactly one of: ${STEP_NAMES} | begin each step with its own hyphen`,
    ]);
  });
});
