import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";

const SETUP = path.resolve(import.meta.dirname, "../../scripts/setup.mjs");

/** Stands for npm: `ci` writes one package and a private Node into node_modules, a moment after it is asked. */
const FAKE_NPM = `
const fs = require("node:fs");
if (process.argv[2] === "config") console.log(process.env.FAKE_IGNORE_SCRIPTS ?? "false");
else if (process.env.FAKE_OFFLINE) { console.error("npm error code ENOTFOUND"); process.exitCode = 1; }
else setTimeout(() => {
  fs.appendFileSync("calls", process.argv[2] + "\\n");
  fs.rmSync("node_modules", { recursive: true, force: true });
  fs.mkdirSync("node_modules/node/bin", { recursive: true });
  fs.mkdirSync("node_modules/a");
  fs.writeFileSync("node_modules/node/package.json", "{}");
  fs.writeFileSync("node_modules/a/package.json", "{}");
  fs.writeFileSync("node_modules/node/bin/node", "#!/bin/sh\\necho " + process.version + "\\n", { mode: 0o755 });
  fs.copyFileSync("package-lock.json", "node_modules/.package-lock.json");
}, 300);
`;

describe("set-up runs", () => {
  let root: string;
  let npm: string;

  beforeEach(() => {
    const directory = mkdtempSync(path.join(tmpdir(), "set-up-"));
    root = path.join(directory, "project");
    npm = path.join(directory, "npm-cli.js");
    mkdirSync(root);
    writeFileSync(npm, FAKE_NPM);
    writeFileSync(
      path.join(root, "package.json"),
      JSON.stringify({ devDependencies: { node: process.versions.node } }),
    );
    const packages = { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/node": { version: "1.0.0" } };
    writeFileSync(path.join(root, "package-lock.json"), JSON.stringify({ packages }));
  });
  afterEach(() => rmSync(path.dirname(root), { recursive: true, force: true }));

  function start(extra: NodeJS.ProcessEnv = {}): ChildProcess {
    const program = `import { main } from ${JSON.stringify(SETUP)}; await main(${JSON.stringify(root)});`;
    const env = { ...process.env, NODE_OPTIONS: "", npm_execpath: npm, ...extra };
    return spawn(process.execPath, ["--input-type=module", "-e", program], { env, stdio: ["ignore", "pipe", "pipe"] });
  }

  async function finish(child: ChildProcess): Promise<{ code: number | null; said: string }> {
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, said };
  }

  const installs = (): number => readFileSync(path.join(root, "calls"), "utf8").trim().split("\n").length;

  it("TLS-01: installs once, then is silent", async () => {
    expect(await finish(start()))
      .to.include({ code: 0 })
      .and.to.have.property("said")
      .that.matches(/nothing is installed yet/);
    expect(await finish(start())).to.deep.equal({ code: 0, said: "" });
    expect(installs()).to.equal(1);
  });

  it("TLS-02: heals an emptied Node, a lost package, a file cut short and a lost stamp", async () => {
    await finish(start());
    truncateSync(path.join(root, "node_modules/node/bin/node"));
    expect((await finish(start())).said).to.match(/private Node does not run/);
    rmSync(path.join(root, "node_modules/a"), { recursive: true });
    expect((await finish(start())).said).to.match(/node_modules\/a\/package.json is damaged or missing/);
    truncateSync(path.join(root, "node_modules/node/package.json"), 1);
    expect((await finish(start())).said).to.match(/node_modules\/node\/package.json is damaged or missing/);
    expect(installs()).to.equal(4);
    rmSync(path.join(root, "node_modules/.restaking-ladder.json"));
    expect(await finish(start())).to.deep.equal({ code: 0, said: "" });
    expect(installs()).to.equal(4);
  });

  it("TLS-02: two at once install once", async () => {
    const [first, second] = await Promise.all([finish(start()), finish(start())]);
    expect([first.code, second.code]).to.deep.equal([0, 0]);
    expect(first.said + second.said).to.match(/another one is running here/);
    expect(installs()).to.equal(1);
  });

  it("TLS-02: a killed set-up leaves a lock that holds nobody up", async () => {
    const killed = start();
    const lock = path.join(root, ".setup.lock");
    while (!existsSync(lock)) await new Promise((resolve) => setTimeout(resolve, 10));
    killed.kill("SIGKILL");
    await finish(killed);
    expect((await finish(start())).code).to.equal(0);
    expect(existsSync(lock)).to.equal(false);
  });

  it("TLS-02: what a killed npm has started ends with it", async () => {
    const started = path.join(root, "started");
    const writer = `setInterval(() => require("node:fs").writeFileSync(${JSON.stringify(started)}, String(Date.now())), 20)`;
    writeFileSync(
      npm,
      `if (process.argv[2] === "ci") {
        require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(writer)}], { stdio: "ignore" });
        setInterval(() => {}, 1000);
      } else console.log("false");`,
    );
    const setUp = start();
    const finished = finish(setUp);
    while (!existsSync(started)) await new Promise((resolve) => setTimeout(resolve, 20));
    const { child } = JSON.parse(readFileSync(path.join(root, ".setup.lock"), "utf8")) as { child: number };
    process.kill(child, "SIGKILL");
    expect((await finished).said).to.match(/npm was stopped \(SIGKILL\); the next command starts the install again/);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const last = readFileSync(started, "utf8");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(readFileSync(started, "utf8")).to.equal(last);
  });

  it("TLS-02: a lock whose process number belongs to somebody else by now is taken over", async () => {
    const lock = path.join(root, ".setup.lock");
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname(), token: "old" }));
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    expect((await finish(start())).code).to.equal(0);
  });

  it("TLS-04: says in one message that npm ignores scripts, or that the registry is out of reach", async () => {
    const ignored = await finish(start({ FAKE_IGNORE_SCRIPTS: "true" }));
    expect(ignored.code).to.equal(1);
    expect(ignored.said)
      .to.match(/ignore-scripts=true/)
      .and.to.match(/Way out/);
    const offline = await finish(start({ FAKE_OFFLINE: "1" }));
    expect(offline.code).to.equal(1);
    expect(offline.said).to.match(/could not be reached. Way out: go online/);
  });
});
