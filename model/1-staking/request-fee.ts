import { saturatingSub } from "../shared/uint.ts";
import { MAX_WITHDRAWAL_REQUESTS_PER_BLOCK } from "./consensus.ts";
import type { Meter } from "./state.ts";

/** The fee of requests: e^(excess / 17) wei, where a block with more than two raises the excess. */

const TARGET_PER_BLOCK = 2n;
const UPDATE_FRACTION = 17n;

/** The meter as a block has it before its next request. */
export function atBlock(last: Meter, block: bigint): Meter {
  const blocks = block - last.block;
  if (blocks === 0n) return last;
  const lowered = (amount: bigint, perBlock: bigint) => saturatingSub(amount + last.count, perBlock * blocks);
  return {
    block,
    excess: lowered(last.excess, TARGET_PER_BLOCK),
    waiting: lowered(last.waiting, MAX_WITHDRAWAL_REQUESTS_PER_BLOCK),
    count: 0n,
  };
}

/** By the Taylor series, each term rounded down. */
export function feeWei({ excess }: Meter): bigint {
  let sum = 0n;
  let term = UPDATE_FRACTION;
  for (let i = 1n; term > 0n; i++) {
    sum += term;
    term = (term * excess) / (UPDATE_FRACTION * i);
  }
  return sum / UPDATE_FRACTION;
}

/** How many blocks later consensus takes a request that comes now. */
export const blocksBehind = ({ waiting, count }: Meter): bigint =>
  (waiting + count) / MAX_WITHDRAWAL_REQUESTS_PER_BLOCK;
