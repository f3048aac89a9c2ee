import { DAY, FOREVER } from "../../test/5-lrt/vault.ts";
import { type Edge, enter, feesOwed, firstPaid, leave, pass, refusalOf, worth, young } from "./edge.ts";
import { ETH } from "../lib/units.ts";

const HALF_A_GWEI = 500_000_000n;

/** A vault that is empty, young, or about to be empty. */
export const EMPTY: readonly Edge[] = [
  {
    edge: "a deposit while a gain drips",
    between: "the newcomer to fees and to holders",
    atMost: "rounding; fees are their part of the gain (VLT-81)",
    played: "10 ETH, a gain of 1, and 1,000 ETH come",
    play: async () => {
      const s = await young();
      await enter(s, s.alice, 10n * ETH);
      await s.vault.recapitalise({ value: ETH });
      await enter(s, s.bob, 1_000n * ETH);
      await pass(s);
      return {
        beyond: { newcomer: (await worth(s, s.bob)) - 1_000n * ETH, fees: (await feesOwed(s)) - ETH / 10n },
      };
    },
  },
  {
    edge: "a loss and its recovery, any number of times",
    between: "holders to fees",
    atMost: "a wei a gain (VLT-81)",
    played: "50 of 100 ETH, three times",
    play: async () => {
      const s = await young();
      await enter(s, s.alice, 100n * ETH);
      await s.restaker.restake(s.left, 100n * ETH);
      for (const assets of [50n, 100n, 50n, 100n, 50n, 100n]) {
        await s.left.setAssets(assets * ETH);
        await pass(s);
      }
      return { beyond: { holders: (await worth(s, s.alice)) - 100n * ETH, fees: await feesOwed(s) } };
    },
  },
  {
    edge: "a gift to an empty vault",
    between: "its giver",
    atMost: "nothing: refused (VLT-83)",
    played: "1 ETH",
    play: async () => {
      const s = await young();
      return refusalOf(() => s.vault.recapitalise.staticCall({ value: ETH }));
    },
  },
  {
    edge: "a gain that is found in an empty vault",
    between: "nobody; fees and underwriters have it",
    atMost: "all of it (VLT-83)",
    played: "1 ETH, then 100 come",
    play: async () => {
      const s = await young();
      await s.left.setAssets(ETH);
      await s.vault.syncAll();
      await enter(s, s.alice, 100n * ETH);
      await pass(s);
      return { beyond: { newcomer: (await worth(s, s.alice)) - 100n * ETH, fees: await feesOwed(s) } };
    },
  },
  {
    edge: "the last leave, with U not all idle",
    between: "leavers to fees",
    atMost: "what of U is not idle, which the exit price never had (VLT-82)",
    played: "10 ETH, 0.9 drip, 0.4 of them in a component",
    play: async () => {
      const s = await young();
      await enter(s, s.alice, 10n * ETH);
      await leave(s, s.alice);
      await s.vault.connect(s.treasury).receiveGain(0n, { value: ETH });
      await s.restaker.restake(s.left, (4n * ETH) / 10n);
      await s.networkHelpers.time.increase(DAY / 3n);
      await s.queue.settle();
      return {
        beyond: { leavers: (await firstPaid(s)) - (109n * ETH) / 10n, fees: (await feesOwed(s)) - ETH / 10n },
      };
    },
  },
  {
    edge: "dust that is left behind, given or found",
    between: "others to holders of dust",
    atMost: "a gwei (VLT-82, VLT-84)",
    played: "half a gwei stays when 10 ETH leave; 1 ETH is found, and 100 come",
    play: async () => {
      const s = await young();
      await enter(s, s.alice, 10n * ETH);
      await enter(s, s.carol, HALF_A_GWEI);
      await s.queue.connect(s.alice).request(10n * ETH, s.alice, 0n, FOREVER);
      await s.networkHelpers.time.increase(DAY);
      await s.queue.close();
      await s.queue.settle();
      await s.left.setAssets(ETH);
      await s.vault.syncAll();
      await enter(s, s.bob, 100n * ETH);
      await pass(s);
      return {
        beyond: {
          leaver: (await firstPaid(s)) - 10n * ETH,
          "holder of dust": (await worth(s, s.carol)) - HALF_A_GWEI,
          newcomer: (await worth(s, s.bob)) - 100n * ETH,
          fees: (await feesOwed(s)) - ETH,
        },
      };
    },
  },
];
