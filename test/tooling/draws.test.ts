import { expect } from "chai";
import fc from "fast-check";
import { BadOption } from "../../scripts/lib/command-line.ts";
import { SEED, seedOfDraws } from "../../scripts/plugins/test-results/draws.ts";

describe("draws of a test run", () => {
  it("TLS-76: a property that names no seed draws from the run's, which is always the same or LADDER_SEED", () => {
    const asked = process.env.LADDER_SEED;
    expect(fc.readConfigureGlobal().seed).to.equal(asked === undefined ? SEED : Number(asked));
    const drawn = () => fc.check(fc.property(fc.nat(), () => true)).seed;
    expect(drawn()).to.equal(drawn());
    expect(seedOfDraws("7")).to.equal(7);
    for (const bad of ["", "-1", "1.5", "new", "2147483648"])
      expect(() => seedOfDraws(bad), bad).to.throw(BadOption, `"${bad}": leave it out for ${SEED}`);
  });
});
