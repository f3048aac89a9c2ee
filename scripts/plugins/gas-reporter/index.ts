import path from "node:path";
import { globalOption } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import type { HardhatPlugin } from "hardhat/types/plugins";

declare module "hardhat/types/global-options" {
  interface GlobalOptions {
    gasReport: string | undefined;
  }
}

/**
 * hardhat-gas-reporter on Hardhat 3: `--gas-report FILE.md test mocha` prints its table over every transaction
 * of the mocha suite and writes the same as Markdown. The package is a Hardhat 2 plugin, so only its data
 * model and its tables are used; measurements come from Hardhat's `onGasMeasurement`. Never with coverage,
 * whose instrumentation costs gas.
 */
export const gasReporter: HardhatPlugin = {
  id: "restaking-ladder:gas-reporter",
  globalOptions: [
    globalOption({
      name: "gasReport",
      description: "Markdown file for hardhat-gas-reporter's table, which is printed too",
      type: ArgumentType.FILE_WITHOUT_DEFAULT,
      defaultValue: undefined,
    }),
  ],
  hookHandlers: {
    hre: async () => ({
      default: async () => ({
        created: async (_context, hre) => {
          const file = hre.globalOptions.gasReport;
          if (file === undefined) return;
          if (hre.globalOptions.coverage)
            throw new Error("--gas-report measures instrumented code under --coverage; run them one by one");
          const { createReport } = await import("./report.ts");
          const report = createReport(hre);
          hre.hooks.registerHandlers("network", { onGasMeasurement: (_, measurement) => report.add(measurement) });
          hre.hooks.registerHandlers("test", {
            onTestRunDone: async (ctx, runner, next) => {
              await next(ctx, runner);
              if (runner === "mocha") await report.write(path.resolve(hre.config.paths.root, file));
            },
          });
        },
      }),
    }),
  },
};
