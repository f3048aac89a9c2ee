import type { DelegationManager } from "../../../typechain-types/index.ts";

type Answer = Awaited<ReturnType<DelegationManager["getQueuedWithdrawals"]>>["withdrawals"][number];

/** A withdrawal as the core answers it, to be sent back: what ethers answers is read-only, lists included. */
export function sendable({ staker, delegatedTo, withdrawer, nonce, startBlock, strategies, scaledShares }: Answer) {
  return {
    staker,
    delegatedTo,
    withdrawer,
    nonce,
    startBlock,
    strategies: [...strategies],
    scaledShares: [...scaledShares],
  };
}
