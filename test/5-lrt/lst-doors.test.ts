import { expect } from "chai";
import { FOREVER, type Ladder, standUpLadder } from "./ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** What each alone must keep an LST out. */
const SHUT: Record<string, (s: Ladder) => Promise<unknown>> = {
  "its pool is paused": async (s) => s.stEth.connect(s.guardian).pause(),
  "its exit queue is paused": async (s) => s.lstQueue.connect(s.guardian).pause(),
  "its report is overdue": async (s) => s.networkHelpers.time.increase(10n ** 9n + 1n),
  "it retires": async (s) => s.restaker.retireLst(s.lst),
};

describe("the door for an LST", () => {
  for (const [why, shut] of Object.entries(SHUT)) {
    it(`INV-50: it is shut while ${why}, whatever else is in order`, async () => {
      const s = await standUpLadder();
      const amount = await s.giveLst(s.alice, 2n * ETH);
      const deposit = (wei: bigint) => s.vault.connect(s.alice).depositLst(s.lst, wei, s.alice, 0n, FOREVER);
      await deposit(amount / 2n);
      expect(await s.lstReserve.isDepositable()).to.equal(true);
      await shut(s);
      expect(await s.lstReserve.isDepositable()).to.equal(false);
      await expect(deposit(amount / 4n))
        .to.be.revertedWithCustomError(s.lstReserve, "NotDepositable")
        .withArgs(s.lst);
    });
  }
});
