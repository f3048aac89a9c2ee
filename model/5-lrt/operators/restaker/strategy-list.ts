import { type Address, emit, ZERO_ADDRESS } from "../../../shared/machine.ts";
import { check } from "../../../shared/revert.ts";
import { holderOf } from "./allocations.ts";
import { reserveOf, type Restaker } from "./restaker.ts";
import { onlyGovernor } from "./roles.ts";
import { retire, sharesToUnderlying, toAssetsDown, toldReserve, toldStrategy } from "./told-reserves.ts";
import { vaultOf } from "./told-vault.ts";

/** What is restaked, and how it stops: a strategy of an LST is retired, leaves every slot, and is removed (OPS-16). */

export const MAX_STRATEGIES = 4n;

export function addStrategy(m: Restaker, sender: Address, strategy: Address): void {
  onlyGovernor(m, sender);
  const { state } = m;
  const { lst } = toldStrategy(m, strategy);
  const reserve = reserveFor(m, lst);
  check(!state.reserveOf.has(strategy), "StrategyKnown", strategy);
  check(state.strategies.length < MAX_STRATEGIES, "TooManyStrategies", MAX_STRATEGIES);
  check(!toldReserve(m, reserve).isRetiring, "StrategyRetiring", strategy);
  state.strategies = [...state.strategies, strategy];
  state.reserveOf = state.reserveOf.set(strategy, reserve);
  state.strategyOf = state.strategyOf.set(lst, strategy);
  emit(m, state.config.restaker, "StrategyAdded", { strategy, reserve });
}

export function retireStrategy(m: Restaker, sender: Address, strategy: Address): void {
  onlyGovernor(m, sender);
  checkKnown(m, strategy);
  retireOne(m, strategy);
}

/** Every strategy of an LST, and the LST itself. */
export function retireLst(m: Restaker, sender: Address, lst: Address): void {
  onlyGovernor(m, sender);
  const reserve = reserveFor(m, lst);
  retire(m, reserve);
  for (const strategy of m.state.strategies) if (reserveOf(m, strategy) === reserve) retireOne(m, strategy);
}

/** Of which no slot holds or has queued anything; another strategy of its LST takes its place. */
export function removeStrategy(m: Restaker, sender: Address, strategy: Address): void {
  onlyGovernor(m, sender);
  const { state } = m;
  check(state.isRetiring.has(strategy), "StrategyNotRetiring", strategy);
  const holder = holderOf(m, strategy);
  check(holder === ZERO_ADDRESS, "StrategyNotEmpty", strategy, holder);
  const { lst } = toldReserve(m, reserveOf(m, strategy));
  state.strategies = state.strategies.filter((one) => one !== strategy);
  state.reserveOf = state.reserveOf.delete(strategy);
  state.isRetiring = state.isRetiring.delete(strategy);
  const other = state.strategies.findLast((one) => isOf(m, one, lst));
  state.strategyOf = other === undefined ? state.strategyOf.delete(lst) : state.strategyOf.set(lst, other);
  emit(m, state.config.restaker, "StrategyRemoved", { strategy });
}

// --- views ------------------------------------------------------------------------------------------------------------

/** What shares of an LST's strategy are worth: in wei of its token, and of ETH. */
export function worthOf(
  m: Restaker,
  strategy: Address,
  shares: bigint,
): { readonly quantity: bigint; readonly assets: bigint } {
  const quantity = sharesToUnderlying(m, strategy, shares);
  return { quantity, assets: toAssetsDown(m, reserveOf(m, strategy), quantity) };
}

export const isNative = ({ state }: Restaker, strategy: Address): boolean => strategy === state.config.beaconChainEth;

export const strategyOf = ({ state }: Restaker, lst: Address): Address => state.strategyOf.get(lst) ?? ZERO_ADDRESS;

export const isRetiring = ({ state }: Restaker, strategy: Address): boolean => state.isRetiring.has(strategy);

export function checkKnown({ state }: Restaker, strategy: Address): void {
  check(state.reserveOf.has(strategy), "StrategyUnknown", strategy);
}

/** The reserve of a listed LST. */
export function reserveFor(m: Restaker, lst: Address): Address {
  const reserve = vaultOf(m).reserves.get(lst);
  check(reserve !== undefined, "StrategyUnknown", lst);
  return reserve;
}

function retireOne(m: Restaker, strategy: Address): void {
  m.state.isRetiring = m.state.isRetiring.set(strategy, true);
  emit(m, m.state.config.restaker, "StrategyRetired", { strategy });
}

const isOf = (m: Restaker, strategy: Address, lst: Address): boolean =>
  !isNative(m, strategy) && toldReserve(m, reserveOf(m, strategy)).lst === lst;
