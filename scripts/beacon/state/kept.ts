import type { ProvableBlock } from "../proofs/prove.ts";
import type { BeaconView } from "./view.ts";

/** Blocks whose trees are kept; they share all that did not change between them. */
const KEPT = 64;

/**
 * A view that can be asked for earlier blocks too: those it was asked for lately are kept, one before them is built by a
 * view of its own, so that the main one always goes on from where it is.
 */
export function keepBlocks(newView: () => BeaconView, hashOf: (number: number) => Promise<string>) {
  const kept = new Map<string, ProvableBlock>();
  const main = newView();
  let latest = 0;
  return {
    /** The block that stands for block `number` of the execution layer, with the state after it. */
    async blockAfter(number: number): Promise<ProvableBlock> {
      const hash = await hashOf(number);
      const known = kept.get(hash);
      if (known !== undefined) return known;
      const view = number < latest ? newView() : main;
      latest = Math.max(latest, number);
      const block = await view.blockAfter(number);
      kept.set(hash, block);
      const [oldest] = kept.keys();
      if (kept.size > KEPT) kept.delete(oldest!);
      return block;
    },
  };
}
