import path from "node:path";
import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import Mocha from "mocha";
import { type TestRecord, writeRecords } from "./record.ts";

/** Runs mocha with a reporter that prints failures only and writes every test that ran. */
export const recordMocha: TaskOverrideActionFunction = async (taskArguments, hre, runSuper) => {
  const directory = hre.globalOptions.testResults;
  if (directory !== undefined) hre.config.test.mocha.reporter = reporterInto(directory, hre.config.paths.root);
  return await runSuper(taskArguments);
};

function reporterInto(directory: string, root: string): typeof Mocha.reporters.Base {
  return class extends Mocha.reporters.Base {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      collect(runner, root, (records) => {
        this.epilogue();
        writeRecords(directory, "mocha", records);
      });
    }
  };
}

function collect(runner: Mocha.Runner, root: string, done: (records: TestRecord[]) => void): void {
  const records: TestRecord[] = [];
  const add = (test: Mocha.Runnable, state: TestRecord["state"]): void => {
    const file = path.relative(root, test.file ?? test.parent?.file ?? "").replaceAll(path.sep, "/");
    records.push({ runner: "mocha", file, title: test.fullTitle(), state, milliseconds: test.duration ?? 0 });
  };
  runner.on("pass", (test) => add(test, "passed"));
  runner.on("fail", (test) => add(test, "failed"));
  runner.on("pending", (test) => add(test, "skipped"));
  runner.once("end", () => done(records));
}
