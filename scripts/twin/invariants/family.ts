import type { ChainState } from "../../../model/1-staking/state.ts";
import type { PoolState } from "../../../model/2-liquid-staking/pool.ts";
import type { CoreState } from "../../../model/3-restaking/core.ts";
import type { AvsState } from "../../../model/4-avs/state.ts";
import type { ReserveState } from "../../../model/5-lrt/operators/reserve.ts";
import type { VaultState } from "../../../model/5-lrt/state.ts";
import type { Machine } from "../../../model/shared/machine.ts";
import type { Invariant, Moment } from "./invariant.ts";
import type { MarketState } from "./worlds/defi.ts";

/** Invariants of one thought, by the model that they are of. */
export interface Family {
  readonly beacon: readonly Invariant<ChainState>[];
  readonly pool: readonly Invariant<PoolState>[];
  readonly core: readonly Invariant<CoreState>[];
  readonly services: readonly Invariant<AvsState>[];
  readonly vault: readonly Invariant<VaultState>[];
  readonly reserve: readonly Invariant<ReserveState>[];
  readonly defi: readonly Invariant<MarketState>[];
}

/** A state in the block of a moment, to be read. */
export const machine = <State>(state: State, { block }: Pick<Moment<State>, "block">): Machine<State> => ({
  ...{ state: { ...state }, block, events: [] },
});
