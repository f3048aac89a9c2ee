import { task } from "hardhat/config";

/**
 * `hardhat --coverage coverage-report` prints and writes the report of what earlier processes have collected in
 * `coverage/data/mocha`: one of Hardhat's own test runs reports what it has collected itself, and two that run beside
 * each other would each miss a part. The build compiles nothing; it tells Hardhat again which statements there are.
 */
export const coverageReportTask = task("coverage-report", "Report what instrumented test runs have collected")
  .setInlineAction(async (_, hre) => {
    await hre.tasks.getTask("build").run({ quiet: true });
    await hre.hooks.runHandlerChain("test", "onTestRunDone", ["mocha"], async () => {});
  })
  .build();
