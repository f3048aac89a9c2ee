import { readFileSync } from "node:fs";
import { expect } from "chai";
import { CORE, coreMutations, mutate, tokens } from "../../../scripts/mutations/mutation.ts";

const source = (file: string) => readFileSync(`${CORE}/${file}`, "utf8");

describe("mutations of the core", () => {
  it("RST-67: there are at least 20, all different, over all parts of the core", () => {
    const mutations = coreMutations();
    expect(mutations.length).to.be.at.least(20);
    const changes = new Set(mutations.map(({ file, find, replace }) => `${file}\n${find}\n${replace}`));
    expect(changes.size).to.equal(mutations.length);
    const parts = new Set(mutations.map(({ file }) => file.split("/")[0]));
    expect([...parts].sort()).to.deep.equal(["allocation", "delegation", "libraries", "pods", "strategies"]);
  });

  for (const mutation of coreMutations())
    it(`RST-67: one token of ${mutation.file} can still be broken: ${mutation.why}`, () => {
      expect(mutate(source(mutation.file), mutation)).not.to.equal(source(mutation.file));
      const [before, after] = [tokens(mutation.find), tokens(mutation.replace)];
      const changed = before.filter((token, index) => token !== after[index]).length;
      const [longer, shorter] = before.length > after.length ? [before, after] : [after, before];
      const added = longer.length - shorter.length;
      expect(added === 0 ? changed : added).to.equal(1);
    });

  it("RST-67: a mutation whose line is gone, or stands twice, is refused", () => {
    const mutation = { file: "x.sol", find: "a + b", replace: "a - b", why: "" };
    expect(mutate("c = a + b;", mutation)).to.equal("c = a - b;");
    expect(() => mutate("c = a * b;", mutation)).to.throw('x.sol: "a + b" occurs 0 times, it has to occur once');
    expect(() => mutate("a + b; a + b;", mutation)).to.throw("occurs 2 times");
  });
});
