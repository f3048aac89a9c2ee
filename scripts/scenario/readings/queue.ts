import { choice } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const queue = defineReading({
  name: "queue",
  summary: "the exit queue: LRT that waits in the open batch or in closed ones, or ETH locked for tickets",
  args: choice(["open", "closed", "locked"], "a part of the queue"),
  unit: (which) => (which === "locked" ? "ETH" : "LRT"),
  read: async (which, { ladder: { contracts } }) => {
    if (which === "locked") return contracts.exitQueue.lockedAssets();
    const { closedShares, openShares } = await contracts.exitQueue.waitingShares();
    return which === "open" ? openShares : closedShares;
  },
});
