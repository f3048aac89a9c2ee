import path from "node:path";
import type { HardhatPlugin } from "hardhat/types/plugins";
import { during } from "../../lib/waiting.ts";
import { forget, relocate } from "./cache.ts";
import { holdAll, sourcesOf, stamp, unstamp } from "../../lib/stamp.ts";
import { isRefused, keepWarnings, ownFile, type Said } from "./warnings.ts";

/** Code that is broken on purpose, and instrumented code, may be warned of. */
const MAY_WARN = process.env.LADDER_WARNINGS === "allowed" || process.argv.includes("--coverage");

const ID = "restaking-ladder:builds";

/**
 * How this project builds: compilers are named from the root, so that a clone may be moved; warnings about our own code
 * are errors, and those about libraries lie in `cache/compiler-warnings.txt`; and a build leaves a note of what it was
 * made from, by which commands know that nothing has changed.
 */
export const builds: HardhatPlugin = {
  id: ID,
  hookHandlers: {
    solidity: async () => ({
      default: async () => {
        const kept: Said[] = [];
        const refused: Said[] = [];
        return {
          getCompiler: async (context, compiler, next) =>
            next(
              context,
              compiler.path === undefined
                ? compiler
                : { ...compiler, path: path.resolve(context.config.paths.root, compiler.path) },
            ),
          getCompilationJobErrors: async (context, job, output, next) => {
            const said = output.errors ?? [];
            refused.push(...said.filter(isRefused));
            kept.push(...said.filter(({ severity }) => severity !== "error").filter((one) => !isRefused(one)));
            const errors = await next(context, job, output);
            return errors.filter((_error, index) => {
              const one = said[index];
              return one === undefined || one.severity === "error" || isRefused(one);
            });
          },
          build: async (context, files, options, next) => {
            const { paths } = context.config;
            relocate(paths);
            const sources = sourcesOf(paths.root);
            unstamp(paths);
            refused.length = 0;
            const work = next(context, files, options);
            const isSilent = options?.quiet === true || process.stderr.isTTY;
            const built = isSilent ? await work : await during("compiling the contracts", work);
            if (kept.length > 0) keepWarnings(paths.cache, kept);
            if (refused.length > 0 && !MAY_WARN) {
              forget(paths, new Set(refused.map((one) => ownFile(one)!)));
              const { HardhatPluginError } = await import("hardhat/plugins");
              const error = new HardhatPluginError(
                ID,
                `The compiler warns of our own code (${refused.length}), which is an error: mend what is shown above.`,
              );
              // where CI is set Hardhat prints traces, and this one would lead into the plugin, not to the warning
              error.stack = error.message;
              throw error;
            }
            const isWhole = built instanceof Map && holdAll(paths.root, files);
            if (isWhole && [...built.values()].every(({ type }) => type !== "BUILD_FAILURE")) stamp(paths, sources);
            return built;
          },
        };
      },
    }),
  },
};
