import { GRACE, type Standing } from "../../test/5-lrt/vault.ts";
import {
  type Edge,
  enter,
  feesOwed,
  firstPaid,
  leave,
  loseAll,
  type Outcome,
  pair,
  pass,
  quarantine,
  refusalOf,
  type Rule,
  worth,
  young,
} from "./edge.ts";
import { ETH } from "../lib/units.ts";

/** Alice holds 100 ETH, 90 of them in a component that goes into quarantine. */
async function quarantined(): Promise<Standing> {
  const s = await young();
  await enter(s, s.alice, 100n * ETH);
  await s.restaker.restake(s.left, 90n * ETH);
  await quarantine(s);
  return s;
}

/** 90 of 100 ETH go into quarantine after Bob's batch has closed, which is settled before they come back, or after. */
async function settled(rule: Rule, when: "before" | "after"): Promise<Outcome> {
  const s = await pair(rule);
  await s.restaker.restake(s.left, 50n * ETH);
  await leave(s, s.bob);
  await s.left.setAssets(50n * ETH);
  await quarantine(s);
  if (when === "before") await s.queue.settle();
  await s.left.setBroken(false);
  await pass(s);
  await s.restaker.unwind(s.left, 50n * ETH, 0n, 0n);
  if (when === "after") await s.queue.settle();
  await pass(s);
  return {
    beyond: {
      leaver: (await firstPaid(s)) - 50n * ETH,
      stayer: (await worth(s, s.alice)) - 50n * ETH,
      fees: await feesOwed(s),
    },
  };
}

/** 50 of 100 ETH cannot be read after Bob's batch has closed; he turns his ticket back, and they come back. */
async function turnedBack(): Promise<Outcome> {
  const s = await pair();
  await s.restaker.restake(s.left, 50n * ETH);
  await leave(s, s.bob);
  await s.left.setBroken(true);
  await s.vault.reportFailure(s.left);
  await s.queue.connect(s.bob).cancel(1n << 64n, s.bob);
  await pass(s);
  await s.queue.settle();
  await s.left.setBroken(false);
  await pass(s);
  return { beyond: { leaver: (await worth(s, s.bob)) - 50n * ETH, stayer: (await worth(s, s.alice)) - 50n * ETH } };
}

/** Bob's batch has closed; everything is lost, and half of it comes back as a rescue. */
async function rescued(rule: Rule): Promise<Outcome> {
  const s = await pair(rule);
  await s.restaker.restake(s.left, 100n * ETH);
  await leave(s, s.bob);
  await loseAll(s);
  await s.vault.connect(s.carol).recapitalise({ value: 50n * ETH });
  await pass(s);
  await s.queue.settle();
  await pass(s);
  return { beyond: { leaver: (await firstPaid(s)) - 25n * ETH, stayer: (await worth(s, s.alice)) - 25n * ETH } };
}

/** A vault of which something counts at less than it may be worth, or nothing is left. */
export const DOUBT: readonly Edge[] = [
  {
    edge: "a deposit while a component is in doubt",
    between: "old holders to the newcomer",
    atMost: "nothing: refused (VLT-85)",
    played: "90 of 100 ETH in quarantine, and 100 come",
    play: async () => {
      const s = await quarantined();
      return refusalOf(() => s.vault.connect(s.bob).deposit.staticCall(s.bob, 0n, 2n ** 40n, { value: 100n * ETH }));
    },
  },
  {
    edge: "the doubt of a quarantine has ended, and the component comes back all the same",
    between: "those who were there to who came since",
    atMost: "the newcomers' part of the shares, of what comes back",
    played: "90 of 100 ETH for the whole grace, then 100 come, then the 90",
    play: async () => {
      const s = await quarantined();
      await pass(s, GRACE);
      await enter(s, s.bob, 100n * ETH);
      await s.left.setBroken(false);
      await pass(s);
      await pass(s);
      return {
        beyond: {
          "old holder": (await worth(s, s.alice)) - 100n * ETH,
          newcomer: (await worth(s, s.bob)) - 100n * ETH,
        },
      };
    },
  },
  {
    edge: "a settlement while a component is in doubt",
    between: "the leaver, who did not turn his ticket back, to those who stay, and to fees on what lifts their price",
    atMost: "the leaver's part of what comes back; nothing is settled at zero (VLT-42, VLT-85)",
    played: "two of 50 ETH each, one leaves and is settled while 50 of the 100 are in quarantine",
    play: async () => settled("ExposedRule", "before"),
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
    play: async () => settled("LossOnlyRule", "after"),
  },
  {
    edge: "a dead vault and a gift below the revival rate",
    between: "the giver to holders",
    atMost: "the gift; it opens nothing and delays nothing (VLT-87)",
    played: "10 ETH are lost, and 0.05 given",
    play: async () => {
      const s = await young();
      await enter(s, s.alice, 10n * ETH);
      await s.restaker.restake(s.left, 10n * ETH);
      await loseAll(s);
      await s.vault.connect(s.carol).recapitalise({ value: ETH / 20n });
      await pass(s);
      if (!(await s.vault.isDead())) throw new Error("the gift has revived the vault");
      return { beyond: { giver: -ETH / 20n, holders: await worth(s, s.alice) } };
    },
  },
  {
    edge: "a rescue from 1e-2 on, then a deposit, then receipts that nothing had announced",
    between: "old holders to the newcomer",
    atMost:
      "the newcomer's part of the shares, of what comes; it costs a hundredth of all that shares were worth at their highest",
    played: "100 ETH are lost; a stranger gives 1, brings 100 a day later, and 31.9 come",
    play: async () => {
      const s = await young();
      await enter(s, s.alice, 100n * ETH);
      await s.restaker.restake(s.left, 100n * ETH);
      await loseAll(s);
      await s.vault.connect(s.bob).recapitalise({ value: ETH });
      await pass(s);
      await enter(s, s.bob, 100n * ETH);
      await s.left.setAssets((319n * ETH) / 10n);
      await pass(s);
      await pass(s);
      return {
        beyond: {
          "old holder": (await worth(s, s.alice)) - (319n * ETH) / 10n,
          newcomer: (await worth(s, s.bob)) - 101n * ETH,
        },
      };
    },
  },
  {
    edge: "a batch that a dead vault has settled at zero after its grace, then receipts that nothing had announced",
    between: "the leaver, who did not turn his ticket back, to those who stay",
    atMost: "the leaver's part of what comes (VLT-42)",
    played: "two of 50 ETH each, one leaves, all is lost, the batch is settled at zero, and 30 come",
    play: async () => {
      const s = await pair();
      await s.restaker.restake(s.left, 100n * ETH);
      await leave(s, s.bob);
      await loseAll(s);
      await pass(s, GRACE);
      await s.queue.settle();
      await s.left.setAssets(30n * ETH);
      await pass(s);
      await pass(s);
      return { beyond: { leaver: (await firstPaid(s)) - 15n * ETH, stayer: (await worth(s, s.alice)) - 15n * ETH } };
    },
  },
  {
    edge: "a batch that closed before a death, and a rescue, exposed or capped",
    between: "nobody",
    atMost: "rounding (INV-32)",
    played: "two of 50 ETH each, one leaves, all is lost, and 50 are given",
    play: async () => rescued("CappedRule"),
  },
  {
    edge: "the same under loss-only",
    between: "the leaver, who did not turn his ticket back, to those who stay",
    atMost: "all that comes of the leaver's: a gain after a loss is theirs who stay (QUE-10)",
    played: "the same",
    play: async () => rescued("LossOnlyRule"),
  },
];
