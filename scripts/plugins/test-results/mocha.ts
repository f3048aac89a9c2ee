import path from "node:path";
import fc from "fast-check";
import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import Mocha from "mocha";
import { orRefuse } from "../../lib/command-line.ts";
import { seedOfDraws } from "./draws.ts";
import { createGasLog, type GasLog } from "./gas.ts";
import { filesOfParts, readParts } from "./part.ts";
import { type TestRecord, writeRecords } from "./record.ts";

/** Runs mocha, its draws from one seed, with a reporter that prints failures only and writes every test that ran. */
export const recordMocha: TaskOverrideActionFunction = async (taskArguments, hre, runSuper) => {
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: orRefuse(() => seedOfDraws(process.env.LADDER_SEED)) });
  const { testResults: directory, testPart, gasFlows } = hre.globalOptions;
  const parts = testPart === undefined ? undefined : readParts(testPart);
  if (directory !== undefined) {
    const gas = gasFlows ? createGasLog() : undefined;
    if (gas !== undefined) hre.hooks.registerHandlers("network", { onGasMeasurement: (_, one) => gas.add(one) });
    hre.config.test.mocha.reporter = reporterInto(directory, parts?.join("-") ?? "mocha", hre.config.paths.root, gas);
  }
  if (parts === undefined) return await runSuper(taskArguments);
  return await runSuper({ ...taskArguments, testFiles: filesOfParts(parts, hre.config.paths.tests.mocha) });
};

function reporterInto(
  directory: string,
  name: string,
  root: string,
  gas: GasLog | undefined,
): typeof Mocha.reporters.Base {
  return class extends Mocha.reporters.Base {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      runner.on("test", (test) => gas?.begin(test.fullTitle()));
      runner.on("test end", () => gas?.end());
      collect(runner, root, (records) => {
        this.epilogue();
        const named = records.map((record) => ({ ...record, runner: name }));
        writeRecords(directory, name, named);
        gas?.write(directory);
      });
    }
  };
}

function collect(runner: Mocha.Runner, root: string, done: (records: TestRecord[]) => void): void {
  const records: TestRecord[] = [];
  const add = (test: Mocha.Runnable, state: TestRecord["state"], thrown?: unknown): void => {
    const file = path.relative(root, test.file ?? test.parent?.file ?? "").replaceAll(path.sep, "/");
    const error = thrown instanceof Error ? { message: thrown.message, stack: stackOf(thrown) } : undefined;
    const milliseconds = test.duration ?? 0;
    records.push({ runner: "mocha", file, title: test.fullTitle(), state, milliseconds, ...(error && { error }) });
  };
  runner.on("pass", (test) => add(test, "passed"));
  runner.on("fail", (test, error) => add(test, "failed", error));
  runner.on("pending", (test) => add(test, "skipped"));
  runner.once("end", () => done(records));
}

/** The stack with those of its causes, as fast-check hides the assertion in one. */
function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
