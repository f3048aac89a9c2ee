import { expect } from "chai";
import { compare } from "../../../scripts/replay/play/compare.ts";

describe("comparison of states", () => {
  it("RST-65: finds nothing in equal trees and counts their fields, empty branches among them", () => {
    const tree = {
      block: "1",
      stakers: { alice: { shares: ["1", "2"], pending: true } },
      withdrawals: [],
      slashes: {},
    };
    expect(compare(tree, structuredClone(tree), "expect")).to.deep.equal({ fields: 6, differences: [] });
  });

  it("RST-65: names the field and both sides of whatever differs by one wei", () => {
    expect(compare({ a: { b: ["5", "6"] } }, { a: { b: ["5", "7"] } }, "result").differences).to.deep.equal([
      { field: "result.a.b[1]", ours: "6", theirs: "7" },
    ]);
  });

  it("RST-65: a field that one side lacks is a difference", () => {
    expect(compare({ a: "1" }, { b: "1" }, "$").differences).to.deep.equal([
      { field: "$.a", ours: "1", theirs: undefined },
      { field: "$.b", ours: undefined, theirs: "1" },
    ]);
    expect(compare({ list: [] }, { list: ["0"] }, "$").differences).to.deep.equal([
      { field: "$.list", ours: "[]", theirs: undefined },
      { field: "$.list[0]", ours: undefined, theirs: "0" },
    ]);
    expect(compare({ map: {} }, { map: [] }, "$").differences).to.deep.equal([
      { field: "$.map", ours: "{}", theirs: "[]" },
    ]);
  });
});
