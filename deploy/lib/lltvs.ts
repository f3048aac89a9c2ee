/**
 * Loan-to-value limits that the lending protocol is given, as wads: those of its LRT markets on Ethereum. In a file of its own, for
 * whoever only works in a market should not load what deploys one.
 */
export const LLTVS = [860_000_000_000_000_000n, 915_000_000_000_000_000n, 945_000_000_000_000_000n] as const;
