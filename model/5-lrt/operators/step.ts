import { call as callPool, type PoolAction } from "../../2-liquid-staking/step.ts";
import { type Address, type Block, type Outcome, transact } from "../../shared/machine.ts";
import { empty } from "../../shared/revert.ts";
import * as calls from "./lst-reserve.ts";
import type { Neighbours, Reserve, ReserveState } from "./reserve.ts";

/** What changes a reserve, by contract and function; the caller comes first. Calls of the LST are those of its model. */
const RESERVE_CALLS = {
  reserve: {
    receiveLst: calls.receiveLst,
    setLimits: calls.setLimits,
    retire: calls.retire,
    send: calls.send,
    requestExit: calls.requestExit,
    claimExit: calls.claimExit,
    receive: calls.receiveEther,
  },
  others: {
    /** Restaker and delegators say something else from now on. */
    say({ state }: Reserve, _sender: Address, said: Neighbours): void {
      state.neighbours = said;
    },
  },
};

export interface ReserveAction extends Omit<PoolAction, "contract"> {
  readonly contract: PoolAction["contract"] | keyof typeof RESERVE_CALLS;
}

/** Plays one transaction on a reserve and its LST: a state and an action in, and a state, a result or an error, and events out. */
export const stepReserve = (state: ReserveState, block: Block, action: ReserveAction): Outcome<ReserveState, unknown> =>
  transact(state, block, (reserve) => call(reserve, action));

type Calls = Readonly<Record<string, ((reserve: Reserve, ...args: never[]) => unknown) | undefined>>;

function call(reserve: Reserve, { contract, ...action }: ReserveAction): unknown {
  if (contract !== "reserve" && contract !== "others") return callPool(reserve, { ...action, contract });
  const change = (RESERVE_CALLS[contract] as Calls)[action.function];
  return change === undefined ? empty() : change(reserve, ...([action.from, ...action.args] as never[]));
}
