import { arg, key, type Entry } from "../entry.ts";
import { Account, type RateNow } from "./account.ts";
import { LoanBooks } from "./loan-books.ts";
import { PoolBooks } from "./pool-books.ts";
import { Tickets } from "./tickets.ts";

const NOBODY = key("0x0000000000000000000000000000000000000000");

/** Where the LRT's own rung and those above keep what somebody has. */
export interface Venues {
  readonly vault: string;
  readonly weth: string;
  readonly exitQueue: string;
  readonly tickets: string;
  readonly pool: string;
  readonly positionManager: string;
  readonly morpho: string;
  /** Contracts that act for whoever sent the transaction, and hold nothing between calls. */
  readonly passThrough: readonly string[];
  readonly poolSpacing: number;
  /** In millionths. */
  readonly poolFee: bigint;
}

/** What the books of all venues need: accounts, and who stands behind an address. */
export interface Ledger {
  account(address: string): Account;
  /** Whose doing an event of a contract is: of who sent the transaction, where the contract only acts for others. */
  behind(address: string, entry: Entry): string;
}

/**
 * What everybody has of the LRT and why: in hand, in the exit queue, pledged, lent, owed and in the pool. LRT that moves
 * between these stays its owner's; what reaches nobody's book by the end of a transaction was given away, at the rate of then.
 */
export class Positions implements Ledger {
  readonly pool: PoolBooks;
  readonly loans: LoanBooks;
  readonly #venues: Venues;
  readonly #passThrough: ReadonlySet<string>;
  readonly #accounts = new Map<string, Account>();
  readonly #tickets = new Tickets();

  constructor(venues: Venues) {
    this.#venues = venues;
    this.#passThrough = new Set(venues.passThrough.map((address) => key(address)));
    this.pool = new PoolBooks(venues, this);
    this.loans = new LoanBooks(venues, this);
  }

  account(address: string): Account {
    const account = this.#accounts.get(key(address)) ?? new Account();
    this.#accounts.set(key(address), account);
    return account;
  }

  behind(address: string, { sender }: Entry): string {
    return this.#passThrough.has(key(address)) ? key(sender) : key(address);
  }

  /** Takes an event, before the vault's books do. @param rate the exit rate of that moment */
  apply(entry: Entry, rate: () => RateNow): void {
    const { vault, exitQueue, tickets, pool, positionManager, morpho } = this.#venues;
    switch (key(entry.address)) {
      case key(vault):
        this.#vault(entry, rate);
        break;
      case key(exitQueue):
        this.#queue(entry, rate);
        break;
      case key(tickets):
        this.#ticket(entry, rate);
        break;
      case key(pool):
        this.pool.applyPool(entry, rate);
        break;
      case key(positionManager):
        this.pool.applyManager(entry, rate);
        break;
      case key(morpho):
        this.loans.apply(entry, rate);
        break;
    }
  }

  /** The events of a transaction are over. */
  endTransaction(rate: () => RateNow): void {
    for (const account of this.#accounts.values()) {
      if (account.inTransit === 0n) continue;
      account.give(rate(), account.inTransit);
      account.inTransit = 0n;
    }
  }

  #vault(entry: Entry, rate: () => RateNow): void {
    const value = (name: string): bigint => arg<bigint>(entry, name);
    if (entry.name === "Transfer") {
      this.#moved(entry);
    } else if (entry.name === "Deposited") {
      const account = this.account(this.behind(arg<string>(entry, "receiver"), entry));
      const now = rate();
      const lrt = value("shares");
      account.inTransit += lrt;
      // what has not dripped is paid for, and drips to who has paid
      const undripped = ["lockedProfit", lrt * (now.e36 - now.depositE36)] as const;
      const cash = -(value("recognised") + value("lockedProfit"));
      account.book(now, { lrt, cash, parts: [undripped], rest: "rounding" });
    } else if (entry.name === "ExitedInstantly") {
      const account = this.account(this.behind(arg<string>(entry, "owner"), entry));
      account.inTransit -= value("shares");
      account.book(rate(), { lrt: -value("shares"), cash: value("paid"), rest: "exitFee" });
    }
  }

  #moved(entry: Entry): void {
    const { args } = entry;
    const amount = args.find(({ type }) => type === "uint256")?.value as bigint;
    for (const [side, sign] of [
      ["from", 1n],
      ["to", -1n],
    ] as const) {
      const holder = this.behind(arg<string>(entry, side), entry);
      if (!this.#isVenue(holder)) this.account(holder).inTransit += sign * amount;
    }
  }

  #isVenue(address: string): boolean {
    const { vault, exitQueue, pool, morpho } = this.#venues;
    return address === NOBODY || [vault, exitQueue, pool, morpho].some((venue) => key(venue) === address);
  }

  #queue(entry: Entry, rate: () => RateNow): void {
    const value = (name: string): bigint => arg<bigint>(entry, name);
    if (entry.name === "BatchFilled") {
      const filled = this.#tickets.inBatch(value("batchId")).map((id) => ({ id, before: this.#tickets.waiting(id) }));
      this.#tickets.apply(entry);
      for (const { id, before } of filled) {
        const after = this.#tickets.waiting(id);
        const account = this.account(this.#tickets.ownerOf(id)!);
        account.book(rate(), { lrt: after.lrt - before.lrt, wei: after.wei - before.wei, rest: "exitPrice" });
      }
      return;
    }
    if (entry.name === "Requested") {
      this.account(this.behind(arg<string>(entry, "owner"), entry)).inTransit -= value("shares");
    } else if (entry.name === "Cancelled") {
      this.account(arg<string>(entry, "owner")).inTransit += value("shares");
    } else if (entry.name === "Claimed") {
      const cash = value("assets");
      this.account(arg<string>(entry, "owner")).book(rate(), { wei: -cash, cash, rest: "rounding" });
    }
    this.#tickets.apply(entry);
  }

  /** A ticket went to somebody else, with what it is. */
  #ticket(entry: Entry, rate: () => RateNow): void {
    if (entry.name !== "Transfer") return;
    const [from, to, id] = entry.args.map(({ value }) => value) as [string, string, bigint];
    if (key(from) === NOBODY || key(to) === NOBODY) return;
    const { lrt, wei } = this.#tickets.waiting(id);
    for (const [holder, sign] of [
      [from, 1n],
      [to, -1n],
    ] as const) {
      this.account(holder).give(rate(), sign * lrt);
      this.account(holder).book(rate(), { wei: -sign * wei, cash: sign * wei, rest: "rounding" });
    }
    this.#tickets.give(id, to);
  }
}
