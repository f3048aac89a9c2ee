import { readFileSync } from "node:fs";
import { expect } from "chai";
import { coreRung } from "../../../scripts/bench/core/rung.ts";
import { measure } from "../../../scripts/bench/measure.ts";
import { rowLine, verdict, verdictLines } from "../../../scripts/bench/report.ts";
import { type GasRow, must, onFreshChains, type Rung } from "../../../scripts/bench/row.ts";

const row = (id: string, ours: number, theirs: number, bar = true): GasRow => {
  return { id, operation: "f", circumstances: "c", peers: { Peer: theirs, Other: theirs + 1 }, bar, ours };
};

describe("The gas of the restaking core", () => {
  it("RST-56: every row that counts costs less than the real core's, and their sum at most 0.75 of it [uninstrumented]", async () => {
    const rung = await coreRung();
    const rows = await measure(rung);
    expect(rows.map(({ id }) => id)).to.have.members(rung.measurable);
    const found = verdict(rows, rung.maxRatio);
    expect(found).to.include({ passed: true });
    const counted = rows.filter(({ bar }) => bar).length;
    expect(readFileSync(new URL("../../../README.md", import.meta.url), "utf8")).to.contain(
      `the ${counted} operations that count cost ${Math.round(found.ratio * 100)} % as much in total`,
    );
  });

  it("RST-56: one row that is not lower fails, and so does a sum that is too high", () => {
    expect(verdict([row("a", 50, 100), row("b", 99, 100)], 0.75)).to.deep.equal({
      ours: 149,
      theirs: 200,
      ratio: 0.745,
      tooDear: [],
      overLimit: [],
      passed: true,
    });
    expect(verdict([row("a", 10, 100), row("b", 100, 100)], 0.75)).to.include({ passed: false });
    expect(verdict([row("a", 10, 100), row("b", 100, 100)], 0.75).tooDear).to.deep.equal(["b"]);
    expect(verdict([row("a", 76, 100)], 0.75)).to.include({ passed: false });
    expect(verdict([row("a", 75, 100), row("b", 900, 100, false)], 0.75)).to.include({ passed: true, ours: 75 });
  });

  it("RST-56: a row whose circumstances are not as claimed is not measured", async () => {
    const { send } = onFreshChains(async () => {}, { rain: async () => must(false, "it rains") as never });
    const rung = (id: string): Rung => {
      const facts = [row(id, 0, 1)];
      return { title: "", note: "", maxRatio: 1, facts, measurable: [], send };
    };
    const failure = (id: string) =>
      measure(rung(id)).then(
        () => "measured",
        (reason: Error) => reason.message,
      );
    expect(await failure("sun")).to.equal("sun: nothing measures sun");
    expect(await failure("rain")).to.equal('rain: not measured: "it rains" is not the case');
  });

  it("RST-56: the table marks what counts and what is too dear", () => {
    expect(rowLine(row("a.b", 1_500, 2_000))).to.match(/^✓ a\.b +1,500 {2}0\.75 {2}Peer 2,000; Other 2,001; c$/);
    expect(rowLine(row("a.b", 2_000, 2_000))[0]).to.equal("✗");
    expect(rowLine(row("a.b", 9_000, 2_000, false))[0]).to.equal("·");
    expect(rowLine({ ...row("a.b", 9_000, 2_000, false), peers: {} })).to.match(/9,000 +– {2}c$/);
    expect(verdictLines(verdict([row("b", 100, 100)], 0.75), 0.75)).to.deep.equal([
      "sum of the rows that count: ours 100, theirs 100, ratio 1.0000 (at most 0.75)",
      "not lower: b",
      "FAILED",
    ]);
  });
});
