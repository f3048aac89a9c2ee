import type { Batch, VaultState } from "../../../model/5-lrt/state.ts";

/** What a batch and a vault can be, in the words in which they are counted. */
export const STATES = [
  "a batch is open",
  "a batch is closed",
  "a batch is filled in part",
  "a batch is filled",
  "a batch is claimed",
  "a batch is claimed and swept",
  "a batch has settled at nothing",
  "a closed batch is empty",
  "the vault is dead",
  "the vault is wound up",
  "the vault is in doubt",
  "the vault is closed by a loss",
  "exits are held back",
  "exits are contained",
  "a component is quarantined",
] as const;
type State = (typeof STATES)[number];

/** Those of a state, each once. */
export function statesOf({ books, queue, config }: VaultState): readonly State[] {
  const now = books.lastFullSync;
  const quarantined = books.failingSince.entries().some(([, since]) => now >= since + config.quarantineSeconds);
  const found = queue.batches.entries().flatMap(([, batch]) => stateOf(batch));
  const flags: readonly (readonly [boolean, State])[] = [
    [books.isDead, "the vault is dead"],
    [books.isWoundUp, "the vault is wound up"],
    [books.isInDoubt, "the vault is in doubt"],
    [books.isClosedByLoss, "the vault is closed by a loss"],
    [books.isHeldBack, "exits are held back"],
    [books.containedUntil > now, "exits are contained"],
    [quarantined, "a component is quarantined"],
  ];
  return [...new Set([...found, ...flags.filter(([is]) => is).map(([, state]) => state)])];
}

function stateOf({ shares, filledShares, filledAssets, unclaimedAssets, openTickets, closedAt }: Batch): State {
  if (closedAt === 0n) return "a batch is open";
  if (shares === 0n) return "a closed batch is empty";
  if (filledShares === 0n) return "a batch is closed";
  if (filledShares < shares) return "a batch is filled in part";
  if (filledAssets === 0n) return "a batch has settled at nothing";
  if (openTickets > 0n) return "a batch is filled";
  return unclaimedAssets > 0n ? "a batch is claimed" : "a batch is claimed and swept";
}
