import { balanceOf, safeTransfer } from "../../shared/erc20.ts";
import type { Address } from "../../shared/machine.ts";
import { empty } from "../../shared/revert.ts";
import { add, div, mul, sub } from "../../shared/uint.ts";
import { type Core, emit, strangerAt } from "../core.ts";
import { check } from "../errors.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import { stakerDepositShares } from "./portfolios.ts";
import type { Strategy } from "./state.ts";

/**
 * A strategy: one token, and shares of whatever balance of it lies there. With S shares and B tokens, both raised by a
 * virtual 1,000: a deposit of a mints ⌊a·S / B⌋ (B without a), redeeming s pays ⌊B·s / S⌋. Donations and rebases
 * move the rate for all shares alike.
 */

const PAUSED_DEPOSITS = 0n;
const PAUSED_WITHDRAWALS = 1n;
const VIRTUAL = 1_000n;
const RATE_ONE = 10n ** 18n;
const MAX_TOTAL_SHARES = 10n ** 38n - 1n;

/** @returns shares minted for tokens that have come in */
export function deposit(core: Core, sender: Address, strategy: Address, token: Address, amount: bigint): bigint {
  const { underlyingToken, totalShares } = found(core, strategy);
  requireNotPaused(core, strategy, PAUSED_DEPOSITS);
  onlyStrategyManager(core, sender);
  check(token === underlyingToken, "OnlyUnderlyingToken");
  const balanceAfter = virtualBalance(core, strategy);
  const newShares = div(mul(amount, add(totalShares, VIRTUAL)), sub(balanceAfter, amount));
  check(newShares !== 0n, "NewSharesZero");
  const sharesAfter = add(totalShares, newShares);
  check(sharesAfter <= MAX_TOTAL_SHARES, "TotalSharesExceedsMax");
  setTotalShares(core, strategy, sharesAfter);
  emit(core, strategy, "ExchangeRateEmitted", { rate: div(mul(RATE_ONE, balanceAfter), sharesAfter + VIRTUAL) });
  return newShares;
}

/** @returns tokens paid */
export function withdraw(
  core: Core,
  sender: Address,
  strategy: Address,
  recipient: Address,
  token: Address,
  amountShares: bigint,
): bigint {
  const { underlyingToken, totalShares } = found(core, strategy);
  requireNotPaused(core, strategy, PAUSED_WITHDRAWALS);
  onlyStrategyManager(core, sender);
  check(token === underlyingToken, "OnlyUnderlyingToken");
  check(amountShares <= totalShares, "WithdrawalAmountExceedsTotalDeposits");
  const balance = virtualBalance(core, strategy);
  const amountOut = toUnderlyingDown(amountShares, totalShares, balance - VIRTUAL);
  const sharesAfter = totalShares - amountShares;
  setTotalShares(core, strategy, sharesAfter);
  const rate = div(mul(RATE_ONE, sub(balance, amountOut)), sharesAfter + VIRTUAL);
  emit(core, strategy, "ExchangeRateEmitted", { rate });
  safeTransfer(core, strategy, token, recipient, amountOut, strangerAt(core));
  return amountOut;
}

/** Whether a strategy lets shares come; this kind always does. */
export function beforeAddShares(core: Core, sender: Address, strategy: Address): void {
  found(core, strategy);
  onlyStrategyManager(core, sender);
}

/** Whether it lets them go; this kind always does. */
export const beforeRemoveShares = beforeAddShares;

export const underlyingToken = (core: Core, strategy: Address): Address => found(core, strategy).underlyingToken;

export const totalShares = (core: Core, strategy: Address): bigint => found(core, strategy).totalShares;

export const sharesToUnderlyingView = (core: Core, strategy: Address, amountShares: bigint): bigint =>
  toUnderlyingDown(
    amountShares,
    totalShares(core, strategy),
    balanceOf(core, underlyingToken(core, strategy), strategy),
  );

/** What shares are worth where so many exist over so many tokens: ⌊(B + 1,000)·s / (S + 1,000)⌋. */
export const toUnderlyingDown = (amountShares: bigint, allShares: bigint, balance: bigint): bigint =>
  div(mul(add(balance, VIRTUAL), amountShares), add(allShares, VIRTUAL));

export const underlyingToSharesView = (core: Core, strategy: Address, amountUnderlying: bigint): bigint =>
  div(mul(amountUnderlying, add(totalShares(core, strategy), VIRTUAL)), virtualBalance(core, strategy));

/** Deposit shares, which no slash touches. */
export const shares = (core: Core, strategy: Address, user: Address): bigint => {
  found(core, strategy);
  return stakerDepositShares(core, user, strategy);
};

export const userUnderlyingView = (core: Core, strategy: Address, user: Address): bigint =>
  sharesToUnderlyingView(core, strategy, shares(core, strategy, user));

const found = ({ state }: Core, strategy: Address): Strategy => state.strategies.get(strategy) ?? empty();

const virtualBalance = (core: Core, strategy: Address): bigint =>
  add(balanceOf(core, underlyingToken(core, strategy), strategy), VIRTUAL);

function setTotalShares(core: Core, strategy: Address, sharesAfter: bigint): void {
  const { state } = core;
  state.strategies = state.strategies.set(strategy, { ...found(core, strategy), totalShares: sharesAfter });
}

function onlyStrategyManager({ state }: Core, sender: Address): void {
  check(sender === state.config.at.StrategyManager, "OnlyStrategyManager");
}
