import type { Block, Outcome } from "../shared/machine.ts";
import { Revert } from "../shared/revert.ts";
import type { Parts, Vault, VaultState } from "./state.ts";

/** Copies of the parts, to be written into; what hangs in them never changes. */
const copied = ({ books, queue, cover, controls, guard, world }: Readonly<Parts>): Parts => ({
  books: { ...books },
  queue: { ...queue },
  cover: { ...cover },
  controls: { ...controls },
  guard: { ...guard },
  world: { ...world },
});

/** Runs one transaction on a state, which stays as it was. Anything thrown but a {@link Revert} is a fault of the model. */
export function transactOn<T>(state: VaultState, block: Block, act: (vault: Vault) => T): Outcome<VaultState, T> {
  const vault: Vault = { state: { config: state.config, ...copied(state as Parts) }, block, events: [] };
  try {
    return { ok: true, value: act(vault), state: vault.state, events: vault.events };
  } catch (revert) {
    if (!(revert instanceof Revert)) throw revert;
    return { ok: false, revert, state, events: [] };
  }
}

/** A call inside a transaction that is undone alone. @returns nothing when it was */
export function attempt<T>(vault: Vault, act: () => T): T | undefined {
  const before = copied(vault.state);
  const logged = vault.events.length;
  try {
    return act();
  } catch (revert) {
    if (!(revert instanceof Revert)) throw revert;
    Object.assign(vault.state, before);
    vault.events.length = logged;
    return undefined;
  }
}
