import { type Address, type Block, type Outcome, transact } from "../shared/machine.ts";
import { empty } from "../shared/revert.ts";
import type { Core, CoreState } from "./core.ts";
import { CALLS, contractAt, STRATEGY_CALLS, STRATEGY_VIEWS, TOKEN_CALLS, TOKEN_VIEWS, VIEWS } from "./functions.ts";

/** A call of a contract of the core, of a strategy or of a token. */
export interface Action {
  readonly from: Address;
  readonly to: Address;
  /** Its name in `functions.ts`. */
  readonly function: string;
  readonly args: readonly unknown[];
}

/**
 * Plays one transaction: a state and an action in, and out comes a state, what the function returned or why it reverted,
 * and the events. What went in stays as it was. What nothing answers reverts without data, as on the chain.
 *
 * @example
 * const { state } = step(newCore(config, rewards), { number: 1n, timestamp: 12n }, {
 *   from: alice, to: config.at.DelegationManager, function: "registerAsOperator", args: [ZERO_ADDRESS, 0n, ""],
 * });
 */
export function step(state: CoreState, block: Block, action: Action): Outcome<CoreState, unknown> {
  return transact(state, block, (core) => call(core, action));
}

/** What a view answers on top of a state, in a block. */
export function view(state: CoreState, block: Block, action: Omit<Action, "from">): Outcome<CoreState, unknown> {
  return step(state, block, { ...action, from: "" });
}

type Calls = Readonly<Record<string, ((core: Core, ...args: never[]) => unknown) | undefined>>;

/** Answers a call inside a transaction that is under way. */
export function call(core: Core, { from, to, function: name, args }: Action): unknown {
  const contract = contractAt(core, to);
  const run = (calls: Calls, views: Calls, self: readonly Address[]) => {
    const [change, read] = [calls[name], views[name]];
    if (change !== undefined) return change(core, ...([from, ...self, ...args] as never[]));
    return read === undefined ? empty() : read(core, ...([...self, ...args] as never[]));
  };
  if (contract !== undefined) return run(CALLS[contract], VIEWS[contract], []);
  if (core.state.strategies.has(to)) return run(STRATEGY_CALLS, STRATEGY_VIEWS, [to]);
  if (core.state.supplies.has(to)) return run(TOKEN_CALLS, TOKEN_VIEWS, [to]);
  return empty();
}
