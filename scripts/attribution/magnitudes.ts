import { WAD } from "../../model/3-restaking/libraries/constants.ts";
import { atBlock, latest, push, type Snapshots } from "../../model/3-restaking/libraries/snapshots.ts";
import { arg, key, type Entry } from "./entry.ts";

/** Every operator's maximum magnitude in every strategy, now and in the past, from `MaxMagnitudeUpdated`. */
export class Magnitudes {
  readonly #history = new Map<string, Snapshots>();

  apply(entry: Entry): void {
    if (entry.name !== "MaxMagnitudeUpdated") return;
    const at = key(arg<string>(entry, "operator"), arg<string>(entry, "strategy"));
    this.#history.set(at, push(this.#history.get(at), BigInt(entry.block), arg<bigint>(entry, "maxMagnitude")));
  }

  latest(operator: string, strategy: string): bigint {
    return latest(this.#history.get(key(operator, strategy)), WAD);
  }

  /** As it was at the end of a block. */
  at(operator: string, strategy: string, block: bigint): bigint {
    return atBlock(this.#history.get(key(operator, strategy)), block, WAD);
  }
}
