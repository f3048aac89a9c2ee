import { report as readRungOne } from "../../lib/ladder/lst.ts";
import { object } from "../fields.ts";
import { formatWad } from "../format.ts";
import { defineStep } from "../step.ts";

export const report = defineStep({
  name: "report",
  summary: "the LST reads its validators: stETH rebases, and so wstETH is worth more, or less",
  args: object({}),
  run: async (_args, { ladder }) => {
    const before = await ladder.contracts.wstETH.stEthPerToken();
    await readRungOne(ladder);
    return `1 wstETH: ${formatWad(before, 6)} → ${formatWad(await ladder.contracts.wstETH.stEthPerToken(), 6)} ETH`;
  },
});
