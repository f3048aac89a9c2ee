import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { clocksPage, playClocks, STANDS } from "./stops-and-clocks.ts";

const PAGE = new URL("../../docs/stops-and-clocks.md", import.meta.url);

describe("stops and clocks (docs/stops-and-clocks.md)", () => {
  let table: Awaited<ReturnType<typeof playClocks>>;
  before(async () => {
    table = await playClocks();
  });

  it("VLT-134: the clocks that stand still are those of who could not use the time, and no others", () => {
    const still = Object.entries(table).flatMap(([clock, row]) =>
      Object.entries(row).flatMap(([state, what]) => (what === STANDS ? `${clock}: ${state}` : [])),
    );
    expect(still).to.deep.equal([
      "a service's budget of holds, until it is whole: contained",
      "a delay of the governor: contained",
      "the lock of an underwriter: held back",
      "the door of an underwriter, until it closes: held back",
    ]);
  });

  it("VLT-134: the page shows every clock in every state as it is (else: LADDER_WRITE_PAGES=1 with this test)", async () => {
    const page = clocksPage(table);
    if (process.env.LADDER_WRITE_PAGES === "1") await writeFile(PAGE, page);
    expect(await readFile(PAGE, "utf8")).to.equal(page);
  });
});
