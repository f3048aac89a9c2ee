// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OperatorSplits} from "./OperatorSplits.sol";
import {RewardsClaims} from "./RewardsClaims.sol";
import {RewardsConfig} from "./RewardsConfig.sol";
import {RewardsSettings} from "./RewardsSettings.sol";
import {RewardsSubmissions} from "./RewardsSubmissions.sol";

/// @title Rewards of the restaking core
/// @notice AVSs submit rewards in any ERC-20 for an interval; a calculation off chain shares them out among operators
/// and stakers, by stake, weights and splits, into a tree of cumulative earnings; the updater submits its root; after
/// a delay, earners claim against it.
/// @dev Trusts the updater for every amount: the contract checks proofs, not the calculation. Not upgradeable; what
/// the real core sets in an initializer is set by the constructor.
/// @custom:decisions 0028
contract RewardsCoordinator is RewardsSubmissions, RewardsClaims, OperatorSplits {
    constructor(RewardsConfig memory config) RewardsSettings(config) {}
}
