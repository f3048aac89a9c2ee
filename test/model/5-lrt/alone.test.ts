import { expect } from "chai";
import fc from "fast-check";
import type { PricingRule } from "../../../model/5-lrt/state.ts";
import { transactOn } from "../../../model/5-lrt/transaction.ts";
import { checkInvariants, playAlone } from "../../../scripts/twin/vault/alone.ts";
import { BEGINNINGS, sequences } from "../../../scripts/twin/vault/draw.ts";
import { INVARIANTS, rateFalls } from "../../../scripts/twin/vault/invariants.ts";
import { startAlone } from "../../../scripts/twin/vault/lone.ts";

const SEED = 20_261_129;
const RULES: readonly PricingRule[] = ["exposed", "capped", "loss-only"];

describe("the model of the vault by itself", function () {
  this.timeout(120_000);

  for (const rule of RULES) {
    it(`TWN-33: under the ${rule} rule every invariant holds after every step of 300 drawn sequences`, () => {
      const steps = checkInvariants(startAlone(rule), { seed: SEED, sequences: 300, steps: 30 });
      expect(steps).to.be.greaterThan(5_000);
    });
  }

  it("TWN-33: an invariant tells what it is there to find", () => {
    const { state } = startAlone("exposed");
    const told = (name: string, break_: (vault: Parameters<(typeof INVARIANTS)[string]>[0]) => void) => {
      const key = Object.keys(INVARIANTS).find((one) => one.startsWith(name));
      const outcome = transactOn(state, { number: 0n, timestamp: 2_000_000_100n }, (vault) => {
        break_(vault);
        return INVARIANTS[key ?? ""]?.(vault);
      });
      return outcome.ok ? outcome.value : undefined;
    };
    expect(told("VLT-01", ({ state: { books } }) => void books.idle++)).to.match(/held: 1 is not 0/);
    expect(told("INV-01: shares", ({ state: { books } }) => void books.supply++)).to.match(/0 is not 1/);
    expect(told("INV-28", ({ state: { cover } }) => void cover.funds++)).to.match(/0 is not 1/);
    expect(told("QUE-12: shares of closed", ({ state: { queue } }) => void queue.closedShares++)).to.match(
      /1 is not 0/,
    );
    expect(told("INV-31", ({ state: { books } }) => void books.idle--)).to.match(/negative/);
  });

  it("TWN-33: a rate that falls without a loss is seen", () => {
    let seen = 0;
    playAlone(startAlone("exposed"), BEGINNINGS[2] ?? [], (before, outcome, step) => {
      if (!outcome.ok || step.action.function !== "settle") return;
      const { books } = outcome.state;
      const poorer = {
        ...outcome,
        state: { ...outcome.state, books: { ...books, recognised: books.recognised - 10n ** 9n } },
      };
      expect(rateFalls(before, outcome, step)).to.equal(false);
      expect(rateFalls(before, poorer, step)).to.equal(true);
      seen++;
    });
    expect(seen).to.equal(1);
  });

  it("TWN-02: a sequence that is played twice comes to the same, and leaves the state that it began with", () => {
    const start = startAlone("loss-only");
    const text = (value: unknown) =>
      JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? `${one}n` : one));
    const before = text(start.state);
    fc.assert(
      fc.property(sequences(20), (sequence) => {
        const play = () => {
          const outcomes: unknown[] = [];
          playAlone(start, sequence, (_, outcome) => void outcomes.push(outcome));
          return text(outcomes);
        };
        expect(play()).to.equal(play());
      }),
      { seed: SEED, numRuns: 10 },
    );
    expect(text(start.state)).to.equal(before);
  });
});
