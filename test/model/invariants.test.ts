import { expect } from "chai";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { openWorld, type WorldName, WORLDS } from "../../scripts/twin/invariants/all.ts";
import { checkWorld, type Held } from "../../scripts/twin/invariants/check.ts";
import { FLAWS } from "../../scripts/twin/invariants/flaws.ts";

const SEED = 20_261_130;
const ROOT = path.resolve(import.meta.dirname, "../..");
const PLANT = "scripts/twin/invariants/plant.ts";
/** Sequences of each: a sample, of which `npm run test:deep` plays thousands. */
const SEQUENCES: Readonly<Record<WorldName, number>> = {
  ...{ "beacon electra": 8, "beacon gloas": 12, pool: 60, core: 40, defi: 40 },
  ...{ services: 300, reserve: 60 },
  ...{ "vault exposed": 80, "vault capped": 80, "vault loss-only": 80 },
};

describe("what must hold of the model, whatever came before", function () {
  this.timeout(300_000);

  const held = new Map<string, Held>();
  let seen: ReadonlyMap<string, string> = new Map();

  before(() => {
    // one token of the model is changed in each, and what depends on it loaded anew
    const said = execFileSync(process.execPath, [PLANT], { cwd: ROOT, encoding: "utf8" });
    seen = new Map(said.split("\n").map((line) => [line.split(" ")[0] as string, line] as const));
  });

  for (const name of Object.keys(WORLDS) as WorldName[]) {
    const { world, invariants } = openWorld(name);
    const play = () => {
      const known = held.get(name) ?? checkWorld(world, invariants, { seed: SEED, sequences: SEQUENCES[name] });
      held.set(name, known);
      return known;
    };
    for (const { id } of invariants)
      it(`${id}: on the ${name} it holds, had something to be held to, and sees a flaw of one token`, () => {
        expect(play().times.get(id) ?? 0).to.be.greaterThan(0);
        expect(seen.get(id)).to.match(/sees it/);
      });
  }

  it("TWN-33: there are at least 40, in four families, of every rung with a model, each with one flaw to see", () => {
    const ids = (Object.keys(WORLDS) as WorldName[]).flatMap((name) => openWorld(name).invariants.map(({ id }) => id));
    const all = new Set(ids);
    expect(all.size).to.be.greaterThanOrEqual(40);
    expect(FLAWS.map(({ id }) => id).sort()).to.deep.equal([...all].sort());
  });
});
