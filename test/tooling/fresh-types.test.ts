import { readdirSync, utimesSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { removeOlder } from "../../scripts/plugins/fresh-types.ts";
import { withFiles } from "./tree.ts";

describe("generated types", () => {
  it("TLS-21: a build leaves only those that it has written", () => {
    const files = { "README.md": "", "index.ts": "", "5-lrt/Vault.ts": "", "gone/Old.ts": "", "5-lrt/Gone.ts": "" };
    const left = withFiles(files, (root) => {
      for (const old of ["README.md", "gone/Old.ts", "5-lrt/Gone.ts"]) utimesSync(path.join(root, old), 1_000, 1_000);
      removeOlder(root, 2_000_000);
      return readdirSync(root, { recursive: true }).toSorted();
    });
    expect(left).to.deep.equal(["5-lrt", "5-lrt/Vault.ts", "README.md", "index.ts"]);
  });
});
