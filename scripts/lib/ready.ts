import path from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { buildContracts } from "./build.ts";

/**
 * Makes a program ready that needs compiled contracts, in a clone where nothing has been built too: works in the
 * repository's folder, where Hardhat finds its configuration, and compiles. What reads artifacts when it is loaded (the
 * deployment's modules do) has to be imported after it.
 */
export async function makeReady(): Promise<HardhatRuntimeEnvironment> {
  process.chdir(path.resolve(import.meta.dirname, "../.."));
  const { default: hre } = await import("hardhat");
  await buildContracts(hre);
  return hre;
}
