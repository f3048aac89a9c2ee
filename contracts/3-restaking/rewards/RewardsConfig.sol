// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IPauserRegistry} from "../interfaces/IPauserRegistry.sol";
import {IPermissionController} from "../interfaces/IPermissionController.sol";
import {IStrategyManager} from "../interfaces/IStrategyManager.sol";

/// @notice All that a rewards coordinator is deployed with. Static words only: it encodes like 16 arguments.
/// @param emissionsController the one caller of `createEigenDARewardsSubmission`; zero: nobody
/// @param calculationIntervalSeconds starts and durations are multiples of it; itself a multiple of a day
/// @param maxRewardsDuration longest submission, in seconds
/// @param maxRetroactiveLength how far back a submission may start, in seconds
/// @param maxFutureLength how far ahead a submission may start, in seconds
/// @param genesisRewardsTimestamp before it no submission starts; a multiple of the interval
/// @param activationDelay seconds between a root or split and its effect; the owner can change it
/// @param defaultSplitBips operators' part, in hundredths of a percent; the owner can change it
struct RewardsConfig {
    IDelegationManager delegationManager;
    IStrategyManager strategyManager;
    IAllocationManager allocationManager;
    IPauserRegistry pauserRegistry;
    IPermissionController permissionController;
    address owner;
    address rewardsUpdater;
    address feeRecipient;
    address emissionsController;
    uint32 calculationIntervalSeconds;
    uint32 maxRewardsDuration;
    uint32 maxRetroactiveLength;
    uint32 maxFutureLength;
    uint32 genesisRewardsTimestamp;
    uint32 activationDelay;
    uint16 defaultSplitBips;
}
