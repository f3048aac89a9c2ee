import { task } from "hardhat/config";

/** `hardhat bench-gas`: exit 1 when a row that counts is not lower than its peers', or the sum is too high. */
export const gasBenchmarkTask = task("bench-gas", "Measure what operations cost, beside the same elsewhere")
  .addFlag({ name: "json", description: "print the rows as JSON, and nothing else" })
  .setInlineAction(async (args, hre) => (await import("./task.ts")).runGasBenchmark(args, hre))
  .build();
