import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { readPreset } from "../../scripts/deploy/presets.ts";
import { pageBelow, playBelow } from "./lower-clocks.ts";
import { longestWaits, ofPreset } from "./rights.ts";
import { clocksPage, playClocks, STANDS, waitsPage } from "./stops-and-clocks.ts";

const PAGE = new URL("../../docs/stops-and-clocks.md", import.meta.url);

describe("stops and clocks (docs/stops-and-clocks.md)", () => {
  let table: Awaited<ReturnType<typeof playClocks>>;
  let below: Awaited<ReturnType<typeof playBelow>>;
  before(async () => {
    table = await playClocks();
    below = await playBelow();
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

  it("VLT-134: below the vault every clock runs in every stop, and an operator leaves in each", () => {
    for (const [clock, row] of Object.entries(below.clocks)) {
      for (const [state, what] of Object.entries(row)) expect(what, `${clock}: ${state}`).to.match(/^(runs|–)$/u);
    }
    const away = below.doors["the operator leaves the service"]!;
    expect(Object.entries(away).filter(([state, what]) => what !== "yes" && state !== "has left")).to.deep.equal([]);
    // what was filled is paid, and what has left the core comes home, whatever is stopped
    for (const call of ["`UnstakingQueue.claim`", "`DelegationManager.completeQueuedWithdrawal`"]) {
      expect(new Set(Object.values(below.doors[call]!)), call).to.deep.equal(new Set(["yes"]));
    }
    const fills = Object.entries(below.doors["`UnstakingQueue.fill`"]!).filter(([, what]) => what !== "yes");
    expect(fills).to.deep.equal([["the LST's exit queue paused", "`CurrentlyPaused`"]]);
  });

  it("VLT-134: the page shows every clock in every state as it is (else: LADDER_WRITE_PAGES=1 with this test)", async () => {
    const waits = waitsPage(longestWaits(...ofPreset(await readPreset("mainnet"))));
    const page = [clocksPage(table), pageBelow(below), waits].join("\n");
    if (process.env.LADDER_WRITE_PAGES === "1") await writeFile(PAGE, page);
    expect(await readFile(PAGE, "utf8")).to.equal(page);
  });
});
