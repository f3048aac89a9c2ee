import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { type Cell, keyLifePage, keyLives } from "./key-life.ts";
import { ETH } from "../../scripts/lib/units.ts";

const PAGE = new URL("../../docs/key-life.md", import.meta.url);
/** Wei that the core's factor of losses rounds away. */
const FACTOR = 100n;

describe("the life of a key", () => {
  let cells: Cell[];
  before(async () => {
    cells = await keyLives();
  });

  it("OPS-50: after a checkpoint and its proofs the books are the truth in every state, to the core's own rounding, proven or not", () => {
    const after = cells.filter(({ checkpoint }) => checkpoint === "after");
    expect(after).to.have.length(16);
    for (const { state, proven, truth, told, above } of after)
      expect(told, `${state}, ${proven ? "" : "un"}proven`).to.be.within(truth - above - FACTOR, truth - above);
  });

  it("OPS-50: in every cell the books have no ETH twice and miss none that was told, or say that they cannot tell", () => {
    for (const { state, proven, checkpoint, truth, untold, told, above } of cells) {
      const cell = `${state}, ${proven ? "" : "un"}proven, ${checkpoint}`;
      // two keys of 32 ETH, and what they earned in the meantime
      if (untold !== undefined) expect(untold, cell).to.be.within(truth - ETH, 64n * ETH + ETH);
      // what nobody has asked of a key that left unseen is told by the next checkpoint, not before
      const seen = proven || checkpoint === "after" || !/withdrawable|swept/.test(state);
      if (!proven && seen && told !== undefined)
        expect(told, cell).to.be.within(truth - above - ETH / 10n, truth + ETH / 10n);
    }
  });

  it("OPS-51: a key is in doubt after a checkpoint that may have found it, and nowhere else, and being told ends it", () => {
    for (const { state, proven, checkpoint, untold, told } of cells) {
      const mayBeFound = !proven && checkpoint === "after" && /withdrawable|swept/.test(state);
      expect(untold === undefined, `${state}, ${checkpoint}`).to.equal(mayBeFound);
      expect(told !== undefined, `${state}, ${checkpoint}, told`).to.equal(true);
    }
  });

  it("OPS-50: docs/key-life.md shows every cell as it is (else: LADDER_WRITE_PAGES=1 with this test)", async () => {
    const page = keyLifePage(cells);
    if (process.env.LADDER_WRITE_PAGES === "1") await writeFile(PAGE, page);
    expect(await readFile(PAGE, "utf8")).to.equal(page);
  });
});
