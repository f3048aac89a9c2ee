import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { collectMutants } from "../../scripts/mutate/collect.ts";
import { compileMutants } from "../../scripts/mutate/compile.ts";
import { judgeAll, type Verdict } from "../../scripts/mutate/lanes.ts";
import { FORGETFUL } from "../../scripts/mutate/memory.ts";
import { mutantsPage, PAGE } from "../../scripts/mutate/page.ts";
import { readMeasured, readPublished, readReasons } from "../../scripts/mutate/published.ts";
import { type Numbered, schemataOf } from "../../scripts/mutate/schemata.ts";
import { select } from "../../scripts/mutate/select.ts";
import { readBuilds } from "../../scripts/mutate/syntax.ts";

const root = path.resolve(import.meta.dirname, "../..");
/** Few contracts hold it, so that the sample compiles fast. */
const SAMPLE = "contracts/2-liquid-staking/WrappedStakedEther.sol";
const JUDGE = "test/2-liquid-staking/token.test.ts";

describe("mutants", () => {
  it("TLS-28: the page shows what was published, and why each survivor lives (else: npx node scripts/mutate/write-page.ts)", () => {
    const [published, reasons] = [readPublished(root), readReasons(root)];
    expect(readFileSync(path.join(root, PAGE), "utf8")).to.equal(mutantsPage(published, reasons, readMeasured(root)));
    const survivors = published.flatMap((one) => one.survivors.map(({ id }) => id));
    expect(reasons.map(({ id }) => id).toSorted()).to.deep.equal(survivors.toSorted());
    for (const { tried, operators } of published)
      expect(Object.values(operators).reduce((sum, one) => sum + one.tried, 0)).to.equal(tried);
  });

  it("TLS-29: mutants of one piece, and of its parts, stand beside each other; lines stay where they are", () => {
    const one = { id: "", rung: 2, file: "", line: 1, operator: "arithmetic", before: "", after: "" } as const;
    const mutants: Numbered[] = [
      { ...one, number: 1, edits: [{ start: 0, end: 10, is: "statement", text: "" }] },
      { ...one, number: 2, edits: [{ start: 4, end: 9, is: "expression", text: "a -\nb" }] },
      { ...one, number: 3, edits: [{ start: 4, end: 9, is: "expression", text: "a * b" }] },
    ];
    const [mutated] = schemataOf("x = a + b;\n", mutants).split(" import ");
    expect(mutated).to.equal(
      "if (MutantSwitch.on(1)) {} else x = (MutantSwitch.on(2) ? (a - b) : MutantSwitch.on(3) ? (a * b) : (a + b));",
    );
  });

  it("TLS-29: shards share a sample without a rest, and a seed draws the same again", () => {
    const mutants = Array.from({ length: 20 }, (_, at) => ({
      id: `${at}`,
      rung: 2 + (at % 2),
      file: "",
      operator: "",
    }));
    const draw = (nth: number, of: number, seed = 1): string[] =>
      select(mutants as unknown as Numbered[], { rungs: [2, 3], only: "", sample: 7, seed, shard: { nth, of } }).map(
        ({ id }) => id,
      );
    expect([1, 2, 3].flatMap((nth) => draw(nth, 3)).toSorted()).to.deep.equal(draw(1, 1).toSorted());
    expect(draw(1, 1)).to.have.length(14);
    expect(draw(1, 1))
      .to.deep.equal(draw(1, 1))
      .and.not.to.deep.equal(draw(1, 1, 2));
  });

  it("TLS-29: of a fixed sample each mutant dies by a test that reaches it, and one that changes nothing lives [uninstrumented]", async () => {
    mkdirSync(path.join(root, "cache"), { recursive: true });
    const folder = mkdtempSync(path.join(root, "cache/mutants-"));
    try {
      const builds = readBuilds(root);
      const sample = collectMutants(builds)
        .filter(({ file }) => file === SAMPLE)
        .filter(({ operator }) => ["constant", "dropped statement", "negation"].includes(operator))
        .map((mutant, at) => ({ ...mutant, number: at + 1 }));
      expect(sample).to.have.length.above(4);
      const [first] = sample;
      const { bytes } = builds.flatMap((one) => one.sources).find(({ file }) => file === SAMPLE)!;
      const [{ start, end }] = first!.edits as [Numbered["edits"][0]];
      const same = { ...first!, number: 99, edits: [{ ...first!.edits[0]!, text: bytes.slice(start, end) }] };
      const kept = await compileMutants(root, builds, [...sample, same], path.join(folder, "artifacts"));
      expect(kept).to.have.length(sample.length + 1);
      const verdicts = new Map<number, Verdict>();
      await judgeAll(path.join(folder, "artifacts"), kept, [JUDGE], 1, FORGETFUL, {
        onVerdict: ({ number }, verdict) => void verdicts.set(number, verdict),
        onFile: () => undefined,
      });
      expect(verdicts.get(99)).to.deep.equal({ is: "survived", reached: true });
      for (const { number, before, after } of sample)
        expect(verdicts.get(number)?.is, `${before} -> ${after}`).to.equal("killed");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
