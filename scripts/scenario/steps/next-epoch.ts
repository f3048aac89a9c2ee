import { advanceBlocks, blocksToNextEpoch } from "../../lib/ladder/clock.ts";
import { object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const nextEpoch = defineStep({
  name: "next-epoch",
  summary: "time passes until the beacon chain's next epoch begins: what follows within 32 blocks is not rewarded yet",
  args: object({}),
  run: async (_args, { ladder }) => {
    const { timestamp } = (await ladder.ethers.provider.getBlock("latest"))!;
    const genesis = await ladder.contracts.beaconChain.genesisTime();
    await advanceBlocks(ladder.provider, blocksToNextEpoch(BigInt(timestamp), genesis));
    return `epoch ${await ladder.contracts.beaconChain.currentEpoch()} begins`;
  },
});
