import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { during } from "./waiting.ts";

/**
 * Compiles the contracts, and not the tests, and says so while it takes longer than a moment. What Hardhat says meanwhile
 * (even when asked to be quiet: warnings about libraries, page after page) is held back, and shown on stderr if the build
 * fails; warnings about our own contracts are for `npm test` to refuse.
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
    const work = hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    await during("compiling the contracts", work, { say: err.bind(stderr), isTerminal: stderr.isTTY });
    built = true;
  } finally {
    stdout.write = out;
    stderr.write = err;
    if (!built) stderr.write(said.join(""));
  }
}
