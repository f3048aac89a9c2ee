import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { podsRung } from "../../../scripts/bench/pods/rung.ts";
import { verdict } from "../../../scripts/bench/report.ts";
import { type FlooredRow, floorTable, measureFloors } from "./floor-table.ts";

const PAGE = new URL("../../../docs/beacon-proofs.md", import.meta.url);
const NUMBER = /\d+(,\d{3})*(\.\d+)?/g;
const MARKS = /(<!-- gas -->\n)[\s\S]*(<!-- end of gas -->)/;

describe("The gas of pods that take proofs [uninstrumented]", () => {
  let rows: FlooredRow[];
  before(async () => {
    rows = await measureFloors(await podsRung());
  });
  const rowOf = (id: string): FlooredRow => rows.find((row) => row.id === id) as FlooredRow;

  it("RST-130: every call costs less than the real pod's, and is within its limit", async () => {
    const { maxRatio, measurable } = await podsRung();
    expect(rows.map(({ id }) => id)).to.have.members(measurable);
    expect(verdict(rows, maxRatio)).to.deep.include({ passed: true, tooDear: [], overLimit: [] });
  });

  it("RST-130: a checkpoint of a hundred costs at most 1.01 of its calldata's floor, one of ten 1.10", () => {
    for (const [id, most] of [
      ["pods.checkpoint.100Delegated", 1.01],
      ["pods.checkpoint.100Unchanged", 1.01],
      ["pods.checkpoint.10", 1.1],
      ["pods.checkpoint.10Delegated", 1.1],
    ] as const) {
      const { ours, floor } = rowOf(id);
      expect(ours / floor, id).to.be.within(1, most);
    }
  });

  it("RST-130: docs/beacon-proofs.md has each call's distance from its floor, within two hundredths (else: LADDER_WRITE_PAGES=1 with this test)", async () => {
    const page = await readFile(PAGE, "utf8");
    expect(page).to.match(MARKS);
    const wanted = page.replace(MARKS, `$1${floorTable(rows)}$2`);
    if (process.env.LADDER_WRITE_PAGES === "1") await writeFile(PAGE, wanted);
    const shown = await readFile(PAGE, "utf8");
    expect(shown.replace(NUMBER, "#")).to.equal(wanted.replace(NUMBER, "#"));
    // what a hash has of zero bytes differs from run to run
    const numbers = (text: string) =>
      ((MARKS.exec(text)?.[0] ?? "").match(NUMBER) ?? []).map((number) => Number(number.replaceAll(",", "")));
    for (const [i, number] of numbers(wanted).entries())
      expect(numbers(shown)[i]).to.be.within(number * 0.98, number * 1.02);
  });

  it("RST-130: docs/beacon-proofs.md says by how much a further credential grows dearer, to two tenths of a percent", async () => {
    const said = /quadratic: ([\d.]+) % between ten and a hundred/.exec(await readFile(PAGE, "utf8"))?.[1];
    const growth = rowOf("pods.credentials.further100").ours / rowOf("pods.credentials.further").ours - 1;
    expect(Number(said)).to.be.within(growth * 100 - 0.2, growth * 100 + 0.2);
  });
});
