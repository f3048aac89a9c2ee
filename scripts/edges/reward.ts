import { earned } from "../../test/5-lrt/earned.ts";
import { standUpLadder } from "../../test/5-lrt/ladder.ts";
import { type Edge, FOREVER } from "./edge.ts";
import { ETH } from "../lib/units.ts";

/** What is earned in an LST that the vault gives up. */
export const REWARD: readonly Edge[] = [
  {
    edge: "a reward in a retiring LST that is below the least leg",
    between: "holders to the treasury",
    atMost: "each claim below a leg (OPS-16); it could never leave as a leg, and would hold the LST's removal up",
    played: "10 ETH, a reward of 0.05 in an LST whose least leg is 0.1",
    play: async () => {
      const s = await standUpLadder();
      await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
      await s.restaker.retireLst(s.lst);
      const { minLegAssets } = await s.restaker.limits();
      await s.giveLst(s.bob, ETH);
      await s.lst.connect(s.bob).transfer(s.rewards, minLegAssets / 2n);
      await s.claimer.claim(await earned(s, s.lst, minLegAssets / 2n));
      await s.vault.syncAll();
      return {
        beyond: {
          holders: (await s.vault.toAssetsDown(await s.vault.balanceOf(s.alice))) - 10n * ETH - minLegAssets / 2n,
          treasury: await s.lstReserve.toAssetsDown(await s.lst.balanceOf(s.treasury)),
        },
      };
    },
  },
];
