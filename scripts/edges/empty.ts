import { REWARD } from "../../model/5-lrt/vault.ts";
import {
  ALICE,
  becomes,
  BOB,
  CAROL,
  DAY,
  type Edge,
  enter,
  feesOwed,
  firstPaid,
  give,
  leave,
  LEFT,
  pass,
  refusalOf,
  restake,
  settle,
  sync,
  worth,
  young,
} from "./edge.ts";
import { ETH } from "../lib/units.ts";

const HALF_A_GWEI = 500_000_000n;

/** A vault that is empty, young, or about to be empty. */
export const EMPTY: readonly Edge[] = [
  {
    edge: "a deposit while a gain drips",
    between: "the newcomer to fees and to holders",
    atMost: "rounding; fees are their part of the gain (VLT-81)",
    played: "10 ETH, a gain of 1, and 1,000 ETH come",
    play: () => {
      const s = young();
      enter(s, ALICE, 10n * ETH);
      give(s, CAROL, ETH);
      enter(s, BOB, 1_000n * ETH);
      pass(s);
      return {
        beyond: { newcomer: worth(s, BOB) - 1_000n * ETH, fees: feesOwed(s) - ETH / 10n },
      };
    },
  },
  {
    edge: "a loss and its recovery, any number of times",
    between: "holders to fees",
    atMost: "a wei a gain (VLT-81)",
    played: "50 of 100 ETH, three times",
    play: () => {
      const s = young();
      enter(s, ALICE, 100n * ETH);
      restake(s, LEFT, 100n * ETH);
      for (const assets of [50n, 100n, 50n, 100n, 50n, 100n]) {
        becomes(s, LEFT, assets * ETH);
        pass(s);
      }
      return { beyond: { holders: worth(s, ALICE) - 100n * ETH, fees: feesOwed(s) } };
    },
  },
  {
    edge: "a gift to an empty vault",
    between: "its giver",
    atMost: "nothing: refused (VLT-83)",
    played: "1 ETH",
    play: () => {
      const s = young();
      return refusalOf(() => give(s, CAROL, ETH));
    },
  },
  {
    edge: "a gain that is found in an empty vault",
    between: "nobody; fees and underwriters have it",
    atMost: "all of it (VLT-83)",
    played: "1 ETH, then 100 come",
    play: () => {
      const s = young();
      becomes(s, LEFT, ETH);
      sync(s);
      enter(s, ALICE, 100n * ETH);
      pass(s);
      return { beyond: { newcomer: worth(s, ALICE) - 100n * ETH, fees: feesOwed(s) } };
    },
  },
  {
    edge: "the last leave, with U not all idle",
    between: "leavers to fees",
    atMost: "what of U is not idle, which the exit price never had (VLT-82)",
    played: "10 ETH, 0.9 drip, 0.4 of them in a component",
    play: () => {
      const s = young();
      enter(s, ALICE, 10n * ETH);
      leave(s, ALICE);
      s.play(s.state().config.at.rewardsClaimer, "vault", "receiveGain", ETH, REWARD);
      restake(s, LEFT, (4n * ETH) / 10n);
      s.pass(DAY / 3n);
      settle(s);
      return {
        beyond: { leavers: firstPaid(s) - (109n * ETH) / 10n, fees: feesOwed(s) - ETH / 10n },
      };
    },
  },
  {
    edge: "dust that is left behind, given or found",
    between: "others to holders of dust",
    atMost: "a gwei (VLT-82, VLT-84)",
    played: "half a gwei stays when 10 ETH leave; 1 ETH is found, and 100 come",
    play: () => {
      const s = young();
      enter(s, ALICE, 10n * ETH);
      enter(s, CAROL, HALF_A_GWEI);
      leave(s, ALICE);
      settle(s);
      becomes(s, LEFT, ETH);
      sync(s);
      enter(s, BOB, 100n * ETH);
      pass(s);
      return {
        beyond: {
          leaver: firstPaid(s) - 10n * ETH,
          "holder of dust": worth(s, CAROL) - HALF_A_GWEI,
          newcomer: worth(s, BOB) - 100n * ETH,
          fees: feesOwed(s) - ETH,
        },
      };
    },
  },
];
