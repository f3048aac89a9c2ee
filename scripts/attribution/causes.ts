/** What moves the exit rate, rung by rung, in the order in which a waterfall shows it. A cause may name who: `slashes:bridge`. */
const RATE_CAUSES = {
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
} as const;

/** What moves a holder's position beside the exit rate. */
const POSITION_CAUSES = {
  exitPrice: "Exit price below the rate",
  exitFee: "Instant exit fee",
  liquidityFees: "Liquidity fees",
  impermanent: "Impermanent loss",
  swapFees: "Pool fees paid",
  priceImpact: "Price impact",
  peg: "Peg discount",
  interestEarned: "Interest earned",
  interestPaid: "Interest paid",
  liquidation: "Liquidation penalty",
  badDebt: "Bad debt",
} as const;

const LABELS = { ...RATE_CAUSES, ...POSITION_CAUSES };
type Kind = keyof typeof LABELS;

/** Kinds of causes in the order in which they are shown. */
export const CAUSES = Object.keys(LABELS) as readonly Kind[];

/** Layers of yield and risk, from below, with their causes. */
export const LAYERS = ["staking", "services", "LRT", "DeFi"] as const;
export type Layer = (typeof LAYERS)[number];

const LAYER_OF: Readonly<Partial<Record<Kind, Layer>>> = {
  staking: "staking",
  penalties: "staking",
  rewards: "services",
  slashes: "services",
  liquidityFees: "DeFi",
  impermanent: "DeFi",
  swapFees: "DeFi",
  priceImpact: "DeFi",
  peg: "DeFi",
  interestEarned: "DeFi",
  interestPaid: "DeFi",
  liquidation: "DeFi",
  badDebt: "DeFi",
};

/** The layer that a cause belongs to: what is neither of a rung below nor of a market is the vault's. */
export function layerOf(cause: string): Layer {
  return LAYER_OF[split(cause).kind as Kind] ?? "LRT";
}

function split(cause: string): { kind: string; who: string | undefined } {
  const [kind, who] = cause.split(":");
  return { kind: kind!, who };
}

/** What a reader calls a cause. */
export function labelOf(cause: string): string {
  const { kind, who } = split(cause);
  const label = LABELS[kind as Kind];
  return who === undefined ? label : `${label} (${who})`;
}

/** Compares two causes by their place in a waterfall. */
export function byOrder(left: string, right: string): number {
  const place = (cause: string): number => CAUSES.indexOf(split(cause).kind as Kind);
  return place(left) - place(right) || (left < right ? -1 : left > right ? 1 : 0);
}
