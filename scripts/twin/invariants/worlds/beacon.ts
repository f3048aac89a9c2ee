import { newChain } from "../../../../model/1-staking/new-chain.ts";
import type { ChainState } from "../../../../model/1-staking/state.ts";
import { stepChain } from "../../../../model/1-staking/step.ts";
import { ETH, ETH_IN_GWEI } from "../../../lib/units.ts";
import { actionOf, sequences, type Step } from "../../beacon/draw.ts";
import type { World } from "../world.ts";

const START_SECONDS = 1_900_086_400n;
const CONFIG = {
  at: `0x${"1".padStart(40, "0")}`,
  network: `0x${"2".padStart(40, "0")}`,
  genesisTime: START_SECONDS - 384n * 20_225n,
};
const CAST = { network: CONFIG.network, alice: `0x${"a1".padStart(40, "0")}`, bob: `0x${"b0".padStart(40, "0")}` };
const TOTAL_GWEI = { electra: 34_000_000n * ETH_IN_GWEI, gloas: 1_000_000n * ETH_IN_GWEI } as const;
const RESERVE = 60n * ETH;

/** The beacon chain by itself. */
export function beaconWorld(fork: "electra" | "gloas"): World<ChainState, Step> {
  const fresh = newChain({ ...CONFIG, totalActiveBalanceGwei: TOTAL_GWEI[fork] }, fork, RESERVE);
  return {
    sequences,
    play(steps, each) {
      let [state, block] = [fresh, { number: 1n, timestamp: START_SECONDS }];
      for (const step of steps) {
        const next = { number: block.number + 1n, timestamp: block.timestamp + step.wait };
        const action = actionOf(step, CAST, state.validators.length);
        const outcome = stepChain(state, next, action);
        if (!outcome.ok) continue;
        const { value, events } = outcome;
        each({ before: state, after: outcome.state, block: next, call: action, value, events });
        [state, block] = [outcome.state, next];
      }
    },
  };
}
