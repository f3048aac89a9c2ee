/** Differences to the client that are meant, each with what docs/rungs/1-staking.md says of it. */
export const LISTED = {
  "constant-total":
    "the total active balance is a constant, where a mass slashing lowers it: the correlation penalty is a few percent low",
  lots: "duties drawn by lot pay their expectation: who draws none earns 15.6 % less there",
  "late-exit": "a top-up that was made before its validator began to leave keeps the churn that it took",
  "second-queue": "a top-up that waited for its validator is applied at once, where it queues again there",
  "seen-at-once": "a withdrawal request beyond the sixteenth of a block is seen, and judged, at once",
  "gloas-slot": "of Gloas only the churn limits are here: its requests reach consensus a slot later",
} as const;

export type ListedDifference = keyof typeof LISTED;
