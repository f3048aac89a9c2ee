import { type Address, type Block, type Outcome, transact } from "../shared/machine.ts";
import { empty } from "../shared/revert.ts";
import { deposit } from "./deposits.ts";
import { requestConsolidation } from "./consolidations.ts";
import { eject, requestWithdrawal } from "./exits.ts";
import { reportPenalty, reportSlashing, reportSlashingElsewhere } from "./slashings.ts";
import type { Chain, ChainState } from "./state.ts";
import { sweep } from "./sweep.ts";
import { fundIssuance, settle } from "./validators.ts";

/** What changes the chain: the caller comes first, and ether that is sent after the caller. */
export const CHAIN_CALLS = {
  deposit,
  requestWithdrawal,
  requestConsolidation,
  eject: (chain: Chain, _sender: Address, index: number) => eject(chain, index),
  settle: (chain: Chain, _sender: Address, index: number) => settle(chain, index),
  sweep: (chain: Chain, _sender: Address, index: number) => sweep(chain, index),
  fundIssuance,
  reportSlashing,
  reportSlashingElsewhere,
  reportPenalty,
};

export interface ChainAction {
  readonly from: Address;
  readonly function: keyof typeof CHAIN_CALLS;
  readonly args: readonly unknown[];
}

/** Plays one transaction on a chain: a state and an action in, and a state, a result or an error, and events out. */
export function stepChain(
  state: ChainState,
  block: Block,
  { from, function: name, args }: ChainAction,
): Outcome<ChainState, unknown> {
  return transact(state, block, (chain) => {
    const call = CHAIN_CALLS[name] as ((chain: Chain, sender: Address, ...args: never[]) => unknown) | undefined;
    return call === undefined ? empty() : call(chain, from, ...(args as never[]));
  });
}
