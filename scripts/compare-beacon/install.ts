import { readFileSync } from "node:fs";
import path from "node:path";
import { findNpm, npm, QUIETLY, SetupError } from "../setup/install.mjs";
import { takeLock } from "../setup/lock.mjs";
import { createProgress } from "../setup/progress.mjs";
import { countPackages, decide, packagesFor, readFacts, writeStamp } from "../setup/state.mjs";

const NATIVE = "node_modules/@chainsafe/lodestar-z-";

/**
 * Installs the client into its own folder, from that folder's lock file, when it is not there whole.
 *
 * @throws SetupError where the client does not run, or npm fails, with the way out
 */
export async function installClient(folder: string, say: (line: string) => void): Promise<void> {
  const lockFile = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8")) as object;
  const { platform, arch } = process;
  if (!packagesFor(lockFile, platform, arch).some((name: string) => name.startsWith(NATIVE))) {
    throw new SetupError(
      `The client's native part is published for Linux on x64 with glibc, not for ${platform}/${arch}.\n` +
        "Way out: run the comparison there, in a container for instance. Nothing else in this repository needs it.",
    );
  }
  if (action(folder).action === "ready") return;
  const lock = await takeLock(path.join(folder, ".setup.lock"), () =>
    say("The client is being installed by another run; waiting for it"),
  );
  try {
    const { action: what, why } = action(folder);
    if (what === "install") {
      say(`The client: ${why}; installing it into its own folder (npm ci, 70 MB)`);
      const progress = createProgress();
      const ticker = setInterval(() => progress.update(countPackages(folder, lockFile)), 500);
      try {
        await npm(folder, process.execPath, [findNpm(), "ci", ...QUIETLY], lock.setChild);
      } finally {
        clearInterval(ticker);
        progress.end();
      }
    }
    if (what !== "ready") writeStamp(folder, readFacts(folder).identity);
  } finally {
    lock.release();
  }
}

/** As for the repository's own packages; the Node is the one that runs this. */
function action(folder: string): { action: string; why?: string } {
  const pinned = process.versions.node;
  return decide({ ...readFacts(folder), pinned, nodeVersion: `v${pinned}` });
}
