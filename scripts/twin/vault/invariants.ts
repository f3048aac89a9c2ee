import type { Outcome } from "../../../model/shared/machine.ts";
import { flowedAt } from "../../../model/5-lrt/accounting/vault-accounting.ts";
import { VIRTUAL } from "../../../model/5-lrt/accounting/share-price.ts";
import { balanceOf } from "../../../model/5-lrt/accounting/share-token.ts";
import { etherOf } from "../../../model/5-lrt/money.ts";
import { claimableOf } from "../../../model/5-lrt/queue/claims.ts";
import { batchOfTicket } from "../../../model/5-lrt/queue/exit-queue.ts";
import { syncAll } from "../../../model/5-lrt/accounting/component-accounting.ts";
import type { Vault, VaultState } from "../../../model/5-lrt/state.ts";
import { transactOn } from "../../../model/5-lrt/transaction.ts";
import { liveTotals } from "../../../model/5-lrt/views/vault-views.ts";
import { totals } from "../../../model/5-lrt/vault.ts";
import type { Timed } from "./pair.ts";

/** What must hold of a state whatever came before: nothing when it does, else what does not. */
type Invariant = (of: Vault) => string | undefined;

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((all, one) => all + one, 0n);

const differ = (what: string, left: bigint, right: bigint): string | undefined =>
  left === right ? undefined : `${what}: ${left} is not ${right}`;

/** By requirement. */
export const INVARIANTS: Readonly<Record<string, Invariant>> = {
  "VLT-01: what is held is owed": ({ state: { books } }) => {
    const held = books.idle + sum(books.entries.map(({ record }) => record));
    return differ("held", held, books.recognised + books.lockedProfit + books.feesOwed - books.pending);
  },
  "INV-01: shares of holders are the supply": ({ state: { books } }) =>
    differ("shares", sum(books.balances.entries().map(([, shares]) => shares)), books.supply),
  "INV-01: idle ether is there": (of) =>
    differ("ether of the vault", etherOf(of, of.state.config.at.vault), of.state.books.idle),
  "QUE-12: the queue holds the shares that wait, and no others": (of) => {
    const waiting = of.state.queue.batches.entries().map(([, { shares, filledShares }]) => shares - filledShares);
    return differ("escrow", balanceOf(of, of.state.config.at.queue), sum(waiting));
  },
  "QUE-12: shares of closed batches are counted": ({ state: { queue } }) => {
    const closed = queue.batches.entries().filter(([id]) => BigInt(id) !== queue.open);
    return differ("closed", queue.closedShares, sum(closed.map(([, one]) => one.shares - one.filledShares)));
  },
  "QUE-07: what is locked is what its tickets can claim, but for less than a wei a ticket": (of) => {
    const { queue, config } = of.state;
    const claimable = new Map<string, bigint>();
    const count = new Map<string, bigint>();
    for (const [id] of queue.tickets.entries()) {
      const batch = String(batchOfTicket(BigInt(id)));
      claimable.set(batch, (claimable.get(batch) ?? 0n) + claimableOf(of, BigInt(id)));
      count.set(batch, (count.get(batch) ?? 0n) + 1n);
    }
    let locked = 0n;
    for (const [id, batch] of queue.batches.entries()) {
      const dust = batch.unclaimedAssets - (claimable.get(id) ?? 0n);
      const tickets = batch.tickets - batch.cancelled;
      if (dust < 0n || (dust > 0n && dust >= tickets)) return `batch ${id} of ${tickets} tickets: ${dust} wei of dust`;
      if (batch.closedAt > 0n && batch.openTickets !== (count.get(id) ?? 0n)) return `batch ${id}: tickets are lost`;
      locked += batch.unclaimedAssets;
    }
    return differ("ether of the queue", etherOf(of, config.at.queue), locked);
  },
  "INV-28: the cover holds its funds, and counts every share once": (of) => {
    const { cover, config } = of.state;
    const shares = sum(cover.shares.entries().map(([, one]) => one));
    const leaving = sum(cover.leaves.entries().map(([, one]) => one.shares));
    return (
      differ("ether of the cover", etherOf(of, config.at.cover), cover.funds) ??
      differ("shares of the cover", shares + leaving, cover.totalShares)
    );
  },
  "VLT-50: the live totals are those that a full sync makes": (of) => {
    const { state, block } = of;
    const seen = transactOn(state, block, liveTotals);
    const made = transactOn(state, block, (vault) => {
      syncAll(vault);
      const { recognised, lockedProfit } = totals(vault);
      return [recognised, lockedProfit];
    });
    if (seen.ok !== made.ok) return `the view ${seen.ok ? "answers" : "fails"} and the sync does not`;
    return seen.ok && made.ok && String(seen.value) !== String(made.value)
      ? `live ${String(seen.value)}, synced ${String(made.value)}`
      : undefined;
  },
  "INV-31: prices have something below them": ({ state: { books } }) =>
    books.recognised < 0n || books.lockedProfit < 0n || books.idle < 0n || books.feesOwed < 0n || books.supply < 0n
      ? "a total is negative"
      : undefined,
};

/** INV-02: nothing lowers the exit rate but a loss that it finds, beyond the wei of T to which what flows is rounded. */
export function rateFalls(before: VaultState, outcome: Outcome<VaultState, unknown>, { timestamp }: Timed): boolean {
  if (!outcome.ok) return false;
  const excused = outcome.events.some(
    ({ event, args }) =>
      event === "StartedAnew" ||
      (event === "SyncApplied" && args.fromRecognised !== 0n) ||
      (event === "Moved" && args.roundingLoss !== 0n),
  );
  if (excused) return false;
  const [t0, t1] = [flowedAt(before.books, timestamp).recognised, flowedAt(outcome.state.books, timestamp).recognised];
  const [s0, s1] = [before.books.supply, outcome.state.books.supply];
  return (t1 + 1n + VIRTUAL) * (s0 + VIRTUAL) < (t0 + VIRTUAL) * (s1 + VIRTUAL);
}
