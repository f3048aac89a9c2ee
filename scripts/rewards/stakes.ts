import type { StakeEvent } from "./stakeEvents.ts";
import { WAD } from "../lib/units.ts";

/** Fixed point of shares per magnitude: fine enough that shares come back to the wei. */
const UNIT = 10n ** 36n;

interface Allocated {
  current: bigint;
  /** What is to happen at `effectBlock`: more is an addition, less is a final magnitude, as the core has it. */
  pending?: { effectBlock: bigint; addition?: bigint; final?: bigint };
}

interface Split {
  bips: bigint;
  activatedAt: bigint;
}

/** Nested maps by string keys, with a default. */
function entry<V>(map: Map<string, V>, key: string, initial: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = initial();
  map.set(key, made);
  return made;
}

const pair = (left: string, right: string): string => `${left}|${right}`;

/**
 * Who has what at stake, rebuilt from events alone.
 *
 * A staker's shares are kept as shares per unit of its operator's maximum magnitude, so that a slash is one change of
 * the magnitude for all. They agree with the core's withdrawable shares up to its own rounding, a few wei per event.
 */
export class Stakes {
  readonly #perMagnitude = new Map<string, Map<string, bigint>>();
  readonly #maxima = new Map<string, bigint>();
  readonly #allocations = new Map<string, Allocated>();
  readonly #members = new Map<string, Set<string>>();
  readonly #splits = new Map<string, Split[]>();
  #defaultBips: bigint;

  /** @param defaultBips the split of operators that have set none, until an event changes it */
  constructor(defaultBips: bigint) {
    this.#defaultBips = defaultBips;
  }

  /** Takes the next event; events come in the order of the chain. */
  apply(event: StakeEvent): void {
    switch (event.kind) {
      case "shares": {
        const stakers = entry(this.#perMagnitude, pair(event.operator, event.strategy), () => new Map());
        const maximum = this.#maximum(event.operator, event.strategy);
        const after = (stakers.get(event.staker) ?? 0n) + (maximum === 0n ? 0n : (event.delta * UNIT) / maximum);
        stakers.set(event.staker, after > 0n ? after : 0n);
        break;
      }
      case "maximum":
        this.#maxima.set(pair(event.operator, event.strategy), event.magnitude);
        break;
      case "allocation": {
        const allocated = this.#settled(event.operator, event.set, event.strategy, event.block);
        const { magnitude, effectBlock, block } = event;
        if (effectBlock <= block) allocated.current = magnitude;
        else if (magnitude < allocated.current) allocated.pending = { effectBlock, final: magnitude };
        else allocated.pending = { effectBlock, addition: magnitude - allocated.current };
        break;
      }
      case "membership": {
        const members = entry(this.#members, event.set, () => new Set());
        if (event.joined) members.add(event.operator);
        else members.delete(event.operator);
        break;
      }
      case "split":
        entry(this.#splits, pair(event.operator, event.set), () => []).push(event);
        break;
      case "default":
        this.#defaultBips = event.bips;
    }
  }

  /** Members of a set, by address. */
  membersOf(set: string): string[] {
    return [...(this.#members.get(set) ?? [])].sort();
  }

  /**
   * Share of an operator's rewards that is its own, in 1/10,000: the last split that is active at `timestamp`, and
   * before its first one the default as the last event left it.
   */
  splitBips(operator: string, set: string, timestamp: bigint): bigint {
    const splits = this.#splits.get(pair(operator, set)) ?? [];
    return splits.filter(({ activatedAt }) => activatedAt <= timestamp).at(-1)?.bips ?? this.#defaultBips;
  }

  /** Everything delegated to an operator in a strategy, by staker: shares, rounded down each. */
  delegated(operator: string, strategy: string): Map<string, bigint> {
    return this.#scaled(operator, strategy, this.#maximum(operator, strategy));
  }

  /** The part of it that is allocated to a set at `block`, by staker: shares, rounded down each. */
  allocated(operator: string, set: string, strategy: string, block: bigint): Map<string, bigint> {
    return this.#scaled(operator, strategy, this.#settled(operator, set, strategy, block).current);
  }

  #scaled(operator: string, strategy: string, magnitude: bigint): Map<string, bigint> {
    const stakers = [...(this.#perMagnitude.get(pair(operator, strategy)) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map(stakers.map(([staker, per]) => [staker, (per * magnitude) / UNIT]));
  }

  #maximum(operator: string, strategy: string): bigint {
    return this.#maxima.get(pair(operator, strategy)) ?? WAD;
  }

  #settled(operator: string, set: string, strategy: string, block: bigint): Allocated {
    const allocated = entry(this.#allocations, pair(pair(operator, set), strategy), (): Allocated => ({ current: 0n }));
    const { pending } = allocated;
    if (pending !== undefined && pending.effectBlock <= block) {
      allocated.current = pending.final ?? allocated.current + (pending.addition ?? 0n);
      delete allocated.pending;
    }
    return allocated;
  }
}
