/** What to do about an error of the contracts, for whoever pokes a ladder with tasks: by the error's name. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  BatchEmpty: "nobody waits in the open batch: run `request` first",
  CheckpointTooOld: "what the vault knows of its validators is too old: run `keepers`",
  Containment:
    "the vault has shut itself after a large loss until that moment: `advance` beyond it, then run `keepers`",
  DeadState: "the vault has lost all but nothing: deposits stay closed",
  DepositCapExceeded: "the vault takes no more than that: deposit less",
  DepositsClosedByLoss: "a loss was found and not yet netted: run `keepers`",
  DepositsPaused: "the guardian has stopped deposits until that moment: `advance` beyond it",
  ExitsHeldBack: "exits wait for an announced slash: `advance` until it has come or gone, then run `keepers`",
  InsufficientBalance: "the account holds less than that: `status` shows what everybody holds",
  LossAnnounced: "a slash is announced: wait, or go in all the same with --accept-announced-loss",
  NothingToClaim: "the ticket has not been paid yet: run `keepers` and let time pass with `advance`",
  NothingToSettle: "no closed batch waits: run `request`, and `settle` when the batch may be closed",
  NotTicketOwner: "the ticket is somebody else's, or nobody's: leave --ticket out for the oldest that pays",
  NotYetCloseable: "the batch stays open until that moment: `advance` beyond it",
  NotYetFillable: "the batch may be paid from that moment on: `advance` beyond it",
  SyncTooOld: "the vault has not looked at its stake for too long: run `keepers`",
  TooFewShares: "that is less than the queue takes: ask for more",
  WorthInDoubt: "something the vault holds cannot be read for certain: run `keepers`, and let time pass with `advance`",
  WoundUp: "the vault has ended: `claim` what is left",
  ZeroShares: "that buys nothing: put in more",
};

/** The way out of an error, if one is known. */
export function wayOut(error: string): string | undefined {
  return WAYS_OUT[error];
}
