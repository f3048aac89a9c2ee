import { choice } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const rate = defineReading({
  name: "rate",
  summary: "ETH for one LRT",
  args: choice(["exit", "deposit"], "the price at which one leaves, or enters"),
  unit: () => "rate",
  read: async (which, { ladder: { contracts } }) =>
    which === "exit" ? contracts.vault.rate() : contracts.vault.depositRate(),
});
