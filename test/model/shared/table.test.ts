import { expect } from "chai";
import fc from "fast-check";
import { append, removed } from "../../../model/shared/placed-list.ts";
import { Table } from "../../../model/shared/table.ts";
import { add, mulDivDown, mulDivUp, sub, toUint } from "../../../model/shared/uint.ts";

const WORD = (1n << 256n) - 1n;
const word = fc.bigInt({ min: 0n, max: WORD });

const key = fc.oneof(fc.string({ maxLength: 3 }), fc.nat({ max: 200 }).map(String));
const change = fc.record({ key, value: fc.option(fc.nat(), { nil: undefined }) });

describe("what the model is built of", () => {
  it("TWN-05: a table answers as a map does after any changes, and every earlier table as it did", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 300 }), (changes) => {
        const map = new Map<string, number>();
        const history: [Table<number>, [string, number][]][] = [];
        let table = Table.empty<number>();
        for (const { key: at, value } of changes) {
          if (value === undefined) map.delete(at);
          else map.set(at, value);
          table = value === undefined ? table.delete(at) : table.set(at, value);
          history.push([table, [...map].sort(([left], [right]) => (left < right ? -1 : 1))]);
        }
        for (const [one, entries] of history.filter((_, index) => index % 37 === 0 || index === history.length - 1)) {
          expect(one.entries()).to.deep.equal(entries);
          expect(one.size).to.equal(entries.length);
          for (const [at, value] of entries) expect(one.get(at)).to.equal(value);
          expect(one.get("not there")).to.equal(undefined);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("TWN-05: keys of one hash are told apart", () => {
    const [left, right] = sameHash();
    const both = Table.empty<number>().set(left, 1).set(right, 2);
    expect([both.get(left), both.get(right), both.size]).to.deep.equal([1, 2, 2]);
    const one = both.delete(left);
    expect([one.get(left), one.get(right), one.size]).to.deep.equal([undefined, 2, 1]);
    expect(both.set(left, 3).get(left)).to.equal(3);
    expect(both.set(left, 3).size).to.equal(2);
  });

  it("TWN-05: a list puts the last item in the place of a removed one", () => {
    expect(removed(["a", "b", "c"], "a")).to.deep.equal(["c", "b"]);
    expect(removed(["a", "b", "c"], "c")).to.deep.equal(["a", "b"]);
    expect(removed(append([], "a"), "a")).to.deep.equal([]);
  });

  it("TWN-05: arithmetic is exact within a word, and panics beyond it", () => {
    fc.assert(
      fc.property(word, word, word, (x, y, d) => {
        const panics = (act: () => bigint) => {
          try {
            return act();
          } catch (revert) {
            return (revert as Error).message;
          }
        };
        expect(panics(() => add(x, y))).to.equal(x + y > WORD ? "Panic(17)" : x + y);
        expect(panics(() => sub(x, y))).to.equal(x < y ? "Panic(17)" : x - y);
        const down = d === 0n ? 0n : (x * y) / d;
        const expected = d === 0n ? "Panic(18)" : down > WORD ? "Panic(17)" : down;
        expect(panics(() => mulDivDown(x, y, d))).to.equal(expected);
        if (typeof expected === "bigint" && expected < WORD)
          expect(mulDivUp(x, y, d)).to.equal(expected + ((x * y) % d === 0n ? 0n : 1n));
        expect(panics(() => toUint(128n, x))).to.equal(
          x >= 1n << 128n ? `SafeCastOverflowedUintDowncast(128, ${x})` : x,
        );
      }),
      { numRuns: 300 },
    );
    expect(() => mulDivUp(WORD, WORD, WORD - 1n)).to.throw("Panic(17)");
  });
});

/** Two keys that fall on one another in 32 bits: among 200,000, some do. */
function sameHash(): [string, string] {
  const seen = new Map<number, string>();
  for (let index = 0; ; index++) {
    const text = `key ${index}`;
    const hash = Table.hashOf(text);
    const other = seen.get(hash);
    if (other !== undefined) return [other, text];
    seen.set(hash, text);
  }
}
