import { task } from "hardhat/config";

/** `hardhat slash-sandbox`: how a loss travels from the stake to the holders. */
export const sandboxTask = task("slash-sandbox", "Slash operators of the vault and print the loss, rung by rung")
  .addOption({ name: "operators", description: "operators of the vault, 1 to 4, equal weights", defaultValue: "2" })
  .addOption({
    name: "sizes",
    description: "what a fault costs at each service, in percent of the allocation, one size a service",
    defaultValue: "10,50",
  })
  .addOption({
    name: "faults",
    description: "OPERATOR@SERVICE each, separated by commas, in the order of their proofs",
    defaultValue: "1@1,1@2,2@1",
  })
  .addOption({ name: "queued", description: "percent of alice's shares that is on its way out", defaultValue: "25" })
  .addFlag({ name: "json", description: "print every number in wei as JSON, and nothing else" })
  .setInlineAction(async (args, hre) => (await import("./task.ts")).runSandbox(args, hre))
  .build();
