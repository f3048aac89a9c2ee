import { arg, key, type Entry } from "../entry.ts";
import { amountsOf, earned, type Pool, ticksOf, type Pair } from "./pool.ts";

interface Place {
  lower: number;
  upper: number;
  liquidity: bigint;
  last: Pair;
  owed: Pair;
}

/** What a position in the pool is: what its liquidity is now, and what it is owed, fees included. */
export interface Worth {
  readonly lies: Pair;
  readonly owed: Pair;
}

const NOTHING: Worth = { lies: [0n, 0n], owed: [0n, 0n] };
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The NFTs of Uniswap's position manager in one pool, rebuilt from its events and the pool's. */
export class Liquidity {
  readonly #pool: Pool;
  readonly #manager: string;
  readonly #places = new Map<bigint, Place>();
  readonly #owners = new Map<bigint, string>();
  /** Ticks of the liquidity that the manager has just put in, or undefined when the pool was another. */
  #minted: [number, number] | undefined;
  /** What the pool has just paid out, and whose it was. */
  #paid: Pair = [0n, 0n];

  constructor(pool: Pool, manager: string) {
    this.#pool = pool;
    this.#manager = key(manager);
  }

  get all(): bigint[] {
    return [...this.#places.keys()];
  }

  ownerOf(tokenId: bigint): string {
    return this.#owners.get(tokenId) ?? "";
  }

  has(tokenId: bigint): boolean {
    return this.#places.has(tokenId);
  }

  /** Takes note of an event of the pool, which the pool has applied. */
  noticePool(entry: Entry): void {
    if (entry.name === "Mint" && key(arg<string>(entry, "owner")) === this.#manager) this.#minted = ticksOf(entry);
    if (entry.name === "Collect") this.#paid = amountsOf(entry);
  }

  /** An NFT has an owner. */
  give(tokenId: bigint, owner: string): void {
    this.#owners.set(tokenId, key(owner));
  }

  /** Applies an event of the manager. @returns what the pool took (above zero) or paid, or undefined for another pool's NFT */
  apply(entry: Entry): Pair | undefined {
    const tokenId = arg<bigint>(entry, "tokenId");
    if (entry.name === "IncreaseLiquidity" && this.#minted && !this.#places.has(tokenId)) {
      const [lower, upper] = this.#minted;
      this.#places.set(tokenId, { lower, upper, liquidity: 0n, last: [0n, 0n], owed: [0n, 0n] });
    }
    this.#minted = undefined;
    const place = this.#places.get(tokenId);
    if (!place) return undefined;
    if (entry.name !== "Collect" || place.liquidity > 0n) this.#accrue(place);
    if (entry.name === "IncreaseLiquidity") {
      place.liquidity += arg<bigint>(entry, "liquidity");
      return amountsOf(entry);
    }
    const [zero, one] = amountsOf(entry);
    if (entry.name === "DecreaseLiquidity") {
      place.liquidity -= arg<bigint>(entry, "liquidity");
      place.owed = [place.owed[0] + zero, place.owed[1] + one];
      return [0n, 0n];
    }
    place.owed = [place.owed[0] - zero, place.owed[1] - one];
    return [-this.#paid[0], -this.#paid[1]];
  }

  /** What an NFT would give its owner now. Of what is owed the pool pays what it owes to all of the range together. */
  worthOf(tokenId: bigint): Worth {
    const place = this.#places.get(tokenId);
    if (!place) return NOTHING;
    const { lower, upper, liquidity, last, owed } = place;
    const fresh = earned(this.#pool.inside(lower, upper), last, liquidity);
    const inPool = this.#pool.owedTo(this.#manager, lower, upper);
    return {
      lies: this.#pool.amountsOf(liquidity, lower, upper),
      owed: [least(owed[0] + fresh[0], inPool[0]), least(owed[1] + fresh[1], inPool[1])],
    };
  }

  #accrue(place: Place): void {
    const inside = this.#pool.lastOf(this.#manager, place.lower, place.upper);
    const fresh = earned(inside, place.last, place.liquidity);
    place.owed = [place.owed[0] + fresh[0], place.owed[1] + fresh[1]];
    place.last = inside;
  }
}
