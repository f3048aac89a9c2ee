import { arg, key, type Entry } from "../entry.ts";
import { E36 } from "../rate-parts.ts";
import type { RateNow } from "./account.ts";
import { Liquidity, type Worth } from "./liquidity.ts";
import { amountsOf, type Pair, Pool } from "./pool.ts";
import type { Ledger, Venues } from "./positions.ts";

const Q192 = 2n ** 192n;
const NONE: Worth = { lies: [0n, 0n], owed: [0n, 0n] };

/** An amount of either token, by what it is. */
interface Both {
  readonly lrt: bigint;
  readonly wei: bigint;
}

/** The pool in everybody's books: what a trade cost and why, what liquidity earned, and what it lost to those who traded. */
export class PoolBooks {
  readonly liquidity: Liquidity;
  readonly #pool: Pool;
  readonly #ledger: Ledger;
  readonly #isLrtFirst: boolean;
  /** What every NFT of the pool was worth when it was last booked. */
  readonly #worths = new Map<bigint, Worth>();

  constructor(venues: Venues, ledger: Ledger) {
    this.#pool = new Pool(venues.poolSpacing, venues.poolFee);
    this.liquidity = new Liquidity(this.#pool, venues.positionManager);
    this.#ledger = ledger;
    this.#isLrtFirst = key(venues.vault) < key(venues.weth);
  }

  /** ETH for one LRT in the pool, in 1e-36, without its fee; undefined while nobody has put anything in. */
  get priceE36(): bigint | undefined {
    return this.#pool.liquidity === 0n ? undefined : this.#price();
  }

  applyPool(entry: Entry, rate: () => RateNow): void {
    const before = entry.name === "Swap" ? this.#price() : 0n;
    const fee = this.#pool.apply(entry);
    this.liquidity.noticePool(entry);
    if (entry.name !== "Swap") return;
    const paid = this.#both(amountsOf(entry));
    this.#traded(entry, rate(), { before, fee, paid });
    for (const tokenId of this.liquidity.all) this.#look(tokenId, rate(), "impermanent");
  }

  applyManager(entry: Entry, rate: () => RateNow): void {
    if (entry.name === "Transfer") {
      this.#handOver(entry, rate);
      return;
    }
    const tokenId = arg<bigint>(entry, "tokenId");
    const moved = this.liquidity.apply(entry);
    if (!moved) return;
    const { lrt, wei } = this.#both(moved);
    this.#ledger.account(this.liquidity.ownerOf(tokenId)).inTransit -= lrt;
    this.#look(tokenId, rate(), "rounding", { lrt, wei });
    for (const other of this.liquidity.all) this.#look(other, rate(), "rounding");
  }

  /** A trade is compared with the exit rate: its fee, what it moved the price by, and how far the price was off before. */
  #traded(entry: Entry, rate: RateNow, { before, fee, paid }: { before: bigint; fee: bigint; paid: Both }): void {
    const account = this.#ledger.account(key(entry.sender));
    const sells = paid.lrt > 0n;
    const feeE36 = sells ? fee * rate.e36 : fee * E36;
    const traded = sells ? (paid.lrt - fee) * before : -paid.lrt * before;
    const impact = sells ? -paid.wei * E36 - traded : traded - (paid.wei - fee) * E36;
    account.inTransit -= paid.lrt;
    const parts = [
      ["swapFees", -feeE36],
      ["priceImpact", impact],
    ] as const;
    account.book(rate, { lrt: -paid.lrt, cash: -paid.wei, parts, rest: "peg" });
  }

  /** Books what an NFT has gained since it was last looked at. @param put what its owner has put in, or taken out below zero */
  #look(tokenId: bigint, rate: RateNow, rest: string, put: Both = { lrt: 0n, wei: 0n }): void {
    const [was, is] = [this.#worths.get(tokenId) ?? NONE, this.liquidity.worthOf(tokenId)];
    this.#worths.set(tokenId, is);
    const lies = this.#both([is.lies[0] - was.lies[0], is.lies[1] - was.lies[1]]);
    const owed = this.#both([is.owed[0] - was.owed[0], is.owed[1] - was.owed[1]]);
    const [lrt, wei] = [lies.lrt + owed.lrt - put.lrt, lies.wei + owed.wei];
    const fees = rest === "impermanent" ? owed.lrt * rate.e36 + owed.wei * E36 : 0n;
    const account = this.#ledger.account(this.liquidity.ownerOf(tokenId));
    if (lrt !== 0n || wei !== 0n || put.wei !== 0n)
      account.book(rate, { lrt, wei, cash: -put.wei, parts: [["liquidityFees", fees]], rest });
  }

  #handOver(entry: Entry, rate: () => RateNow): void {
    const tokenId = arg<bigint>(entry, "tokenId");
    const { lies, owed } = this.#worths.get(tokenId) ?? NONE;
    const { lrt, wei } = this.#both([lies[0] + owed[0], lies[1] + owed[1]]);
    for (const [side, sign] of [
      ["from", 1n],
      ["to", -1n],
    ] as const) {
      if (lrt === 0n && wei === 0n) continue;
      const account = this.#ledger.account(arg<string>(entry, side));
      account.give(rate(), sign * lrt);
      account.book(rate(), { wei: -sign * wei, cash: sign * wei, rest: "rounding" });
    }
    this.liquidity.give(tokenId, arg<string>(entry, "to"));
  }

  #both([zero, one]: Pair): Both {
    return this.#isLrtFirst ? { lrt: zero, wei: one } : { lrt: one, wei: zero };
  }

  #price(): bigint {
    const square = this.#pool.root * this.#pool.root;
    if (square === 0n) return 0n;
    return this.#isLrtFirst ? (square * E36) / Q192 : (E36 * Q192) / square;
  }
}
