/**
 * Differences to the client that are meant and can be measured: each as docs/rungs/1-staking.md says it, word for word. The
 * comparisons demand that they are there, with the numbers that the page gives.
 */
export const LISTED = {
  "constant-total":
    "The total active balance is a constant, where a mass slashing lowers it: in the example above the correlation penalty is 90,912,088 gwei an ETH there and 88,238,117 here, 3 % less.",
  lots: "Who draws no lot earns 9,369 gwei an epoch there, 15.6 % less than the 11,104 here.",
  "late-exit":
    "A top-up that was queued before its validator began to leave keeps the churn that it took: behind one of 2,016 ETH a deposit comes after 10 epochs, there after 3.",
  "second-queue":
    "A top-up that waited for its validator comes an epoch after that may withdraw, there behind the queue of that time: behind 2,048 ETH, 7 epochs after.",
} as const;

export type ListedDifference = keyof typeof LISTED;
