/** Causes in the order in which a waterfall shows them. A cause may name who: `slashes:bridge`. */
export const CAUSES = [
  "staking",
  "rewards",
  "gifts",
  "penalties",
  "slashes",
  "cover",
  "fees",
  "leavers",
  "quarantine",
  "rounding",
  "pending",
  "lockedProfit",
] as const;

const LABELS: Readonly<Record<(typeof CAUSES)[number], string>> = {
  staking: "Staking rewards",
  rewards: "Service rewards",
  gifts: "Gifts",
  penalties: "Validator penalties",
  slashes: "Slashes",
  cover: "Cover",
  fees: "Protocol fee",
  leavers: "Left behind by leavers",
  quarantine: "Quarantine",
  rounding: "Rounding",
  pending: "Losses not yet netted",
  lockedProfit: "Gains not yet dripped",
};

function split(cause: string): { kind: string; who: string | undefined } {
  const [kind, who] = cause.split(":");
  return { kind: kind!, who };
}

/** What a reader calls a cause. */
export function labelOf(cause: string): string {
  const { kind, who } = split(cause);
  const label = LABELS[kind as keyof typeof LABELS];
  return who === undefined ? label : `${label} (${who})`;
}

/** Compares two causes by their place in a waterfall. */
export function byOrder(left: string, right: string): number {
  const place = (cause: string): number => CAUSES.indexOf(split(cause).kind as (typeof CAUSES)[number]);
  return place(left) - place(right) || (left < right ? -1 : left > right ? 1 : 0);
}
