import { owedDown } from "../../../model/shared/batch-part.ts";
import { mulDivDown } from "../../../model/shared/uint.ts";
import { arg, key, type Entry } from "../entry.ts";

interface Batch {
  shares: bigint;
  filledShares: bigint;
  filledWei: bigint;
}

interface Ticket {
  owner: string;
  readonly batch: bigint;
  readonly shares: bigint;
  claimedWei: bigint;
}

/** What a ticket is: LRT that waits, and ETH that can be claimed. */
export interface Waiting {
  readonly lrt: bigint;
  readonly wei: bigint;
}

/** A ticket's number begins with that of its batch. */
const batchOf = (ticketId: bigint): bigint => ticketId >> 64n;

const NOTHING: Waiting = { lrt: 0n, wei: 0n };

/** The vault's exit queue, rebuilt from its events and those of its tickets. */
export class Tickets {
  readonly #batches = new Map<bigint, Batch>();
  readonly #tickets = new Map<bigint, Ticket>();

  /** Applies an event of the queue. */
  apply(entry: Entry): void {
    const value = (name: string): bigint => arg<bigint>(entry, name);
    switch (entry.name) {
      case "Requested": {
        const owner = key(arg<string>(entry, "owner"));
        const batch = batchOf(value("ticketId"));
        this.#tickets.set(value("ticketId"), { owner, batch, shares: value("shares"), claimedWei: 0n });
        this.#batch(batch).shares += value("shares");
        break;
      }
      case "Cancelled": {
        const ticket = this.#tickets.get(value("ticketId"));
        if (ticket) this.#batch(ticket.batch).shares -= ticket.shares;
        this.#tickets.delete(value("ticketId"));
        break;
      }
      case "BatchFilled": {
        const batch = this.#batch(value("batchId"));
        batch.filledShares += value("shares");
        batch.filledWei += value("assets");
        break;
      }
      case "Claimed": {
        const ticket = this.#tickets.get(value("ticketId"));
        if (ticket) ticket.claimedWei += value("assets");
        if (arg<boolean>(entry, "burned")) this.#tickets.delete(value("ticketId"));
        break;
      }
    }
  }

  /** A ticket has another owner. */
  give(ticketId: bigint, owner: string): void {
    const ticket = this.#tickets.get(ticketId);
    if (ticket) ticket.owner = key(owner);
  }

  ownerOf(ticketId: bigint): string | undefined {
    return this.#tickets.get(ticketId)?.owner;
  }

  /** Numbers of the tickets of a batch. */
  inBatch(batch: bigint): bigint[] {
    return [...this.#tickets].filter(([, ticket]) => ticket.batch === batch).map(([ticketId]) => ticketId);
  }

  /** What a ticket is, each rounded down. */
  waiting(ticketId: bigint): Waiting {
    const ticket = this.#tickets.get(ticketId);
    if (!ticket) return NOTHING;
    const { shares, filledShares, filledWei } = this.#batch(ticket.batch);
    const lrt = mulDivDown(ticket.shares, shares - filledShares, shares);
    return { lrt, wei: owedDown(ticket.shares, shares, filledWei) - ticket.claimedWei };
  }

  #batch(number: bigint): Batch {
    const batch = this.#batches.get(number) ?? { shares: 0n, filledShares: 0n, filledWei: 0n };
    this.#batches.set(number, batch);
    return batch;
  }
}
