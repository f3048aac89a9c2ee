import { expect } from "chai";
import { DELAY_BLOCKS, ETH, FOREVER, HOUR, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";

describe("restaking in legs", () => {
  it("OPS-01: LST goes into its strategy by target weight, at anyone's call, and comes back for a closed batch", async () => {
    const s = await standUpLadder();
    const amount = await s.giveLst(s.alice, 40n * ETH);
    await s.vault.connect(s.alice).depositLst(s.lst, amount, s.alice, 0n, FOREVER);
    await s.restaker.connect(s.keeper).restakeLst(0n, s.lst);
    await s.restaker.connect(s.keeper).restakeLst(1n, s.lst);
    console.log(await s.vault.totals(), await s.delegators[0].value(), await s.delegators[1].value());
    await s.vault.syncAll();
    await expectBalanced(s);
    await s.queue.connect(s.alice).request(10n * ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
    console.log("demand", await s.restaker.exitDemand());
    await s.restaker.unwind(0n, s.strategy);
    console.log("demand", await s.restaker.exitDemand());
    await s.restaker.unwind(1n, s.strategy);
    console.log("demand", await s.restaker.exitDemand());
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    for (const slot of [0n, 1n]) {
      const { withdrawals } = await s.delegation.getQueuedWithdrawals(s.delegators[Number(slot) as 0 | 1]);
      for (const w of withdrawals) await s.restaker.complete(slot, { ...w.toObject(), strategies: [...w.strategies], scaledShares: [...w.scaledShares] } as never);
    }
    console.log("demand", await s.restaker.exitDemand(), await s.lstReserve.idleLst());
    await s.restaker.requestLstExit(s.lst);
    console.log("demand", await s.restaker.exitDemand());
  });
});
