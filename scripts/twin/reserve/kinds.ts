import type { Kind as PoolKind } from "../pool/kinds.ts";

/** What is done to the LST below a reserve. */
const OF_LST = [
  ...([
    "submit",
    "wrap",
    "transfer",
    "request",
    "requestWrapped",
    "close",
    "report",
    "report and fill",
    "fill",
  ] as const),
  ...(["claim", "stakeBuffered", "exitForQueue", "sweep", "pause", "unpause", "donate", "penalize", "slash"] as const),
] satisfies readonly PoolKind[];

/** What is done to a reserve, and what else moves it. */
const OWN = [
  "deposit",
  "reward",
  "come back",
  "gift of LST",
  "gift of stETH",
  "gift of ether",
  "send ether",
  "send",
  "requestExit",
  "take places",
  "claimExit",
  "setLimits",
  "retire",
  "say",
  "stake all",
  "lose all",
] as const;

export const KINDS = [...OWN, ...OF_LST];

export type Kind = (typeof KINDS)[number];

/** What nobody can do. */
export const REFUSED_TO_ALL: Kind = "send ether";
