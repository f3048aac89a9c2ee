import { flowedAt } from "../../../model/5-lrt/accounting/vault-accounting.ts";
import { VIRTUAL } from "../../../model/5-lrt/accounting/share-price.ts";
import type { VaultState } from "../../../model/5-lrt/state.ts";
import type { Logged } from "../../../model/shared/machine.ts";

/** Whether a call lowers the exit rate without a loss that it finds, beyond the wei of T to which what flows is rounded. */
export function rateFalls(
  before: VaultState,
  after: VaultState,
  events: readonly Logged[],
  timestamp: bigint,
): boolean {
  const excused = events.some(
    ({ event, args }) =>
      event === "StartedAnew" ||
      (event === "SyncApplied" && args.fromRecognised !== 0n) ||
      (event === "Moved" && args.roundingLoss !== 0n),
  );
  if (excused) return false;
  const [t0, t1] = [flowedAt(before.books, timestamp).recognised, flowedAt(after.books, timestamp).recognised];
  const [s0, s1] = [before.books.supply, after.books.supply];
  return (t1 + 1n + VIRTUAL) * (s0 + VIRTUAL) < (t0 + VIRTUAL) * (s1 + VIRTUAL);
}
