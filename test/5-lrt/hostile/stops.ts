import { FOREVER, HOUR } from "../ladder.ts";
import { type Action, operatorOf, pick } from "./action.ts";
import { partOf } from "./tickets.ts";
import { attempt, GAS, HOLD, type World } from "./world.ts";
import { ETH } from "../../../scripts/lib/units.ts";

/** The longest stop that the guardian asks for in these sequences. */
export const STOP_SECONDS = 6n * HOUR;
const MANNERS = ["answers", "reverts", "eats gas", "bombs", "says another fault in every block"] as const;

const now = async (w: World): Promise<bigint> => BigInt(await w.networkHelpers.time.latest());

/** Announces faults that nobody committed: within the budget, beyond it, for ever, anew or the same again. */
const cry: Action = async (w, { a, b, share }) => {
  const expiresAt = pick([(await now(w)) + HOLD.budgetSeconds / 8n, (await now(w)) + HOLD.periodSeconds, FOREVER], b);
  const count = pick([1, 3, 12], a);
  const seed = b % 4 === 0 ? 7n : BigInt(share);
  const cried = await attempt(() => w.wolf.cry(operatorOf(w, a), count, ETH, expiresAt, seed, GAS));
  const told = b % 2 === 0 ? await attempt(() => w.vault.connect(w.mallory).holdExits(w.wolf, GAS)) : "not told";
  return {
    call: `wolf.cry(op ${a % 2}, ${count}, until ${expiresAt}, ${seed})`,
    result: `${cried} ${told}`,
    change: 0n,
  };
};

/** Takes back what was announced, boasts of more than there is, or answers as it should not. */
const misbehave: Action = async (w, { a, b }) => {
  if (b % 3 === 0) {
    const result = await attempt(() => w.wolf.hush(operatorOf(w, a), GAS));
    return { call: `wolf.hush(op ${a % 2})`, result, change: 0n };
  }
  if (b % 3 === 1) {
    const result = await attempt(() => w.wolf.setBoast(a % 2 === 0 ? 2n ** 200n : 0n, GAS));
    return { call: "wolf boasts", result, change: 0n };
  }
  const result = await attempt(() => w.wolf.setManner(a % MANNERS.length, GAS));
  return { call: `wolf ${pick(MANNERS, a)}`, result, change: 0n };
};

/** The guardian contains the vault, which stops exits and deposits, or stops deposits alone. */
const stop: Action = async (w, { b, share }) => {
  const seconds = partOf(STOP_SECONDS, share);
  const guardian = w.settings.connect(w.guardian);
  const result =
    b % 2 === 0
      ? await attempt(() => guardian.contain(seconds, GAS))
      : await attempt(() => guardian.pauseDeposits(seconds, GAS));
  return { call: `guardian: ${b % 2 === 0 ? "contain" : "pauseDeposits"}(${seconds} s)`, result, change: 0n };
};

/** What holds exits up for a while: a service that announces without end, and a guardian that stops what it can. */
export const STOPS = { cry, misbehave, stop } as const;
