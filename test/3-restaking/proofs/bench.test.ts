import { expect } from "chai";
import { measureProofs } from "../../../scripts/bench/proofs/measure.ts";

describe("3-restaking: what making proofs takes", () => {
  for (const fork of ["electra", "gloas"] as const) {
    it(`RST-131: all proofs of a checkpoint take a twentieth of a tree for each at most, in ${fork} [uninstrumented]`, () => {
      const { ofRebuilding, treeMs, changeMs } = measureProofs(fork, 5_000, 200);
      expect(ofRebuilding).to.be.lessThan(1 / 20);
      expect(changeMs).to.be.lessThan(treeMs / 20);
    });
  }
});
