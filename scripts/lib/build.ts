import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

/**
 * Compiles the contracts, and not the tests. What Hardhat says meanwhile (even when asked to be quiet: warnings about
 * libraries, page after page) is held back, and shown on stderr if the build fails; warnings about our own contracts are
 * for `npm test` to refuse.
 */
export async function buildContracts(hre: HardhatRuntimeEnvironment): Promise<void> {
  const { stdout, stderr } = process;
  const [out, err] = [stdout.write, stderr.write];
  const said: string[] = [];
  const hold = (text: string | Uint8Array): boolean => {
    said.push(typeof text === "string" ? text : Buffer.from(text).toString());
    return true;
  };
  stdout.write = hold as typeof out;
  stderr.write = hold as typeof err;
  let built = false;
  try {
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    built = true;
  } finally {
    stdout.write = out;
    stderr.write = err;
    if (!built) stderr.write(said.join(""));
  }
}
