/** What somebody may do on the beacon chain, by the names of the functions. */
export const KINDS = [
  "deposit",
  "requestWithdrawal",
  "requestConsolidation",
  "eject",
  "settle",
  "sweep",
  "fundIssuance",
  "reportSlashing",
  "reportSlashingElsewhere",
  "reportPenalty",
] as const;
export type Kind = (typeof KINDS)[number];
