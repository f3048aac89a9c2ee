import { expect } from "chai";
import { plugins } from "../../scripts/plugins/all.ts";
import { TASKS } from "../../scripts/tasks/all.ts";
import { ladderTasks } from "../../scripts/tasks/ladder/index.ts";

const hardhat = (line: string): string[] => ["node", "/project/node_modules/.bin/hardhat", ...line.split(" ")];
const loaded = async (argv: string[]) => (await plugins(ladderTasks, argv)).map(({ id }) => id);

const LIGHT = ["hardhat-ethers", "hardhat-keystore", "restaking-ladder:builds", "restaking-ladder:read-once"];

describe("plugins that a command loads", () => {
  it("TLS-77: a task that asks a running node loads what it uses; help, other tasks and options of plugins load all", async () => {
    for (const { id } of ladderTasks)
      for (const line of [`${id[0]} --network localhost`, `--network=localhost ${id[0]}`, id[0]!])
        expect((await loaded(hardhat(line))).map(withoutScope), line).to.deep.equal(LIGHT);
    const others = TASKS.filter((task) => !ladderTasks.includes(task)).map(({ id }) => id[0]!);
    expect(others).to.include("deploy");
    const more = ["--help", "status --help", "status -h", "status --gas-stats", "test mocha", "build", "--version"];
    for (const line of [...others, ...more, ...["--gas-report=x status", "status --show-stack-traces"]])
      expect((await loaded(hardhat(line))).length, line).to.equal(12);
    expect((await loaded(["node", "scripts/demo.ts", "status"])).length).to.equal(12);
  });
});

const withoutScope = (id: string): string => id.replace(/^@nomicfoundation\//, "");
