import { saturatingSub } from "../shared/uint.ts";
import {
  MAX_CONSOLIDATION_REQUESTS_PER_BLOCK,
  MAX_WITHDRAWAL_REQUESTS_PER_BLOCK,
  TARGET_CONSOLIDATION_REQUESTS_PER_BLOCK,
  TARGET_WITHDRAWAL_REQUESTS_PER_BLOCK,
} from "./consensus.ts";
import type { Meter } from "./state.ts";

/** The fee of requests: e^(excess / 17) wei, where a block with more than its target raises the excess. */

const UPDATE_FRACTION = 17n;

/** Of a kind of requests: how many of a block leave the fee as it is, and how many consensus takes. */
export interface Rule {
  readonly target: bigint;
  readonly most: bigint;
}

export const WITHDRAWALS: Rule = {
  target: TARGET_WITHDRAWAL_REQUESTS_PER_BLOCK,
  most: MAX_WITHDRAWAL_REQUESTS_PER_BLOCK,
};
export const CONSOLIDATIONS: Rule = {
  target: TARGET_CONSOLIDATION_REQUESTS_PER_BLOCK,
  most: MAX_CONSOLIDATION_REQUESTS_PER_BLOCK,
};

/** The meter as a block has it before its next request. */
export function atBlock(last: Meter, block: bigint, { target, most }: Rule): Meter {
  const blocks = block - last.block;
  if (blocks === 0n) return last;
  const lowered = (amount: bigint, perBlock: bigint) => saturatingSub(amount + last.count, perBlock * blocks);
  return { block, excess: lowered(last.excess, target), waiting: lowered(last.waiting, most), count: 0n };
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
export const blocksBehind = ({ waiting, count }: Meter, { most }: Rule): bigint => (waiting + count) / most;
