import { type Address, type Hash, ZERO_ADDRESS } from "../../shared/machine.ts";
import { itemAt } from "../../shared/revert.ts";
import { getMaxMagnitude } from "../allocation/magnitudes.ts";
import type { Core } from "../core.ts";
import { mulWadDown, toDepositSharesDown, toWithdrawableDown } from "../libraries/slashing-lib.ts";
import { stakerDepositShares } from "../share-managers.ts";
import type { Withdrawal } from "../types.ts";
import {
  delegatedTo,
  depositScalingFactor,
  slashableInQueue,
  slashingFactor,
  slashingFactorAt,
  stakeOf,
  stakerOf,
} from "./ledger.ts";

/** What can be read about delegation and the queue. */

const UNKNOWN: Withdrawal = {
  staker: ZERO_ADDRESS,
  delegatedTo: ZERO_ADDRESS,
  withdrawer: ZERO_ADDRESS,
  nonce: 0n,
  startBlock: 0n,
  strategies: [],
  scaledShares: [],
};

export const operatorShares = (core: Core, operator: Address, strategy: Address): bigint =>
  stakeOf(core, operator, strategy).shares;

export const getOperatorShares = (core: Core, operator: Address, strategies: readonly Address[]): readonly bigint[] =>
  strategies.map((strategy) => operatorShares(core, operator, strategy));

export const getOperatorsShares = (
  core: Core,
  operators: readonly Address[],
  strategies: readonly Address[],
): readonly (readonly bigint[])[] => operators.map((operator) => getOperatorShares(core, operator, strategies));

export const getSlashableSharesInQueue = (core: Core, operator: Address, strategy: Address): bigint =>
  slashableInQueue(core, operator, strategy, getMaxMagnitude(core, operator, strategy), 0n);

/** @returns withdrawable shares, and deposit shares */
export function getWithdrawableShares(
  core: Core,
  staker: Address,
  strategies: readonly Address[],
): [readonly bigint[], readonly bigint[]] {
  const operator = delegatedTo(core, staker);
  const deposited = strategies.map((strategy) => stakerDepositShares(core, staker, strategy));
  const withdrawable = strategies.map((strategy, i) =>
    toWithdrawableDown(
      deposited[i] as bigint,
      depositScalingFactor(core, staker, strategy),
      slashingFactor(core, operator, staker, strategy),
    ),
  );
  return [withdrawable, deposited];
}

export function convertToDepositShares(
  core: Core,
  staker: Address,
  strategies: readonly Address[],
  withdrawableShares: readonly bigint[],
): readonly bigint[] {
  const operator = delegatedTo(core, staker);
  return strategies.map((strategy, i) =>
    toDepositSharesDown(
      itemAt(withdrawableShares, i),
      depositScalingFactor(core, staker, strategy),
      slashingFactor(core, operator, staker, strategy),
    ),
  );
}

export const pendingWithdrawals = ({ state }: Core, root: Hash): boolean => state.withdrawals.has(root);

export const cumulativeWithdrawalsQueued = (core: Core, staker: Address): bigint => stakerOf(core, staker).queuedEver;

export const getQueuedWithdrawalRoots = (core: Core, staker: Address): readonly Hash[] => stakerOf(core, staker).queued;

export const queuedWithdrawals = ({ state }: Core, root: Hash): Withdrawal => state.withdrawals.get(root) ?? UNKNOWN;

/** @returns the withdrawal, and the shares that it would pay now */
export function getQueuedWithdrawal(core: Core, root: Hash): [Withdrawal, readonly bigint[]] {
  const withdrawal = queuedWithdrawals(core, root);
  return [withdrawal, sharesNow(core, withdrawal)];
}

export function getQueuedWithdrawals(
  core: Core,
  staker: Address,
): [readonly Withdrawal[], readonly (readonly bigint[])[]] {
  const withdrawals = getQueuedWithdrawalRoots(core, staker).map((root) => queuedWithdrawals(core, root));
  return [withdrawals, withdrawals.map((withdrawal) => sharesNow(core, withdrawal))];
}

/** The magnitude stands still once the window is over. */
function sharesNow(
  core: Core,
  { staker, delegatedTo: operator, startBlock, ...queued }: Withdrawal,
): readonly bigint[] {
  const slashableUntil = startBlock + core.state.config.minWithdrawalDelayBlocks;
  const isOver = slashableUntil < core.block.number;
  return queued.strategies.map((strategy, i) => {
    const factor = isOver
      ? slashingFactorAt(core, operator, staker, strategy, slashableUntil)
      : slashingFactor(core, operator, staker, strategy);
    return mulWadDown(queued.scaledShares[i] as bigint, factor);
  });
}
