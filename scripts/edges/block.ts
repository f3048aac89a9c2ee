import type { LoneVault } from "../../model/5-lrt/lone-vault.ts";
import {
  ALICE,
  becomes,
  BOB,
  DAY,
  type Edge,
  firstPaid,
  leave,
  LEFT,
  type Outcome,
  pair,
  pass,
  restake,
  RIGHT,
  settle,
  sync,
  worth,
} from "./edge.ts";
import { ETH } from "../lib/units.ts";

const SLOT = 12n;

/** Bob's batch of 50 of 100 ETH is closed; in one block 30 are lost, 30 are gained, and it is settled. */
function lossAndGain(synced: (s: LoneVault) => void): Outcome {
  const s = pair();
  restake(s, LEFT, 30n * ETH);
  restake(s, RIGHT, 20n * ETH);
  leave(s, BOB);
  pass(s);
  s.inOneBlock(SLOT, () => {
    becomes(s, LEFT, 0n);
    synced(s);
    becomes(s, RIGHT, 50n * ETH);
    settle(s);
  });
  const paid = firstPaid(s) - 50n * ETH;
  pass(s, 2n * DAY);
  return { beyond: { leaver: paid, stayer: worth(s, ALICE) - 50n * ETH } };
}

/** Twice, by anybody. */
function syncedAlone(s: LoneVault): void {
  s.play(BOB, "vault", "sync", LEFT);
  s.play(ALICE, "vault", "sync", LEFT);
}

/** Several things in one block. */
export const BLOCK: readonly Edge[] = [
  {
    edge: "any lone syncs in the block of a payment, and full ones before all that happens, or between gains or losses",
    between: "nobody",
    atMost: "two wei (INV-26, INV-30)",
    played: "two of 50 ETH each, one is paid in the block in which 30 are lost, synced alone, and 30 gained",
    play: () => lossAndGain(syncedAlone),
  },
  {
    edge: "a full sync between a loss and the gain that makes up for it, in one block or in two",
    between: "the leaver to those who stay",
    atMost: "the leaver's part of the loss, as far as the gain has not served (INV-34)",
    played: "the same with a full sync between",
    play: () => lossAndGain(sync),
  },
];
