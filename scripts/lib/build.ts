import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

/**
 * Compiles the contracts, and not the tests, with whatever Hardhat has to say on stderr: it writes to stdout even when
 * asked to be quiet, and stdout is for data.
 */
export async function buildContracts(hre: HardhatRuntimeEnvironment): Promise<void> {
  const { write } = process.stdout;
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof write;
  try {
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  } finally {
    process.stdout.write = write;
  }
}
