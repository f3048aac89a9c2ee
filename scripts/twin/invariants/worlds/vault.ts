import type { PricingRule, VaultState } from "../../../../model/5-lrt/state.ts";
import { playAlone } from "../../vault/alone.ts";
import { type Drawn, sequences } from "../../vault/draw.ts";
import { startAlone } from "../../vault/lone.ts";
import type { World } from "../world.ts";

const STEPS = 30;

/** A vault over components that say what they are told. */
export function vaultWorld(rule: PricingRule): World<VaultState, Drawn> {
  const start = startAlone(rule);
  return {
    sequences: sequences(STEPS),
    play(steps, each) {
      playAlone(start, steps, (before, outcome, { timestamp, action: call }) => {
        if (!outcome.ok) return;
        const { state: after, value, events } = outcome;
        each({ before, after, block: { number: 0n, timestamp }, call, value, events });
      });
    },
  };
}
