import { expect } from "chai";
import { globSync, readFileSync } from "node:fs";

const ROOT = new URL("../../", import.meta.url).pathname;
const PAGE = readFileSync(`${ROOT}docs/lists.md`, "utf8");
/** What adds an entry to a list in storage: an array's `push`, a set's or a trace's own. */
const ADDS = /(\w+)(?:\[[^\]]*\])*\.(?:push|add)\(\s*\S/g;
/** An append to an array of structs, whose fields are written afterwards. */
const APPENDS = /(\w+)\.push\(\);/g;
/** A list of fixed size in storage, whose limit is in its type. */
const FIXED = /\w+\[MAX_\w+\] (?:internal|private) (\w+);/g;
/** A meter that counts, a contract that keeps a list of its own, a sum in memory, and a bound on bytes. */
const NO_LISTS = ["_requestMeter", "unprovenKeys", "found", "MAX_CHUNK_BYTES"];

const sources = globSync("contracts/{1,2,3,4,5}-*/**/*.sol", { cwd: ROOT }).map((file) => ({
  name: file.replaceAll("\\", "/").replace("contracts/", ""),
  text: readFileSync(`${ROOT}${file}`, "utf8"),
}));

describe("the page of lists", () => {
  it("INV-40: every list in storage has a row that says who takes an entry off, and every row has a list", () => {
    const found = new Set<string>();
    for (const { name, text } of sources) {
      for (const [, list = ""] of [ADDS, APPENDS, FIXED].flatMap((way) => [...text.matchAll(way)])) {
        if (!NO_LISTS.includes(list)) found.add(`\`${name}\` \`${list}\``);
      }
    }
    const told = new Set(PAGE.match(/^\| (`\S+\.sol` `\w+`)/gm)?.map((row) => row.slice(2)));
    expect([...found].sort()).to.deep.equal([...told].sort());
    expect(found.size).to.be.greaterThan(20);
  });

  it("INV-40: every limit of a list stands there with its number", () => {
    const limits = new Map<string, Set<string>>();
    for (const { text } of sources) {
      for (const [, name = "", value = ""] of text.matchAll(/uint256 \w+ constant (MAX_\w+) = (\d+);/g)) {
        if (!NO_LISTS.includes(name)) limits.set(name, (limits.get(name) ?? new Set()).add(value));
      }
    }
    const told = [...PAGE.matchAll(/`(MAX_\w+)` (\d+)/g)];
    expect(new Set(told.map(([, name]) => name))).to.deep.equal(new Set(limits.keys()));
    for (const [, name = "", value = ""] of told) expect([...(limits.get(name) ?? [])], name).to.include(value);
    for (const [name, values] of limits) {
      for (const value of values) expect(PAGE, `${name} ${value}`).to.contain(`\`${name}\` ${value}`);
    }
  });
});
