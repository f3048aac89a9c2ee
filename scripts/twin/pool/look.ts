import { currentEpoch, viewOf } from "../../../model/1-staking/validators.ts";
import { onRungOne } from "../../../model/1-staking/within.ts";
import { nonceOf } from "../../../model/2-liquid-staking/permits.ts";
import type { Pool } from "../../../model/2-liquid-staking/pool.ts";
import * as token from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { reportOverdue } from "../../../model/2-liquid-staking/reports.ts";
import { validators } from "../../../model/2-liquid-staking/staking-pool.ts";
import * as queue from "../../../model/2-liquid-staking/unstaking-queue.ts";
import { keyCount } from "../../../model/2-liquid-staking/validator-keys.ts";
import { allowance, balanceOf } from "../../../model/shared/erc20.ts";
import type { Sight as SightOn } from "../shared/seen.ts";
import type { Placed } from "../shared/side-by-side.ts";

/** The contracts of a pool. */
export type Contract = "stEth" | "wstEth" | "queue" | "rungOne";
export type Deployed = Readonly<Record<Contract, Placed>>;

type Sight = SightOn<Contract>;

/** Everything of a pool that can be seen. */
export const poolSights = (pool: Pool, people: readonly string[]): readonly Sight[] => [
  ...ofToken(pool, people),
  ...ofQueue(pool),
  ...ofRungOne(pool),
];

function ofToken(pool: Pool, people: readonly string[]): Sight[] {
  const { state } = pool;
  const { stEth, wstEth, queue: exits, treasury } = state.config;
  const holders = [...people, treasury, exits, wstEth];
  const owners = people.flatMap((owner) => [...people, exits, wstEth].map((spender) => [owner, spender] as const));
  return [
    ["stEth", "getTotalShares", [], state.totalShares],
    ["stEth", "bufferedEther", [], state.bufferedEther],
    ["stEth", "validatorsEther", [], state.validatorsEther],
    ["stEth", "exitingEther", [], state.exitingEther],
    ["stEth", "lastReportTimestamp", [], state.lastReportTimestamp],
    ["stEth", "reportOverdue", [], reportOverdue(pool)],
    ["stEth", "isPaused", [], state.poolPaused],
    ["stEth", "keyCount", [], keyCount(pool)],
    ["stEth", "validators", [], validators(pool)],
    ["wstEth", "totalSupply", [], state.supplies.get(wstEth)],
    ...holders.flatMap((one): Sight[] => [
      ["stEth", "sharesOf", [one], token.sharesOf(pool, one)],
      ["stEth", "balanceOf", [one], token.balanceOf(pool, one)],
      ["wstEth", "balanceOf", [one], balanceOf(pool, wstEth, one)],
    ]),
    ...people.flatMap((one): Sight[] => [
      ["stEth", "nonces", [one], nonceOf(pool, stEth, one)],
      ["wstEth", "nonces", [one], nonceOf(pool, wstEth, one)],
    ]),
    ...owners.flatMap((pair): Sight[] => [
      ["stEth", "allowance", pair, token.allowance(pool, ...pair)],
      ["wstEth", "allowance", pair, allowance(pool, wstEth, ...pair)],
    ]),
  ];
}

function ofQueue(pool: Pool): Sight[] {
  const { state } = pool;
  const upTo = (count: bigint) => Array.from({ length: Number(count) }, (_, index) => BigInt(index + 1));
  return [
    ["queue", "isPaused", [], state.queuePaused],
    ["queue", "openBatch", [], state.openBatch],
    ["queue", "firstUnfilled", [], state.firstUnfilled],
    ["queue", "lastClose", [], state.lastClose],
    ["queue", "lastRequestId", [], state.lastRequestId],
    ["queue", "lockedWei", [], state.lockedWei],
    ["queue", "unfilledShares", [], queue.unfilledShares(pool)],
    ...upTo(state.lastRequestId).flatMap((id): Sight[] => {
      const { owner, shares, batch, claimedWei } = queue.getRequest(pool, id);
      return [
        ["queue", "getRequest", [id], [owner, shares, batch, claimedWei]],
        ["queue", "claimable", [id], queue.claimable(pool, id)],
        ["queue", "worthOf", [id], queue.worthOf(pool, id)],
      ];
    }),
    ...upTo(state.openBatch).map((number): Sight => {
      const { shares, unfilledShares, filledWei, claimedWei, unclaimedRequests } = queue.getBatch(pool, number);
      return ["queue", "getBatch", [number], [shares, unfilledShares, filledWei, claimedWei, unclaimedRequests]];
    }),
  ];
}

const ofRungOne = (pool: Pool): Sight[] =>
  onRungOne(pool, (chain) => [
    ["rungOne", "currentEpoch", [], currentEpoch(chain)],
    ["rungOne", "issuanceReserveWei", [], chain.state.issuanceReserveWei],
    ["rungOne", "validatorCount", [], chain.state.validators.length],
    ...chain.state.validators.map((_, index): Sight => ["rungOne", "validator", [index], viewOf(chain, index)]),
  ]);
