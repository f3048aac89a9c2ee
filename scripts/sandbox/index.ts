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
    description: "OPERATOR@SERVICE or OPERATOR@beacon each; a comma between blocks, + between faults of one block",
    defaultValue: "1@1,1@2,2@1",
  })
  .addOption({ name: "queued", description: "percent of alice's shares that is on its way out", defaultValue: "25" })
  .addOption({
    name: "validators",
    description: "validators of the vault with each operator, 0 to 4, beside the LST",
    defaultValue: "0",
  })
  .addOption({
    name: "penalty",
    description: "ETH that the beacon chain takes from each validator of an operator at fault there",
    defaultValue: "1",
  })
  .addFlag({ name: "json", description: "print every number in wei as JSON, and nothing else" })
  .setInlineAction(async (args, hre) => (await import("./task.ts")).runSandbox(args, hre))
  .build();
