// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStrategy} from "../interfaces/IStrategy.sol";

/// @dev One in the core's fixed-point numbers: magnitudes, slashing factors, scaling factors.
uint64 constant WAD = 1e18;

/// @dev The name under which beacon chain ETH goes; nothing is deployed there.
IStrategy constant BEACON_CHAIN_ETH_STRATEGY = IStrategy(0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0);

/// @dev Where slashed tokens go unless a set redistributes them.
address constant BURN_ADDRESS = 0x00000000000000000000000000000000000E16E4;

/// @dev Whether a strategy is the name of beacon chain ETH, whose shares the EigenPodManager keeps.
function isBeaconChainETH(IStrategy strategy) pure returns (bool) {
    return address(strategy) == address(BEACON_CHAIN_ETH_STRATEGY);
}
