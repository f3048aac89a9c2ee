import { amount } from "../fields.ts";
import { defineReading } from "../reading.ts";
import { GWEI } from "../../lib/units.ts";

export const exitEpochs = defineReading({
  name: "exit-epochs",
  summary: "epochs until validators of so much ETH would have left the beacon chain, if they asked now",
  args: amount("ETH"),
  unit: () => "count",
  read: async ({ wei }, { ladder: { contracts } }) =>
    (await contracts.beaconChain.exitEpochFor(wei / GWEI)) - (await contracts.beaconChain.currentEpoch()),
});
