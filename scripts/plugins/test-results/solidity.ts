import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import { type TestRecord, writeRecords } from "./record.ts";

/** The part of Hardhat's result of `test solidity` that is read here. */
interface SuiteResult {
  id: { name: string; source: string };
  testResults: Array<{ name: string; status: "Success" | "Failure" | "Skipped"; durationNs: bigint }>;
}

const states = { Success: "passed", Failure: "failed", Skipped: "skipped" } as const;

/** Runs the Solidity tests and writes every test that ran. */
export const recordSolidity: TaskOverrideActionFunction = async (taskArguments, hre, runSuper) => {
  const result = await runSuper(taskArguments);
  const directory = hre.globalOptions.testResults;
  if (directory !== undefined) {
    const suites: SuiteResult[] = (result.success ? result.value : result.error).suiteResults;
    writeRecords(directory, "solidity", suites.flatMap(toRecords));
  }
  return result;
};

function toRecords({ id, testResults }: SuiteResult): TestRecord[] {
  return testResults.map(({ name, status, durationNs }) => ({
    runner: "solidity",
    file: id.source.replace(/^project\//, ""),
    title: `${id.name} ${name}`,
    state: states[status],
    milliseconds: Math.round(Number(durationNs) / 1e6),
  }));
}
