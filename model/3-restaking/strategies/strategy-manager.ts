import { safeTransferFrom } from "../../shared/erc20.ts";
import type { Address, Hash } from "../../shared/machine.ts";
import { type Core, emit, strangerAt } from "../core.ts";
import { increaseDelegatedShares } from "../delegation/shares.ts";
import { check } from "../errors.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import { checkSignature } from "../permissions/signature-utils.ts";
import type { Signature } from "../../shared/signature.ts";
import { credit } from "./portfolios.ts";
import { deposit } from "./strategy-base.ts";

/** Where tokens enter restaking: straight into a whitelisted strategy, for the shares that it says they are worth. */

const PAUSED_DEPOSITS = 0n;

/** @returns deposit shares minted */
export function depositIntoStrategy(
  core: Core,
  sender: Address,
  strategy: Address,
  token: Address,
  amount: bigint,
): bigint {
  requireNotPaused(core, here(core), PAUSED_DEPOSITS);
  return depositFor(core, sender, sender, strategy, token, amount);
}

/** The sender's tokens, the signer's shares. */
export function depositIntoStrategyWithSignature(
  core: Core,
  sender: Address,
  strategy: Address,
  token: Address,
  amount: bigint,
  staker: Address,
  expiry: bigint,
  signature: Signature,
): bigint {
  requireNotPaused(core, here(core), PAUSED_DEPOSITS);
  const nonce = nonces(core, staker);
  core.state.depositNonces = core.state.depositNonces.set(staker, nonce + 1n);
  const digest = calculateStrategyDepositDigestHash(core, staker, strategy, token, amount, nonce, expiry);
  checkSignature(core, staker, digest, signature, expiry);
  return depositFor(core, sender, staker, strategy, token, amount);
}

export function addStrategiesToDepositWhitelist(core: Core, sender: Address, strategies: readonly Address[]): void {
  onlyStrategyWhitelister(core, sender);
  for (const strategy of strategies) {
    if (strategyIsWhitelistedForDeposit(core, strategy)) continue;
    core.state.whitelisted = core.state.whitelisted.set(strategy, true);
    emit(core, here(core), "StrategyAddedToDepositWhitelist", { strategy });
  }
}

export function removeStrategiesFromDepositWhitelist(
  core: Core,
  sender: Address,
  strategies: readonly Address[],
): void {
  onlyStrategyWhitelister(core, sender);
  for (const strategy of strategies) {
    if (!strategyIsWhitelistedForDeposit(core, strategy)) continue;
    core.state.whitelisted = core.state.whitelisted.delete(strategy);
    emit(core, here(core), "StrategyRemovedFromDepositWhitelist", { strategy });
  }
}

export const strategyIsWhitelistedForDeposit = ({ state }: Core, strategy: Address): boolean =>
  state.whitelisted.has(strategy);

export const nonces = ({ state }: Core, signer: Address): bigint => state.depositNonces.get(signer) ?? 0n;

/** What a staker signs. */
export const calculateStrategyDepositDigestHash = (
  core: Core,
  staker: Address,
  strategy: Address,
  token: Address,
  amount: bigint,
  nonce: bigint,
  expiry: bigint,
): Hash => `deposit at ${here(core)}(${[staker, strategy, token, amount, nonce, expiry].join()})`;

const here = ({ state }: Core): Address => state.config.at.StrategyManager;

function depositFor(
  core: Core,
  sender: Address,
  staker: Address,
  strategy: Address,
  token: Address,
  amount: bigint,
): bigint {
  check(strategyIsWhitelistedForDeposit(core, strategy), "StrategyNotWhitelisted");
  safeTransferFrom(core, here(core), token, sender, strategy, amount, strangerAt(core));
  const shares = deposit(core, here(core), strategy, token, amount);
  const prevDepositShares = credit(core, staker, strategy, shares);
  increaseDelegatedShares(core, here(core), staker, strategy, prevDepositShares, shares);
  return shares;
}

function onlyStrategyWhitelister({ state }: Core, sender: Address): void {
  check(sender === state.config.strategyWhitelister, "OnlyStrategyWhitelister");
}
