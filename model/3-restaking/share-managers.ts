import type { Address } from "../shared/machine.ts";
import type { Core } from "./core.ts";
import { isBeaconChainETH } from "./libraries/constants.ts";
import * as pods from "./pods/shares.ts";
import * as portfolios from "./strategies/portfolios.ts";
import * as slashed from "./strategies/slashed-shares.ts";
import type { OperatorSet } from "./types.ts";

/**
 * Who keeps deposit shares: the EigenPodManager those of beacon chain ETH, the StrategyManager all others. The
 * DelegationManager asks through here and need not know.
 */

export const stakerDepositShares = (core: Core, staker: Address, strategy: Address): bigint =>
  isBeaconChainETH(strategy)
    ? pods.stakerDepositShares(core, staker, strategy)
    : portfolios.stakerDepositShares(core, staker, strategy);

/** @returns shares left */
export const removeDepositShares = (
  core: Core,
  sender: Address,
  staker: Address,
  strategy: Address,
  shares: bigint,
): bigint =>
  isBeaconChainETH(strategy)
    ? pods.removeDepositShares(core, sender, staker, strategy, shares)
    : portfolios.removeDepositShares(core, sender, staker, strategy, shares);

/** @returns shares before, and shares added */
export const addShares = (
  core: Core,
  sender: Address,
  staker: Address,
  strategy: Address,
  shares: bigint,
): [bigint, bigint] =>
  isBeaconChainETH(strategy)
    ? pods.addShares(core, sender, staker, strategy, shares)
    : portfolios.addShares(core, sender, staker, strategy, shares);

export const withdrawSharesAsTokens = (
  core: Core,
  sender: Address,
  staker: Address,
  strategy: Address,
  token: Address,
  shares: bigint,
): void =>
  isBeaconChainETH(strategy)
    ? pods.withdrawSharesAsTokens(core, sender, staker, strategy, token, shares)
    : portfolios.withdrawSharesAsTokens(core, sender, staker, strategy, token, shares);

export const increaseBurnOrRedistributableShares = (
  core: Core,
  sender: Address,
  operatorSet: OperatorSet,
  slashId: bigint,
  strategy: Address,
  shares: bigint,
): void =>
  isBeaconChainETH(strategy)
    ? pods.increaseBurnOrRedistributableShares(core, sender, operatorSet, slashId, strategy, shares)
    : slashed.increaseBurnOrRedistributableShares(core, sender, operatorSet, slashId, strategy, shares);
