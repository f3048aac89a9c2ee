import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { isCompiled } from "./stamp.ts";
import { during } from "./waiting.ts";

/**
 * Compiles the contracts, and not the tests, unless nothing has changed since that was done, and says so while it takes
 * longer than a moment. What Hardhat says meanwhile (even when asked to be quiet) is held back, and shown on stderr if the
 * build fails.
 */
export async function buildContracts(hre: HardhatRuntimeEnvironment): Promise<void> {
  if (isCompiled(hre.config.paths)) return;
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
    const work = hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    await during("compiling the contracts", work, { say: err.bind(stderr), isTerminal: stderr.isTTY });
    built = true;
  } finally {
    stdout.write = out;
    stderr.write = err;
    if (!built) stderr.write(said.join(""));
  }
}
