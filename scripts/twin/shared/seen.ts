import type { OverRungOne } from "../../../model/1-staking/within.ts";
import type { Machine } from "../../../model/shared/machine.ts";
import { Revert } from "../../../model/shared/revert.ts";
import type { Question } from "./chain-side.ts";
import type { Placed, Seen } from "./side-by-side.ts";
import { spell, spellRevert } from "./spell.ts";

/** Something that can be seen, and what the model says of it, or with which revert it does not. */
export type Sight<On extends string> = readonly [contract: On, view: string, args: readonly unknown[], model: unknown];

/** Sights and accounts, whose ether is seen, as both sides are asked. */
export function seenIn<On extends string>(
  { state }: Machine<Pick<OverRungOne, "ether">>,
  sights: readonly Sight<On>[],
  accounts: readonly string[],
  deployed: Readonly<Record<On, Placed>>,
): Seen {
  return {
    accounts,
    questions: sights.map(([contract, name, args]): Question => {
      const { at, abi } = deployed[contract];
      return { to: at, abi, name, args };
    }),
    names: [
      ...sights.map(([contract, name, args]) => `${contract}.${name}(${spell(args)})`),
      ...accounts.map((account) => `ether of ${account}`),
    ],
    model: [
      ...sights.map(([, , , model]) => (model instanceof Revert ? spellRevert(model) : spell(model))),
      ...accounts.map((one) => String(state.ether.get(one) ?? 0n)),
    ],
  };
}
