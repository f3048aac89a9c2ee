import { expect } from "chai";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Met, nothingMet } from "../../../scripts/twin/shared/met.ts";
import { type Bench, checkVault, openBench } from "../../../scripts/twin/vault/check.ts";
import { KINDS } from "../../../scripts/twin/vault/draw.ts";
import { MEETABLE } from "../../../scripts/twin/vault/errors.ts";
import { playSaved } from "../../../scripts/twin/vault/play.ts";
import { save, SCHEMA_VERSION } from "../../../scripts/twin/shared/files.ts";
import { load } from "../../../scripts/twin/vault/saved.ts";
import { STATES } from "../../../scripts/twin/vault/states.ts";
import type { PricingRule } from "../../../model/5-lrt/state.ts";
import { stepVault } from "../../../model/5-lrt/step.ts";

const KEPT = path.join(import.meta.dirname, "sequences");
const REPORTS = path.join(import.meta.dirname, "../../../reports");
const SEED = 20_261_129;
/** Sequences of 30 steps under each rule. */
const SEQUENCES: Readonly<Record<PricingRule, number>> = { exposed: 200, capped: 100, "loss-only": 100 };

describe("the model of the vault and the contracts [uninstrumented]", function () {
  this.timeout(1_800_000);
  const benches = new Map<PricingRule, Bench>();
  const met: Met = nothingMet();

  const benchOf = async (rule: PricingRule): Promise<Bench> => {
    const known = benches.get(rule) ?? (await openBench(rule));
    benches.set(rule, known);
    return known;
  };

  for (const [rule, sequences] of Object.entries(SEQUENCES) as [PricingRule, number][]) {
    it(`TWN-30: under the ${rule} rule they agree after every step of drawn sequences`, async () => {
      const found = await checkVault(await benchOf(rule), { seed: SEED, sequences, steps: 30, beginnings: true }, met);
      if (found === undefined) return;
      const { disagreement, steps } = found;
      const name = `twin-vault-${rule}-seed-${SEED}`;
      const file = save(
        { schemaVersion: SCHEMA_VERSION, name, description: disagreement.message, rule, steps },
        REPORTS,
      );
      expect.fail(`saved as ${file}\n${disagreement.message}`);
    });
  }

  it("TWN-31: the sequences do every kind of action and meet every error that a user can meet, and every state", () => {
    const missing = (words: readonly string[]) => words.filter((word) => !met.words.has(word));
    expect(missing(KINDS), "done at least once").to.deep.equal([]);
    expect(missing(MEETABLE), "met at least once").to.deep.equal([]);
    expect(missing(STATES), "reached at least once").to.deep.equal([]);
  });

  it("TWN-32: a flaw of a wei in the model is found, made as short as it goes, saved, and plays on the model that is right", async () => {
    const flawed: typeof stepVault = (state, block, action) => {
      const outcome = stepVault(state, block, action);
      if (!outcome.ok || action.function !== "request") return outcome;
      const { books } = outcome.state;
      return { ...outcome, state: { ...outcome.state, books: { ...books, lockedProfit: books.lockedProfit + 1n } } };
    };
    const bench = await openBench("exposed", flawed);
    const found = await checkVault(bench, { seed: SEED, sequences: 50, steps: 8 }, nothingMet());
    expect(found?.disagreement.message).to.match(/accountingWords\(\): model/);
    const steps = found?.steps ?? [];
    expect(steps.length).to.be.within(2, 9);
    expect(steps.at(-1)?.action.function).to.equal("request");
    const folder = mkdtempSync(path.join(tmpdir(), "twin-"));
    const saved = { schemaVersion: SCHEMA_VERSION, name: "flaw", description: "", rule: "exposed", steps } as const;
    const said = await playSaved(await benchOf("exposed"), load(save(saved, folder)));
    expect(said.at(-1)).to.equal("");
  });

  for (const file of readdirSync(KEPT)) {
    it(`TWN-32: ${path.basename(file, ".json")}, a sequence worth keeping, plays on both with no difference`, async () => {
      const saved = load(path.join(KEPT, file));
      const said = await playSaved(await benchOf(saved.rule), saved);
      expect(said.length).to.equal(saved.steps.length);
      expect(said.some((words) => words === "")).to.equal(true);
    });
  }
});
