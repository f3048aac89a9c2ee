import { arg, key, type Entry } from "./entry.ts";
import { WAD } from "./wad.ts";

/** Every operator's maximum magnitude in every strategy, now and in the past, from `MaxMagnitudeUpdated`. */
export class Magnitudes {
  readonly #history = new Map<string, { block: bigint; wad: bigint }[]>();

  apply(entry: Entry): void {
    if (entry.name !== "MaxMagnitudeUpdated") return;
    const at = key(arg<string>(entry, "operator"), arg<string>(entry, "strategy"));
    const list = this.#history.get(at) ?? [];
    list.push({ block: BigInt(entry.block), wad: arg<bigint>(entry, "maxMagnitude") });
    this.#history.set(at, list);
  }

  latest(operator: string, strategy: string): bigint {
    return this.#history.get(key(operator, strategy))?.at(-1)?.wad ?? WAD;
  }

  /** As it was at the end of a block. */
  at(operator: string, strategy: string, block: bigint): bigint {
    const list = this.#history.get(key(operator, strategy)) ?? [];
    return list.findLast((one) => one.block <= block)?.wad ?? WAD;
  }
}
