import type { Address } from "../../shared/machine.ts";

/** One in the core's fixed-point numbers. */
export const WAD = 10n ** 18n;

/** The name under which beacon chain ETH goes; nothing is deployed there. */
export const BEACON_CHAIN_ETH_STRATEGY: Address = "0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0";

/** Where slashed tokens go unless a set redistributes them. */
export const BURN_ADDRESS: Address = "0x00000000000000000000000000000000000e16e4";

export const isBeaconChainETH = (strategy: Address): boolean => strategy === BEACON_CHAIN_ETH_STRATEGY;
