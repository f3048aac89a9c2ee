import type { Move } from "./attack.ts";
import type { Who } from "./ground.ts";
import { ETH } from "../lib/units.ts";

const NAMES = { alice: "Alice", bob: "Bob", carol: "Carol", wallet: "Alice's wallet" } as const;
const DAY_SECONDS = 86_400n;

/** Moves that several stories have. Amounts are in whole ETH. */
export const slash = (percent: bigint): Move => ({
  says: `a service slashes the operator by ${percent} %`,
  play: (ground) => ground.slash(percent),
});

export const report: Move = { says: "the vault is told", play: (ground) => ground.report() };

export const deposit = (who: Who, amount: bigint): Move => ({
  says: `${NAMES[who]} puts ${amount} ETH in`,
  play: (ground) => ground.deposit(who, amount * ETH),
});

export const request = (who: Who, amount: bigint): Move => ({
  says: `${NAMES[who]} asks out with ${amount} LRT`,
  play: (ground) => ground.request(who, amount * ETH),
});

export const close: Move = { says: "the batch closes", play: (ground) => ground.close() };

export const settle: Move = { says: "a keeper settles", play: (ground) => ground.settle() };

export const closeAndSettle: Move = {
  says: "the batch closes, and a keeper settles it",
  play: async (ground) => {
    await ground.close();
    await ground.settle();
  },
};

export const claim = (who: Who): Move => ({
  says: who === "wallet" ? "a keeper claims for Alice's wallet" : `${NAMES[who]} claims`,
  play: (ground) => ground.claim(who),
});

export const leave = (who: Who): Move => ({
  says: `${NAMES[who]} leaves at once with everything`,
  play: (ground) => ground.leave(who),
});

export const hour: Move = { says: "an hour passes", play: (ground) => ground.pass(3_600n) };

export const day: Move = { says: "a day passes", play: (ground) => ground.pass(DAY_SECONDS) };
