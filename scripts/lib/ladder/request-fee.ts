import type { Ladder } from "./ladder.ts";

/** What a keeper pays for a request at most, in wei: above it, strangers' requests are waited for. */
export const MOST_REQUEST_FEE = 10n ** 16n;

/** The fee is higher than a keeper pays. */
export class RequestFeeTooHigh extends Error {}

/**
 * Wei for so many EIP-7002 requests, with room for those of strangers that come before: the fee of a block follows from
 * the requests of earlier ones. What is too much comes back.
 */
export async function requestFees({ contracts: { beaconChain } }: Ladder, count: number): Promise<bigint> {
  const fee = await beaconChain.withdrawalRequestFee();
  if (fee > MOST_REQUEST_FEE)
    throw new RequestFeeTooHigh(`a request costs ${fee} wei now, and keepers pay ${MOST_REQUEST_FEE} at most`);
  return 2n * fee * BigInt(count);
}
