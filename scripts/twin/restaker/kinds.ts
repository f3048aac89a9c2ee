/** What the governor and the registrar of keys do. */
const BY_ROLES = [
  ...(["addSlot", "fill the slots", "setSlot", "setOperator", "leaveOperator", "setLimits"] as const),
  ...(["addStrategy", "retireStrategy", "retireLst", "removeStrategy", "setAvsCap", "dropAvsCap"] as const),
  ...(["registerKeys", "skipKey"] as const),
] as const;

/** What anybody does. */
const BY_ANYBODY = [
  ...(["leaveIneligible", "restakeEth", "restakeLst", "unwind", "exitValidators", "trim", "trimValidators"] as const),
  ...(["complete", "requestLstExit", "claimLstExit", "multicall", "dropUsed", "take a key", "syncOperator"] as const),
] as const;

/** What becomes of operators, stake, vault and queue. */
const BY_OTHERS = [
  ...(["money", "queue", "record", "list", "sync all", "delay", "operator", "magnitude", "operator shares"] as const),
  ...(["reach", "losses", "slash shares", "slash queued", "slash and tell", "force", "queue together"] as const),
  ...(["use a key", "pod", "penalties", "doubt", "weight", "reserve", "strategy"] as const),
] as const;

export const KINDS = [...BY_ROLES, ...BY_ANYBODY, ...BY_OTHERS] as const;

export type Kind = (typeof KINDS)[number];

/** What nobody can do. */
export const REFUSED_TO_ALL: Kind = "take a key";

/** What only a beginning does: after it every step is dear. */
const ONCE: Kind = "fill the slots";

export const DRAWN: readonly Kind[] = KINDS.filter((kind) => kind !== ONCE);
