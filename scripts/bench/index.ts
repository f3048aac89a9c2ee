import { task } from "hardhat/config";

/** `hardhat bench-gas`: exit 1 when a row that counts is not lower than its peers', or the sum is too high. */
export const gasBenchmarkTask = task("bench-gas", "Measure what operations cost, beside the same elsewhere")
  .addFlag({ name: "json", description: "print the rows as JSON, and nothing else" })
  .addFlag({ name: "growth", description: "measure how cost grows with operators, services and tickets instead" })
  .addFlag({ name: "write", description: "with --growth: write docs/gas.md and its chart, the vault's rows among it" })
  .setInlineAction(async (args, hre) => (await import("./task.ts")).runGasBenchmark(args, hre))
  .build();
