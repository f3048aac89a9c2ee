import { globalFlag, globalOption, overrideTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import type { HardhatPlugin } from "hardhat/types/plugins";

declare module "hardhat/types/global-options" {
  interface GlobalOptions {
    testResults: string | undefined;
    testPart: string | undefined;
    gasFlows: boolean;
  }
}

/**
 * `--test-results DIR` makes `test mocha` and `test solidity` write what ran, test by test, to
 * DIR/mocha.json and DIR/solidity.json (see `TestRecord`). The gates read these files: they count
 * tests and collect requirement ids from tests that ran, never from sources.
 *
 * `--test-part PART` runs one part of the mocha tests (see `PARTS`) and writes DIR/PART.json: processes share the time.
 *
 * `--gas-flows` writes what tests marked [gas] cost, to DIR/gas.json. The chain keeps what it measures of every call,
 * gigabytes over all tests, so this belongs to a run of those alone.
 */
export const testResults: HardhatPlugin = {
  id: "restaking-ladder:test-results",
  globalOptions: [
    globalOption({
      name: "testResults",
      description: "Directory to which the test runners write what ran",
      type: ArgumentType.FILE_WITHOUT_DEFAULT,
      defaultValue: undefined,
    }),
    globalOption({
      name: "testPart",
      description: "Parts of the mocha tests to run, with commas between them: lower, vault, defi, attacks, journeys",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    }),
    globalFlag({ name: "gasFlows", description: "Write what tests marked [gas] cost, beside the test results" }),
  ],
  tasks: [
    overrideTask(["test", "mocha"])
      .setAction(async () => ({ default: (await import("./mocha.ts")).recordMocha }))
      .build(),
    overrideTask(["test", "solidity"])
      .setAction(async () => ({ default: (await import("./solidity.ts")).recordSolidity }))
      .build(),
  ],
};
