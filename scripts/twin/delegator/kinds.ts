/** What the restaker does. */
const BY_RESTAKER = [
  ...(["delegateTo", "undelegate", "depositTokens", "queue", "complete", "complete as shares"] as const),
  ...(["stake", "exitValidators"] as const),
] as const;

/** What anybody does: proofs, checkpoints, reports, gifts, and calls that are refused. */
const BY_ANYBODY = [
  ...(["startCheckpoint", "verifyCheckpointProofs", "verifyStaleBalance", "verifyWithdrawalCredentials"] as const),
  ...(["proveKeys", "refreshExits", "reportPart", "send ether", "gift to the pod", "gift by force"] as const),
  ...([
    "gift of tokens",
    "deposit for a key",
    "add a key of his own",
    "initialize",
    "call the pod",
    "sweep",
    "settle",
  ] as const),
] as const;

/** What operators, the service, the network, the pauser, tokens and the neighbours do. */
const BY_OTHERS = [
  ...([
    "force out",
    "slash",
    "slash all",
    "clear a slash",
    "lose tokens",
    "penalize",
    "slash a validator",
    "slash elsewhere",
    "eject",
  ] as const),
  ...(["pause", "unpause", "say"] as const),
] as const;

export const KINDS = [...BY_RESTAKER, ...BY_ANYBODY, ...BY_OTHERS];

export type Kind = (typeof KINDS)[number];

/** What nobody can do once the delegator has its pod. */
export const REFUSED_TO_ALL: readonly Kind[] = ["initialize", "call the pod"];
