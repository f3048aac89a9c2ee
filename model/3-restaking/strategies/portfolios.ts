import { type Address, ZERO_ADDRESS } from "../../shared/machine.ts";
import { append, removed } from "../../shared/placed-list.ts";
import { empty } from "../../shared/revert.ts";
import { add, toUint } from "../../shared/uint.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import type { StrategyShares } from "./state.ts";
import { beforeAddShares, beforeRemoveShares, withdraw } from "./strategy-base.ts";

/**
 * A staker's deposit shares of tokens. They rise by deposits and by withdrawals completed as shares, fall when queued,
 * and no slash touches them. A strategy comes to the end of the list with its first share; with its last one the
 * last of the list takes its place.
 */

const MAX_STAKER_STRATEGY_LIST_LENGTH = 32;

export const portfolioOf = ({ state }: Core, staker: Address): readonly StrategyShares[] =>
  state.portfolios.get(staker) ?? [];

export const stakerDepositShares = (core: Core, staker: Address, strategy: Address): bigint =>
  holding(core, staker, strategy)?.shares ?? 0n;

export function removeDepositShares(
  core: Core,
  sender: Address,
  staker: Address,
  strategy: Address,
  depositSharesToRemove: bigint,
): bigint {
  onlyDelegationManager(core, sender);
  check(depositSharesToRemove !== 0n, "SharesAmountZero");
  const held = holding(core, staker, strategy);
  check(held !== undefined && depositSharesToRemove <= held.shares, "SharesAmountTooHigh");
  beforeRemoveShares(core, here(core), strategy);
  const portfolio = portfolioOf(core, staker);
  const left = held.shares - depositSharesToRemove;
  const place = portfolio.indexOf(held);
  setPortfolio(
    core,
    staker,
    left === 0n ? removed(portfolio, held) : portfolio.with(place, { strategy, shares: left }),
  );
  return left;
}

/** @returns shares before, and shares added */
export function addShares(
  core: Core,
  sender: Address,
  staker: Address,
  strategy: Address,
  shares: bigint,
): [bigint, bigint] {
  onlyDelegationManager(core, sender);
  return [credit(core, staker, strategy, shares), shares];
}

export function withdrawSharesAsTokens(
  core: Core,
  sender: Address,
  staker: Address,
  strategy: Address,
  token: Address,
  shares: bigint,
): void {
  onlyDelegationManager(core, sender);
  withdraw(core, here(core), strategy, staker, token, shares);
}

/** Credits deposit shares. @returns shares before */
export function credit(core: Core, staker: Address, strategy: Address, shares: bigint): bigint {
  check(staker !== ZERO_ADDRESS, "StakerAddressZero");
  check(shares !== 0n, "SharesAmountZero");
  beforeAddShares(core, here(core), strategy);
  const portfolio = portfolioOf(core, staker);
  const held = holding(core, staker, strategy);
  const after = { strategy, shares: toUint(248n, add(held?.shares ?? 0n, shares)) };
  if (held === undefined) check(portfolio.length < MAX_STAKER_STRATEGY_LIST_LENGTH, "MaxStrategiesExceeded");
  const place = held === undefined ? -1 : portfolio.indexOf(held);
  setPortfolio(core, staker, place < 0 ? append(portfolio, after) : portfolio.with(place, after));
  emit(core, here(core), "Deposit", { staker, strategy, shares });
  return held?.shares ?? 0n;
}

export function getDeposits(core: Core, staker: Address): [readonly Address[], readonly bigint[]] {
  const portfolio = portfolioOf(core, staker);
  return [portfolio.map(({ strategy }) => strategy), portfolio.map(({ shares }) => shares)];
}

export const getStakerStrategyList = (core: Core, staker: Address): readonly Address[] => getDeposits(core, staker)[0];

/** An index beyond the list reverts without data, as the getter of a mapping of arrays does. */
export const stakerStrategyList = (core: Core, staker: Address, index: bigint): Address =>
  portfolioOf(core, staker)[Number(index)]?.strategy ?? empty();

export const stakerStrategyListLength = (core: Core, staker: Address): bigint =>
  BigInt(portfolioOf(core, staker).length);

export function onlyDelegationManager({ state }: Core, sender: Address): void {
  check(sender === state.config.at.DelegationManager, "OnlyDelegationManager");
}

const here = ({ state }: Core): Address => state.config.at.StrategyManager;

const holding = (core: Core, staker: Address, strategy: Address): StrategyShares | undefined =>
  portfolioOf(core, staker).find((one) => one.strategy === strategy);

function setPortfolio({ state }: Core, staker: Address, portfolio: readonly StrategyShares[]): void {
  state.portfolios = state.portfolios.set(staker, portfolio);
}
