import { owedDown } from "../../model/shared/batch-part.ts";
import { mulDivDown } from "../../model/shared/uint.ts";
import { arg, type Entry } from "./entry.ts";
import type { LiquidStaking } from "./lst.ts";

interface Batch {
  shares: bigint;
  unfilledShares: bigint;
  filledWei: bigint;
}

interface Request {
  readonly batch: bigint;
  readonly shares: bigint;
  claimedWei: bigint;
}

/** The LST's exit queue, rebuilt from its events: what each request is worth. */
export class UnstakingQueue {
  readonly #batches = new Map<bigint, Batch>();
  readonly #requests = new Map<bigint, Request>();

  apply(entry: Entry): void {
    const value = (name: string): bigint => arg<bigint>(entry, name);
    switch (entry.name) {
      case "Requested": {
        const batch = this.#batch(value("batch"));
        batch.shares += value("shares");
        batch.unfilledShares += value("shares");
        this.#requests.set(value("id"), { batch: value("batch"), shares: value("shares"), claimedWei: 0n });
        break;
      }
      case "BatchFilled": {
        const batch = this.#batch(value("batch"));
        batch.unfilledShares -= value("shares");
        batch.filledWei += value("amountWei");
        break;
      }
      case "Claimed":
        this.#requests.get(value("id"))!.claimedWei += value("amountWei");
        break;
    }
  }

  /** What is filled and not claimed, and what the rest would bring at the present rate; each rounded down. */
  valueOf(id: bigint, lst: LiquidStaking): bigint {
    const request = this.#requests.get(id);
    if (!request) return 0n;
    const batch = this.#batch(request.batch);
    const entitled = owedDown(request.shares, batch.shares, batch.filledWei);
    const claimable = entitled > request.claimedWei ? entitled - request.claimedWei : 0n;
    return claimable + lst.toWeiDown(mulDivDown(batch.unfilledShares, request.shares, batch.shares));
  }

  #batch(number: bigint): Batch {
    const batch = this.#batches.get(number) ?? { shares: 0n, unfilledShares: 0n, filledWei: 0n };
    this.#batches.set(number, batch);
    return batch;
  }
}
