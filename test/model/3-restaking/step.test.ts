import { expect } from "chai";
import { type CoreState, newCore } from "../../../model/3-restaking/core.ts";
import { step } from "../../../model/3-restaking/step.ts";
import { Table } from "../../../model/shared/table.ts";
import { loadRecording } from "../../../scripts/replay/format/load.ts";
import { openModel } from "../../../scripts/replay/model/player.ts";
import { setModelStage } from "../../../scripts/replay/model/stage.ts";
import { playScenario } from "../../../scripts/replay/play/scenario.ts";
import { ownRecordings } from "../../../scripts/replay/recordings.ts";

const BLOCK = { number: 500n, timestamp: 2_000_000_000n };

/** All of a state as text: tables by key, numbers in decimal. */
const dump = (state: CoreState): string =>
  JSON.stringify(state, (_, value: unknown) =>
    value instanceof Table ? value.entries() : typeof value === "bigint" ? `${value}n` : value,
  );

/** Why a step was undone; nothing when it was not. */
function failureOf(outcome: ReturnType<typeof step>) {
  if (outcome.ok) return undefined;
  const { error, args } = outcome.revert;
  return { error, args };
}

describe("steps of the core's model", () => {
  const recording = loadRecording(ownRecordings().find((file) => file.includes("W2_")) as string);
  const { state, addresses } = { ...setModelStage(recording) };
  const { contracts, account, strategies } = addresses;
  const { strategy, token } = strategies.get("A") as { strategy: string; token: string };
  const alice = account("alice");
  const fund = { from: alice, to: token, function: "mint", args: [alice, 10n ** 18n] };
  const deposit = {
    from: alice,
    to: contracts.StrategyManager,
    function: "depositIntoStrategy",
    args: [strategy, token, 10n ** 17n],
  };

  it("TWN-02: a step leaves the state that went in, and the same step on it gives the same again", () => {
    const funded = step(state(), BLOCK, fund).state;
    const before = dump(funded);
    const first = step(funded, BLOCK, deposit);
    expect(first.ok).to.equal(true);
    expect(dump(funded)).to.equal(before);
    expect(dump(first.state)).not.to.equal(before);
    const second = step(funded, BLOCK, deposit);
    expect(dump(second.state)).to.equal(dump(first.state));
    expect(second.events).to.deep.equal(first.events);
    expect(first.events.map(({ event }) => event)).to.deep.equal([
      "Transfer",
      "ExchangeRateEmitted",
      "Deposit",
      "DepositScalingFactorUpdated",
    ]);
  });

  it("TWN-02: what reverts gives back the state that went in, its error by name, and no event", () => {
    const before = state();
    const poor = step(before, BLOCK, deposit);
    expect(failureOf(poor)).to.deep.equal({ error: "ERC20InsufficientBalance", args: [alice, 0n, 10n ** 17n] });
    expect(poor.state).to.equal(before);
    expect(poor.events).to.deep.equal([]);

    // a deposit that is worth no share fails in the strategy, after the tokens and the allowance have moved
    const donation = { from: alice, to: token, function: "mint", args: [strategy, 10n ** 24n] };
    const rich = step(step(before, BLOCK, fund).state, BLOCK, donation).state;
    const text = dump(rich);
    const late = step(rich, BLOCK, { ...deposit, args: [strategy, token, 1n] });
    expect(failureOf(late)).to.deep.equal({ error: "NewSharesZero", args: [] });
    expect(dump(late.state)).to.equal(text);
  });

  it("TWN-02: what nothing answers reverts without data", () => {
    for (const to of [account("mallory"), contracts.DelegationManager, strategy, token]) {
      const outcome = step(state(), BLOCK, { from: alice, to, function: "nothingOfThisName", args: [] });
      expect(failureOf(outcome), to).to.deep.equal({ error: "Empty", args: [] });
    }
  });

  it("TWN-02: a fault of the model itself is no revert", () => {
    const broken = newCore(state().config, { ...state(), owner: alice });
    const call = { from: alice, to: contracts.DelegationManager, function: "queueWithdrawals", args: [undefined] };
    expect(() => step(broken, BLOCK, call)).to.throw(TypeError);
  });

  it("TWN-02: two runs of a walk give the same text", async () => {
    const run = async () => {
      const told: string[] = [];
      const open: typeof openModel = async (...args) => {
        const player = await openModel(...args);
        const read: typeof player.read = async (theirs) => {
          const tree = await player.read(theirs);
          told.push(JSON.stringify(tree));
          return tree;
        };
        return { ...player, read };
      };
      await playScenario({ ...recording, steps: recording.steps.slice(0, 60) }, () => undefined, open);
      return told.join("\n");
    };
    const first = await run();
    expect(first.length).to.be.greaterThan(10_000);
    expect(await run()).to.equal(first);
  });
});
