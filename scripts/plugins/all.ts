import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import hardhatKeystore from "@nomicfoundation/hardhat-keystore";
import type { HardhatPlugin } from "hardhat/types/plugins";
import type { NewTaskDefinition } from "hardhat/types/tasks";
import { namesTask } from "../tasks/command-line.ts";
import { builds } from "./builds/index.ts";
import { readOnce } from "./read-once.ts";

/**
 * The plugins of this project: all of them, but for a command line that asks a running node by one of `light` and brings no
 * option of a plugin's. Reading the programs of the others is a sixth of what such a command takes.
 */
export async function plugins(
  light: readonly NewTaskDefinition[],
  argv: readonly string[] = process.argv,
): Promise<HardhatPlugin[]> {
  if (namesTask(argv, light)) return [hardhatEthers, hardhatKeystore, builds, readOnce];
  const [chaiMatchers, ignition, mocha, networkHelpers, typechain] = await Promise.all([
    import("@nomicfoundation/hardhat-ethers-chai-matchers"),
    import("@nomicfoundation/hardhat-ignition-ethers"),
    import("@nomicfoundation/hardhat-mocha"),
    import("@nomicfoundation/hardhat-network-helpers"),
    import("@nomicfoundation/hardhat-typechain"),
  ]);
  const [{ freshTypes }, { gasReporter }, { testResults }] = await Promise.all([
    import("./fresh-types.ts"),
    import("./gas-reporter/index.ts"),
    import("./test-results/index.ts"),
  ]);
  const others = [chaiMatchers, ignition, mocha, networkHelpers, typechain].map(({ default: plugin }) => plugin);
  return [hardhatEthers, hardhatKeystore, ...others, builds, freshTypes, gasReporter, readOnce, testResults];
}
