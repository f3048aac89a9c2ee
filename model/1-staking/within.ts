import type { Address, Machine } from "../shared/machine.ts";
import type { Table } from "../shared/table.ts";
import { GWEI } from "./consensus.ts";
import { recipientOf } from "./exits.ts";
import type { Chain, ChainState } from "./state.ts";
import { CHAIN_CALLS } from "./step.ts";
import { sweep } from "./sweep.ts";

/** Rung 1 inside the state of a higher rung, which reads and changes it in its own transactions. */
export interface OverRungOne {
  readonly chain: ChainState;
  /** Wei of accounts. */
  readonly ether: Table<bigint>;
}

/** Runs something of rung 1, and keeps what it changed. */
export function onRungOne<T>(machine: Machine<Pick<OverRungOne, "chain">>, act: (chain: Chain) => T): T {
  const { state, block, events } = machine;
  const chain: Chain = { state: { ...state.chain }, block, events };
  const value = act(chain);
  state.chain = chain.state;
  return value;
}

type Ether = Machine<Pick<OverRungOne, "ether">>;

export const etherOf = ({ state }: Ether, account: Address): bigint => state.ether.get(account) ?? 0n;

/** Ether comes to an account, or less than none: it leaves. */
export function receive(machine: Ether, account: Address, wei: bigint): void {
  machine.state.ether = machine.state.ether.set(account, etherOf(machine, account) + wei);
}

/** Ether goes from one account to another. */
export function pay(machine: Ether, from: Address, to: Address, wei: bigint): void {
  receive(machine, from, -wei);
  receive(machine, to, wei);
}

/** Calls of rung 1 by anybody; what is swept arrives at the recipient. */
export const RUNG_ONE_CALLS = {
  ...Object.fromEntries(
    Object.entries(CHAIN_CALLS).map(([name, call]) => [
      name,
      (machine: Machine<OverRungOne>, sender: Address, ...args: never[]): unknown =>
        onRungOne(machine, (chain) =>
          (call as (chain: Chain, sender: Address, ...args: never[]) => unknown)(chain, sender, ...args),
        ),
    ]),
  ),
  sweep(machine: Machine<OverRungOne>, _sender: Address, index: number): bigint {
    const amountGwei = onRungOne(machine, (chain) => sweep(chain, index));
    const recipient = recipientOf(machine.state.chain.validators[index]?.credentials ?? "");
    if (recipient !== undefined) receive(machine, recipient, amountGwei * GWEI);
    return amountGwei;
  },
};
