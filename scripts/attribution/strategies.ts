import { isBeaconChainETH } from "../../model/3-restaking/libraries/constants.ts";
import { toUnderlyingDown } from "../../model/3-restaking/strategies/strategy-base.ts";
import { arg, key, type Entry } from "./entry.ts";

interface Pool {
  readonly token: string;
  shares: bigint;
  tokens: bigint;
}

/** Shares and tokens of every strategy, rebuilt from transfers of its token and from what mints and burns its shares. */
export class Strategies {
  readonly #pools = new Map<string, Pool>();
  /** Strategies that have just announced a rate: shares credited next were minted for tokens. */
  readonly #moved = new Set<string>();
  /** Shares of a completed withdrawal: gone if the strategy announces a rate, back with the staker if it does not. */
  readonly #leaving = new Map<string, bigint>();

  apply(entry: Entry): void {
    switch (entry.name) {
      case "StrategyTokenSet":
        this.#pools.set(key(entry.address), { token: key(arg<string>(entry, "token")), shares: 0n, tokens: 0n });
        break;
      case "Transfer":
        this.#transfer(entry);
        break;
      case "ExchangeRateEmitted":
        this.#announced(key(entry.address));
        break;
      case "BurnOrRedistributableSharesDecreased":
        this.expectExit(arg<string>(entry, "strategy"), arg<bigint>(entry, "shares"));
        break;
    }
  }

  /** Shares were credited to a staker: minted when tokens came with them, returned from the queue when none did. */
  credit(strategy: string, shares: bigint): void {
    if (this.#moved.delete(key(strategy))) this.#pool(strategy).shares += shares;
    else this.#leaving.delete(key(strategy));
  }

  /** A withdrawal was completed, or slashed shares are paid out: the next event of the strategy tells. */
  expectExit(strategy: string, shares: bigint): void {
    if (!isBeaconChainETH(key(strategy))) this.#leaving.set(key(strategy), shares);
  }

  isPool(address: string): boolean {
    return this.#pools.has(key(address));
  }

  tokenOf(strategy: string): string {
    return this.#pool(strategy).token;
  }

  /** What shares are worth in the strategy's token, rounded down. */
  toTokensDown(strategy: string, shares: bigint): bigint {
    if (isBeaconChainETH(key(strategy))) return shares;
    const pool = this.#pool(strategy);
    return toUnderlyingDown(shares, pool.shares, pool.tokens);
  }

  #announced(strategy: string): void {
    const leaving = this.#leaving.get(strategy);
    if (leaving === undefined) {
      this.#moved.add(strategy);
      return;
    }
    this.#leaving.delete(strategy);
    this.#pool(strategy).shares -= leaving;
  }

  #transfer(entry: Entry): void {
    const value = entry.args.find(({ name }) => name === "value" || name === "amount")?.value;
    if (typeof value !== "bigint") return;
    for (const [side, sign] of [
      ["from", -1n],
      ["to", 1n],
    ] as const) {
      const pool = this.#pools.get(key(arg<string>(entry, side)));
      if (pool && pool.token === key(entry.address)) pool.tokens += sign * value;
    }
  }

  #pool(strategy: string): Pool {
    const pool = this.#pools.get(key(strategy));
    if (!pool) throw new Error(`no StrategyTokenSet was seen from ${strategy}`);
    return pool;
  }
}
