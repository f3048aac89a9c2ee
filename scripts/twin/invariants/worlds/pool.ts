import { newChain } from "../../../../model/1-staking/new-chain.ts";
import { newPool, type PoolState } from "../../../../model/2-liquid-staking/pool.ts";
import { type PoolAction, stepPool } from "../../../../model/2-liquid-staking/step.ts";
import type { Block, Machine, Outcome } from "../../../../model/shared/machine.ts";
import { ETH, ETH_IN_GWEI } from "../../../lib/units.ts";
import { actionsOf, donatedBy, sequences, type Step } from "../../pool/draw.ts";
import { beginningOf } from "../../pool/pair.ts";
import type { Moment } from "../invariant.ts";
import type { World } from "../world.ts";

const BEGIN_SECONDS = 1_900_000_000n;
const at = (number: number): string => `0x${number.toString(16).padStart(40, "0")}`;
export const CAST = { network: at(0x11), guardian: at(0x12), curator: at(0x13), people: [0xa1, 0xa2, 0xa3].map(at) };
const CONFIG = {
  ...{ stEth: at(0x21), wstEth: at(0x22), queue: at(0x23), treasury: at(0x24) },
  ...{ guardian: CAST.guardian, curator: CAST.curator },
  ...{ feeBps: 1_000n, maxReportAgeSeconds: 36n * 3_600n, batchIntervalSeconds: 3_600n },
};
const CHAIN = {
  ...{ at: at(0x25), network: CAST.network, genesisTime: BEGIN_SECONDS - 384n * 20_000n },
  totalActiveBalanceGwei: 1_000_000n * ETH_IN_GWEI,
};
const BOOTSTRAP = 10n ** 15n;

/** The LST over the beacon chain, just deployed. */
export const freshPool = (): PoolState =>
  newPool(CONFIG, newChain(CHAIN, "electra", 100n * ETH), BOOTSTRAP, BEGIN_SECONDS + 3_600n);

/** The block before anything happens. */
export const FIRST_BLOCK: Block = { number: 1n, timestamp: BEGIN_SECONDS + 86_400n };

/** A state and its block, on which calls are played. */
export interface Played<State, Call> {
  readonly now: () => Machine<State>;
  /** @returns what came of it, nothing where it was undone */
  readonly call: (action: Call, seconds: bigint) => Moment<State> | undefined;
  /** Ether is forced upon an account, the token unless another is named. */
  readonly donate: (wei: bigint, account?: string) => void;
}

/** Plays calls on the LST, or on something that stands on it. */
export function played<State extends PoolState, Call extends Moment<State>["call"]>(
  step: (state: State, block: Block, action: Call) => Outcome<State, unknown>,
  start: { readonly state: State; readonly block: Block },
): Played<State, Call> {
  let { state, block } = start;
  return {
    now: () => ({ state: { ...state }, block, events: [] }),
    call(action, seconds) {
      const next = { number: block.number + 1n, timestamp: block.timestamp + seconds };
      const before = state;
      const outcome = step(state, next, action);
      if (!outcome.ok) return undefined;
      [state, block] = [outcome.state, next];
      return { before, after: state, block, call: action, value: outcome.value, events: outcome.events };
    },
    donate(wei, account = CONFIG.stEth) {
      state = { ...state, ether: state.ether.set(account, (state.ether.get(account) ?? 0n) + wei) };
    },
  };
}

/** The LST over the beacon chain. */
export function poolWorld(): World<PoolState, Step> {
  const first = played<PoolState, PoolAction>(stepPool, { state: freshPool(), block: FIRST_BLOCK });
  for (const { action, seconds } of beginningOf({ ...CAST, at: CONFIG })) first.call(action, seconds);
  return {
    sequences,
    play(steps, each) {
      const { now, call, donate } = played<PoolState, PoolAction>(stepPool, first.now());
      for (const step of steps) {
        donate(donatedBy(step));
        for (const [nth, action] of actionsOf({ ...CAST, pool: now }, step).entries()) {
          const moment = call(action, nth === 0 ? step.wait : 0n);
          if (moment !== undefined) each(moment);
        }
      }
    },
  };
}
