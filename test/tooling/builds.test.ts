import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { holdAll, isCompiled, stamp, sourcesOf, unstamp } from "../../scripts/lib/stamp.ts";
import { isRefused } from "../../scripts/plugins/builds/warnings.ts";
import { withFiles } from "./tree.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const HARDHAT = path.join(ROOT, "node_modules/hardhat/dist/src/cli.js");

const CONFIG = `import { defineConfig } from "hardhat/config";
import { builds } from ${JSON.stringify(path.join(ROOT, "scripts/plugins/builds/index.ts"))};
export default defineConfig({
  plugins: [builds],
  solidity: { version: "0.8.37", path: "node_modules/solc/soljson.js" },
});
`;
const head = "// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\n";

describe("How contracts are built", () => {
  const places = (root: string) => ({ root, artifacts: path.join(root, "artifacts"), cache: path.join(root, "cache") });

  describe("in a project of two contracts", function () {
    this.timeout(600_000);
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "builds-")));
    let project = path.join(folder, "here");
    after(() => rmSync(folder, { recursive: true, force: true }));

    // what Hardhat tells its children of this project is not for that one
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("HARDHAT_")));
    const build = (more: Record<string, string> = {}) => {
      const ran = spawnSync(process.execPath, [HARDHAT, "build"], {
        cwd: project,
        env: { ...env, ...more },
        encoding: "utf8",
      });
      return { code: ran.status, said: ran.stdout + ran.stderr };
    };

    before(() => {
      mkdirSync(path.join(project, "contracts"), { recursive: true });
      symlinkSync(path.join(ROOT, "node_modules"), path.join(project, "node_modules"), "junction");
      writeFileSync(path.join(project, "package.json"), '{ "type": "module" }');
      writeFileSync(path.join(project, "hardhat.config.ts"), CONFIG);
      writeFileSync(path.join(project, "contracts/A.sol"), `${head}contract A {}\n`);
      writeFileSync(
        path.join(project, "contracts/B.sol"),
        `${head}import {LibClone} from "solady/src/utils/LibClone.sol";\ncontract B { function f() external { LibClone.clone(address(this)); } }\n`,
      );
    });

    it("TLS-50: what the compiler warns of libraries is in a file, and not on the screen", () => {
      const { code, said } = build();
      expect(said)
        .to.match(/Compiled 2 Solidity files/)
        .and.not.to.match(/Warning|Natspec/);
      expect(code).to.equal(0);
      expect(readFileSync(path.join(project, "cache/compiler-warnings.txt"), "utf8")).to.match(/memory-safe-assembly/);
      expect(isCompiled(places(project))).to.equal(true);
    });

    it("TLS-51: a project that was moved compiles nothing anew", () => {
      const elsewhere = path.join(folder, "moved to there");
      renameSync(project, elsewhere);
      project = elsewhere;
      expect(isCompiled(places(project))).to.equal(true);
      const { code, said } = build();
      expect(said).to.match(/No contracts to compile/);
      expect(code).to.equal(0);
      appendFileSync(path.join(project, "contracts/A.sol"), "contract C {}\n");
      expect(isCompiled(places(project))).to.equal(false);
      expect(build().said).to.match(/Compiled 1 Solidity file /);
      expect(isCompiled(places(project))).to.equal(true);
    });

    it("TLS-50: a warning of our own code fails the build, and the next one too", () => {
      appendFileSync(path.join(project, "contracts/A.sol"), "contract D { function f() external { uint256 x; } }\n");
      for (const where of [{}, { CI: "true" }] as Record<string, string>[]) {
        const { code, said } = build(where);
        expect(said).to.match(/Warning: Unused local variable/);
        expect(said)
          .to.match(/The compiler warns of our own code \(2\)/)
          .and.not.to.match(/^ +at /m);
        expect(code).to.not.equal(0);
        expect(isCompiled(places(project))).to.equal(false);
      }
    });
  });

  it("TLS-50: only size is allowed to contracts for tests, and everything to libraries", () => {
    const said = (file: string, message: string) => ({ severity: "warning", message, sourceLocation: { file } });
    const size = "Contract code size is 30000 bytes and exceeds 24576 bytes.";
    expect(isRefused(said("project/contracts/5-lrt/Vault.sol", "Unused."))).to.equal(true);
    expect(isRefused(said("project/test/5-lrt/A.t.sol", "Unused."))).to.equal(true);
    expect(isRefused(said("project/contracts/5-lrt/Vault.sol", size))).to.equal(true);
    expect(isRefused(said("project/test/5-lrt/A.t.sol", size))).to.equal(false);
    expect(isRefused(said("project/contracts/testing/A.sol", size))).to.equal(false);
    expect(isRefused(said("npm/solady@0.1.26/src/A.sol", "Unused."))).to.equal(false);
    expect(
      isRefused({ severity: "error", message: "no", sourceLocation: { file: "project/contracts/A.sol" } }),
    ).to.equal(false);
  });

  it("TLS-51: contracts count as compiled until one of them, the configuration, the packages or an artifact changes", () => {
    const files = {
      "contracts/A.sol": "a",
      "contracts/b/B.sol": "b",
      "hardhat.config.ts": "config",
      "package-lock.json": "lock",
      "artifacts/contracts/A.sol/A.json": "{}",
    };
    const isFresh = (change: (root: string) => void): boolean =>
      withFiles(files, (root) => {
        stamp(places(root), sourcesOf(root));
        change(root);
        return isCompiled(places(root));
      });
    expect(isFresh(() => {})).to.equal(true);
    for (const file of ["contracts/A.sol", "contracts/b/B.sol", "hardhat.config.ts", "package-lock.json"])
      expect(
        isFresh((root) => writeFileSync(path.join(root, file), "other")),
        file,
      ).to.equal(false);
    expect(isFresh((root) => writeFileSync(path.join(root, "contracts/C.sol"), ""))).to.equal(false);
    expect(isFresh((root) => rmSync(path.join(root, "artifacts/contracts/A.sol/A.json")))).to.equal(false);
    expect(isFresh((root) => unstamp(places(root)))).to.equal(false);
    expect(withFiles(files, (root) => isCompiled(places(root)))).to.equal(false);
    expect(
      withFiles({ "contracts/A.sol": "" }, (root) => holdAll(root, [path.join(root, "contracts/A.sol")])),
    ).to.equal(true);
    expect(withFiles(files, (root) => holdAll(root, [path.join(root, "contracts/A.sol")]))).to.equal(false);
  });
});
