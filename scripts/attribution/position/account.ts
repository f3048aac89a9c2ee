import { E36, type Part } from "../rate-parts.ts";

/** What one event did to an account, each in wei; below zero for what it took. */
export interface Booking {
  /** LRT that the account has, wherever it lies. */
  readonly lrt?: bigint;
  /** What it has beside LRT: ETH to claim, lent and in the pool, less what it owes. */
  readonly wei?: bigint;
  /** ETH that came out of the position to its owner. */
  readonly cash?: bigint;
  /** Causes of what the account gained, in 1e-36 wei. What these leave is `rest`'s. */
  readonly parts?: readonly (readonly [cause: string, e36: bigint])[];
  /** The cause of what no part explains: of roundings of divisions, or the one cause there is. */
  readonly rest: string;
}

/** The exit rate at one moment, whole and by cause, in 1e-36 ETH for one LRT. */
export interface RateNow {
  readonly e36: bigint;
  /** The deposit rate: what has not dripped is in it. */
  readonly depositE36: bigint;
  readonly parts: readonly Part[];
}

/**
 * What somebody has of the LRT, and why it is worth what it is: gained = value − put in + taken out, all in 1e-36 wei, is the
 * sum of the parts at every moment. LRT that is held moves with the rate, and each cause of the rate takes its part of that.
 */
export class Account {
  lrt = 0n;
  wei = 0n;
  /** Taken out less put in, in 1e-36 wei: LRT that was given away counts at the rate of then. */
  cashE36 = 0n;
  /** LRT that has left its owner's hands in this transaction and has not arrived, or the other way round. */
  inTransit = 0n;
  readonly #parts = new Map<string, bigint>();
  #marked = new Map<string, bigint>();

  /** Lays what the rate has done since the last mark to its causes. */
  mark({ parts }: RateNow): void {
    const now = new Map(parts.map(({ cause, e36 }) => [cause, e36]));
    if (this.lrt !== 0n)
      for (const cause of new Set([...now.keys(), ...this.#marked.keys()]))
        this.#add(cause, this.lrt * ((now.get(cause) ?? 0n) - (this.#marked.get(cause) ?? 0n)));
    this.#marked = now;
  }

  book(rate: RateNow, { lrt = 0n, wei = 0n, cash = 0n, parts = [], rest }: Booking): void {
    this.mark(rate);
    this.lrt += lrt;
    this.wei += wei;
    this.cashE36 += cash * E36;
    let left = lrt * rate.e36 + (wei + cash) * E36;
    for (const [cause, e36] of parts) {
      this.#add(cause, e36);
      left -= e36;
    }
    this.#add(rest, left);
  }

  /** LRT was given to somebody, or came as a gift: no gain of either. */
  give(rate: RateNow, lrt: bigint): void {
    this.mark(rate);
    this.lrt -= lrt;
    this.cashE36 += lrt * rate.e36;
  }

  /** Causes with what each has brought, in 1e-36 wei. */
  get parts(): ReadonlyMap<string, bigint> {
    return this.#parts;
  }

  #add(cause: string, e36: bigint): void {
    if (e36 !== 0n) this.#parts.set(cause, (this.#parts.get(cause) ?? 0n) + e36);
  }
}
