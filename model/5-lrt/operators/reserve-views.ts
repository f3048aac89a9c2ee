import {
  getPooledEthByShares,
  getSharesByPooledEth,
  getTotalPooledEther,
} from "../../2-liquid-staking/rebasing-shares.ts";
import { reportOverdue } from "../../2-liquid-staking/reports.ts";
import * as queue from "../../2-liquid-staking/unstaking-queue.ts";
import { check } from "../../shared/revert.ts";
import type { Position } from "../state.ts";
import type { Reserve } from "./reserve.ts";

/** What a reserve says of itself: everything at the redemption rate of the moment, slashes of the pool included. */

/** Worth of LST, in wei of ETH. */
export const toAssetsDown = (reserve: Reserve, amount: bigint): bigint => getPooledEthByShares(reserve, amount);

/** LST that is worth at most so much; nothing of an LST that has lost everything. */
export const toLstDown = (reserve: Reserve, assets: bigint): bigint =>
  getTotalPooledEther(reserve) === 0n ? 0n : getSharesByPooledEth(reserve, assets);

export const value = (reserve: Reserve): bigint =>
  toAssetsDown(reserve, reserve.state.idleLst) + sumOfExits(reserve, queue.worthOf);

/** The same, how old it is, and whether it may be worth more. */
export const worth = (reserve: Reserve): [assets: bigint, asOf: bigint, inDoubt: boolean] => [
  value(reserve),
  reserve.block.timestamp,
  false,
];

/** What is idle, and what is in the exit queue. */
export function positions(reserve: Reserve): Position[] {
  const { config, idleLst } = reserve.state;
  const exiting = sumOfExits(reserve, queue.worthOf);
  return [
    { asset: config.wstEth, quantity: idleLst, assets: toAssetsDown(reserve, idleLst) },
    { asset: config.queue, quantity: toLstDown(reserve, exiting), assets: exiting },
  ];
}

/** What becomes ETH with time alone; while the exit queue is stopped, what it has paid already (OPS-43). */
export const exitingAssets = (reserve: Reserve): bigint =>
  sumOfExits(reserve, isExitable(reserve) ? queue.worthOf : queue.claimable);

export const isExitable = ({ state }: Reserve): boolean => !state.queuePaused;

/** Whether the LST can be redeemed and its rate trusted, and is not retired. */
export const isDepositable = (reserve: Reserve): boolean =>
  !reserve.state.isRetiring && !reserve.state.poolPaused && !reportOverdue(reserve) && isExitable(reserve);

export const isInUse = ({ state }: Reserve): boolean => state.neighbours.strategy !== undefined;

/** Whether a reward comes here: of a retired LST no less than a leg. */
export const takesReward = (reserve: Reserve, amount: bigint): boolean =>
  !reserve.state.isRetiring || toAssetsDown(reserve, amount) >= reserve.state.neighbours.minLegAssets;

/** LST that is really away: in the slots, by strategies of this LST, and what exits are worth. */
export function countAway(reserve: Reserve): bigint {
  const { strategy, restaked, broken } = reserve.state.neighbours;
  check(!broken, "Broken");
  const own = restaked.filter((one) => one.strategy === strategy);
  return own.reduce((sum, { quantity }) => sum + quantity, toLstDown(reserve, sumOfExits(reserve, queue.worthOf)));
}

const sumOfExits = (reserve: Reserve, of: typeof queue.worthOf): bigint =>
  reserve.state.exitIds.reduce((sum, id) => sum + of(reserve, id), 0n);
