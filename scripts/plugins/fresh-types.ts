import { readdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import type { HardhatPlugin } from "hardhat/types/plugins";

/**
 * typechain writes every type anew at each build, but leaves those of contracts that are gone, and moves all
 * into another folder when the first contract of a package joins. Such leftovers still type-check here and are
 * missing in a fresh clone. So whatever this build has not written is removed.
 */
export const freshTypes: HardhatPlugin = {
  id: "restaking-ladder:fresh-types",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        processArtifactsAfterSuccessfulBuild: async ({ config, globalOptions }) => {
          const { outDir } = config.typechain;
          if (outDir !== undefined && !globalOptions.noTypechain) removeOlder(outDir, performance.timeOrigin);
        },
      }),
    }),
  },
};

/** Removes generated files of `directory` that were last written before `time`, and folders that are empty then. */
export function removeOlder(directory: string, time: number): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) {
      removeOlder(file, time);
      if (readdirSync(file).length === 0) rmdirSync(file);
    } else if (entry.name.endsWith(".ts") && statSync(file).mtimeMs < time) rmSync(file, { force: true });
  }
}
