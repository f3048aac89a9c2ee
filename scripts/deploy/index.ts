import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** `hardhat deploy --network NAME`: exit 0 when the ladder stands, 2 when the deployment is refused, 1 when it fails. */
export const deployTask = task("deploy", "Deploy the ladder, or what is missing of it")
  .addOption({
    name: "preset",
    description: "local, mainnet, or a JSON5 file of parameters",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addOption({
    name: "core",
    description: "JSON5 file with the addresses of an existing restaking core to stand on",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addOption({
    name: "markets",
    description: "JSON5 file with the addresses of Uniswap v3, Morpho Blue and WETH to use",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addOption({
    name: "rule",
    description: "pricing rule of the exit queue: exposed, capped or loss-only",
    type: ArgumentType.STRING,
    defaultValue: "exposed",
  })
  .addOption({
    name: "generation",
    description: "2 deploys a vault after the first one, which must be wound up, on the same rungs 1 to 4; and so on",
    type: ArgumentType.INT,
    defaultValue: 1,
  })
  .addOption({
    name: "deploymentId",
    description: "name of the journal's folder in deploy/deployments",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addFlag({ name: "again", description: "deploy a second ladder although one of this account has lost its journal" })
  .addFlag({ name: "forceMainnet", description: "deploy to Ethereum's main network all the same" })
  .addFlag({ name: "json", description: "print the result as JSON, and nothing else" })
  .setInlineAction(async (args, hre) => (await import("./task.ts")).runDeploy(args, hre))
  .build();
