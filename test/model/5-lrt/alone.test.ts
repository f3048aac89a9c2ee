import { expect } from "chai";
import fc from "fast-check";
import { playAlone } from "../../../scripts/twin/vault/alone.ts";
import { sequences } from "../../../scripts/twin/vault/draw.ts";
import { startAlone } from "../../../scripts/twin/vault/lone.ts";

const SEED = 20_261_129;

describe("the model of the vault by itself", function () {
  this.timeout(120_000);

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
