import type { LoneVault } from "../../model/5-lrt/lone-vault.ts";
import type { PricingRule } from "../../model/5-lrt/state.ts";
import {
  ALICE,
  becomes,
  BOB,
  breaks,
  CAROL,
  type Edge,
  enter,
  feesOwed,
  FIRST_TICKET,
  firstPaid,
  give,
  GRACE,
  leave,
  LEFT,
  loseAll,
  type Outcome,
  pair,
  pass,
  quarantine,
  refusalOf,
  restake,
  settle,
  worth,
  young,
} from "./edge.ts";
import { ETH } from "../lib/units.ts";

/** Alice holds 100 ETH, 90 of them in a component that goes into quarantine. */
function quarantined(): LoneVault {
  const s = young();
  enter(s, ALICE, 100n * ETH);
  restake(s, LEFT, 90n * ETH);
  quarantine(s);
  return s;
}

/**
 * 50 of 100 ETH go into quarantine after Bob's batch has closed, or before; it is settled before they come back, or
 * after.
 */
function settled(rule: PricingRule, when: "before" | "after", closes: "before" | "in doubt" = "before"): Outcome {
  const s = pair(rule);
  restake(s, LEFT, 50n * ETH);
  if (closes === "before") leave(s, BOB);
  becomes(s, LEFT, 50n * ETH);
  quarantine(s);
  if (closes === "in doubt") leave(s, BOB);
  if (when === "before") settle(s);
  breaks(s, LEFT, false);
  pass(s);
  s.play(s.state().config.at.restaker, "others", "unwind", LEFT, 50n * ETH, 0n, 0n);
  if (when === "after") settle(s);
  pass(s);
  return {
    beyond: {
      leaver: firstPaid(s) - 50n * ETH,
      stayer: worth(s, ALICE) - 50n * ETH,
      fees: feesOwed(s),
    },
  };
}

/** 50 of 100 ETH cannot be read after Bob's batch has closed; he turns his ticket back, and they come back. */
function turnedBack(): Outcome {
  const s = pair();
  restake(s, LEFT, 50n * ETH);
  leave(s, BOB);
  breaks(s, LEFT);
  s.play(CAROL, "vault", "reportFailure", LEFT);
  s.play(BOB, "queue", "cancel", FIRST_TICKET, BOB);
  pass(s);
  settle(s);
  breaks(s, LEFT, false);
  pass(s);
  return { beyond: { leaver: worth(s, BOB) - 50n * ETH, stayer: worth(s, ALICE) - 50n * ETH } };
}

/** Bob's batch has closed; everything is lost, and half of it comes back as a rescue. */
function rescued(rule: PricingRule): Outcome {
  const s = pair(rule);
  restake(s, LEFT, 100n * ETH);
  leave(s, BOB);
  loseAll(s);
  give(s, CAROL, 50n * ETH);
  pass(s);
  settle(s);
  pass(s);
  return { beyond: { leaver: firstPaid(s) - 25n * ETH, stayer: worth(s, ALICE) - 25n * ETH } };
}

/** A vault of which something counts at less than it may be worth, or nothing is left. */
export const DOUBT: readonly Edge[] = [
  {
    edge: "a deposit while a component is in doubt",
    between: "old holders to the newcomer",
    atMost: "nothing: refused (VLT-85)",
    played: "90 of 100 ETH in quarantine, and 100 come",
    play: () => {
      const s = quarantined();
      return refusalOf(() => enter(s, BOB, 100n * ETH));
    },
  },
  {
    edge: "the doubt of a quarantine has ended, and the component comes back all the same",
    between: "those who were there to who came since",
    atMost: "the newcomers' part of the shares, of what comes back",
    played: "90 of 100 ETH for the whole grace, then 100 come, then the 90",
    play: () => {
      const s = quarantined();
      pass(s, GRACE);
      enter(s, BOB, 100n * ETH);
      breaks(s, LEFT, false);
      pass(s);
      pass(s);
      return {
        beyond: {
          "old holder": worth(s, ALICE) - 100n * ETH,
          newcomer: worth(s, BOB) - 100n * ETH,
        },
      };
    },
  },
  {
    edge: "a settlement while a component is in doubt",
    between: "the leaver, who did not turn his ticket back, to those who stay, and to fees on what lifts their price",
    atMost: "the leaver's part of what comes back; nothing is settled at zero (VLT-42, VLT-85)",
    played: "two of 50 ETH each, one leaves and is settled while 50 of the 100 are in quarantine",
    play: () => settled("exposed", "before"),
  },
  {
    edge: "the same, turned back between the report and the quarantine, when nobody can settle",
    between: "nobody",
    atMost: "rounding (VLT-95, INV-32)",
    played: "the same",
    play: turnedBack,
  },
  {
    edge: "the same, settled after its return, under loss-only",
    between: "nobody",
    atMost: "rounding (VLT-94, INV-32)",
    played: "the same",
    play: () => settled("loss-only", "after"),
  },
  {
    edge: "the same, of a batch that closes in the doubt, under capped",
    between: "the leaver, who did not turn his ticket back, to those who stay",
    atMost: "the leaver's part of what comes back: the rule caps at the price of the close (QUE-10)",
    played: "the same, closed in the quarantine",
    play: () => settled("capped", "after", "in doubt"),
  },
  {
    edge: "a dead vault and a gift below the revival rate",
    between: "the giver to holders",
    atMost: "the gift; it opens nothing and delays nothing (VLT-87)",
    played: "10 ETH are lost, and 0.05 given",
    play: () => {
      const s = young();
      enter(s, ALICE, 10n * ETH);
      restake(s, LEFT, 10n * ETH);
      loseAll(s);
      give(s, CAROL, ETH / 20n);
      pass(s);
      if (!s.state().books.isDead) throw new Error("the gift has revived the vault");
      return { beyond: { giver: -ETH / 20n, holders: worth(s, ALICE) } };
    },
  },
  {
    edge: "a rescue from 1e-2 on, then a deposit, then receipts that nothing had announced",
    between: "old holders to the newcomer",
    atMost:
      "the newcomer's part of the shares, of what comes; it costs a hundredth of all that shares were worth at their highest",
    played: "100 ETH are lost; a stranger gives 1, brings 100 a day later, and 31.9 come",
    play: () => {
      const s = young();
      enter(s, ALICE, 100n * ETH);
      restake(s, LEFT, 100n * ETH);
      loseAll(s);
      give(s, BOB, ETH);
      pass(s);
      enter(s, BOB, 100n * ETH);
      becomes(s, LEFT, (319n * ETH) / 10n);
      pass(s);
      pass(s);
      return {
        beyond: {
          "old holder": worth(s, ALICE) - (319n * ETH) / 10n,
          newcomer: worth(s, BOB) - 101n * ETH,
        },
      };
    },
  },
  {
    edge: "a batch that a dead vault has settled at zero after its grace, then receipts that nothing had announced",
    between: "the leaver, who did not turn his ticket back, to those who stay",
    atMost: "the leaver's part of what comes (VLT-42)",
    played: "two of 50 ETH each, one leaves, all is lost, the batch is settled at zero, and 30 come",
    play: () => {
      const s = pair();
      restake(s, LEFT, 100n * ETH);
      leave(s, BOB);
      loseAll(s);
      pass(s, GRACE);
      settle(s);
      becomes(s, LEFT, 30n * ETH);
      pass(s);
      pass(s);
      return { beyond: { leaver: firstPaid(s) - 15n * ETH, stayer: worth(s, ALICE) - 15n * ETH } };
    },
  },
  {
    edge: "a batch that closed before a death, and a rescue, exposed or capped",
    between: "nobody",
    atMost: "rounding (INV-32)",
    played: "two of 50 ETH each, one leaves, all is lost, and 50 are given",
    play: () => rescued("capped"),
  },
  {
    edge: "the same under loss-only",
    between: "the leaver, who did not turn his ticket back, to those who stay",
    atMost: "all that comes of the leaver's: a gain after a loss is theirs who stay (QUE-10)",
    played: "the same",
    play: () => rescued("loss-only"),
  },
];
