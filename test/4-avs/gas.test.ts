import { expect } from "chai";
import { measure } from "../../scripts/bench/measure.ts";
import { rowLine, verdict } from "../../scripts/bench/report.ts";
import { servicesRung } from "../../scripts/bench/services/rung.ts";

/** What it took when every observer made a sync of its own. */
const BEFORE = 790_850;

describe("The gas of services", () => {
  it("AVS-87: a proven slash with ten observers that each sync the vault costs nine tenths at most of what it did when each synced anew", async () => {
    const rung = await servicesRung();
    const facts = rung.facts.find(({ id }) => id === "service.slash.observers10")!;
    const [row] = await measure({ ...rung, facts: [facts] });
    const { ours } = row!;
    expect(ours).to.be.at.most((BEFORE * 9) / 10);
    expect(rung.measurable).to.have.members(rung.facts.map(({ id }) => id));
    expect(verdict([{ ...facts, ours }], rung.maxRatio)).to.include({ ratio: 0, passed: true });
    expect(rowLine({ ...facts, ours })).to.match(/^· service\.slash\.observers10 /u);
  });
});
