import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

const root = path.resolve(import.meta.dirname, "../..");
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};
/** sh takes what stands after # for a comment; cmd.exe does not know the first program and starts the second. */
const PRE = '"$npm_node_execpath" scripts/setup.mjs # 2>nul || "%npm_node_execpath%" scripts/setup.mjs';

describe("npm scripts", () => {
  const names = Object.keys(manifest.scripts);
  const isPre = (name: string): boolean => name.startsWith("pre") && names.includes(name.slice(3));

  it("TLS-05: each starts with set-up on npm's own Node and runs on the private Node", () => {
    for (const name of names.filter((one) => !isPre(one))) {
      expect(manifest.scripts[`pre${name}`], `pre${name}`).to.equal(PRE);
      expect(manifest.scripts[name], name).to.match(/^node scripts\/run\.mjs \S/);
    }
  });

  it("TLS-14: each is listed in docs/commands.md", () => {
    const commands = readFileSync(path.join(root, "docs/commands.md"), "utf8");
    for (const name of names.filter((one) => !isPre(one))) {
      expect(commands).to.match(new RegExp(`^\\| \`npm (?:run )?${name}[ \`]`, "m"), name);
    }
  });

  it("TLS-05: they are sorted", () => {
    expect(names).to.deep.equal(names.toSorted());
  });

  it("TLS-05: a failing set-up fails the command on sh, with its own exit code", function () {
    if (process.platform === "win32") this.skip();
    const shell = (program: string): number | null =>
      spawnSync("sh", ["-c", PRE.replaceAll("scripts/setup.mjs", program)], {
        cwd: root,
        env: { ...process.env, npm_node_execpath: process.execPath },
      }).status;
    expect(shell("-e 'process.exit(3)'")).to.equal(3);
    expect(shell("-e 'process.exit(0)'")).to.equal(0);
  });

  it("TLS-04: started past set-up, on another Node, it says why and how", () => {
    const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.0.0' });";
    const run = spawnSync(
      process.execPath,
      ["--input-type=module", "-e", `${pretend} await import(${JSON.stringify(path.join(root, "scripts/run.mjs"))})`],
      { encoding: "utf8" },
    );
    expect(run.status).to.equal(1);
    expect(run.stderr)
      .to.match(/not on 20\.0\.0/)
      .and.to.match(/ignore-scripts/);
  });
});
