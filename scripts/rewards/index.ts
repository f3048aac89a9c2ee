import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** `hardhat rewards`: who has earned what, from the chain's events; the tree, its proofs, and the root on chain. */
export const rewardsTask = task("rewards", "Calculate rewards from chain events, write claims, submit the root")
  .addOption({
    name: "coordinator",
    description: "address of the RewardsCoordinator",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addOption({
    name: "until",
    description: "end of the calculation, in seconds since 1970; 0: the end of the last slice that has passed",
    defaultValue: "0",
  })
  .addOption({
    name: "cadence",
    description: "length of a slice in seconds, a divisor of every submission's duration, the same for all roots",
    defaultValue: "86400",
  })
  .addOption({
    name: "block",
    description: "calculate as the chain was at this block, to check a root that was submitted then; none: the latest",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addOption({
    name: "out",
    description: "file for the claims of all earners, as JSON",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addFlag({ name: "submit", description: "submit the root with the first account, which must be the updater" })
  .addFlag({ name: "json", description: "print the calculation as JSON, and nothing else" })
  .setInlineAction(async (args, hre) => (await import("./task.ts")).runRewards(args, hre))
  .build();
