/** Wei of one ETH. */
export const ETH = 10n ** 18n;
/** Gwei of one ETH. */
export const ETH_IN_GWEI = 10n ** 9n;
/** Wei of one gwei, the beacon chain's unit. */
export const GWEI = 10n ** 9n;
/** One, in 1e18 fixed point. */
export const WAD = 10n ** 18n;
/** One, in 1e27 fixed point. */
export const RAY = 10n ** 27n;

/** Native ETH's strategy: a name in the core, no contract. */
export const BEACON_CHAIN_ETH_STRATEGY = "0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0";
