import { expect } from "chai";
import { measure } from "../../../scripts/bench/measure.ts";
import { podsRung } from "../../../scripts/bench/pods/rung.ts";
import { verdict } from "../../../scripts/bench/report.ts";

describe("The gas of pods that take proofs", () => {
  it("RST-130: every call costs less than the real pod's, and is within its limit [uninstrumented]", async () => {
    const rung = await podsRung();
    const rows = await measure(rung);
    expect(rows.map(({ id }) => id)).to.have.members(rung.measurable);
    expect(verdict(rows, rung.maxRatio)).to.deep.include({ passed: true, tooDear: [], overLimit: [] });
  });
});
