// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Panic} from "@openzeppelin/contracts/utils/Panic.sol";
import {IRewardsCoordinator} from "../interfaces/IRewardsCoordinator.sol";
import {DistributionRoot} from "../interfaces/RewardsTypes.sol";
import {RewardsSettings} from "./RewardsSettings.sol";

/// @title Roots of what everyone has earned
/// @notice The updater adds roots, each reaching further in time than the last. A root waits for the activation
/// delay, during which it can be disabled; afterwards it can be claimed on for ever.
/// @dev RST-46, RST-47. Roots lie in a mapping with their number in {RootSchedule}, for the number shares a slot with
/// what a submission reads anyway; an unknown index panics as an array would.
abstract contract DistributionRoots is RewardsSettings {
    uint8 internal constant PAUSED_SUBMIT_DISABLE_ROOTS = 3;

    mapping(uint256 index => DistributionRoot) private _roots;

    modifier onlyRewardsUpdater() {
        require(msg.sender == _schedule.rewardsUpdater, UnauthorizedCaller());
        _;
    }

    /// @inheritdoc IRewardsCoordinator
    function submitRoot(
        bytes32 root,
        uint32 rewardsCalculationEndTimestamp
    ) external onlyWhenNotPaused(PAUSED_SUBMIT_DISABLE_ROOTS) onlyRewardsUpdater {
        RootSchedule memory schedule = _schedule;
        require(rewardsCalculationEndTimestamp > schedule.calculationEnd, NewRootMustBeForNewCalculatedPeriod());
        require(rewardsCalculationEndTimestamp < block.timestamp, RewardsEndTimestampNotElapsed());
        uint32 index = schedule.rootCount;
        uint32 activatedAt = uint32(block.timestamp) + schedule.activationDelay;
        (_schedule.rootCount, _schedule.calculationEnd) = (index + 1, rewardsCalculationEndTimestamp);
        _roots[index] = DistributionRoot(root, rewardsCalculationEndTimestamp, activatedAt, false);
        emit DistributionRootSubmitted(index, root, rewardsCalculationEndTimestamp, activatedAt);
    }

    /// @inheritdoc IRewardsCoordinator
    function disableRoot(uint32 rootIndex) external onlyWhenNotPaused(PAUSED_SUBMIT_DISABLE_ROOTS) onlyRewardsUpdater {
        require(rootIndex < _schedule.rootCount, InvalidRootIndex());
        DistributionRoot storage root = _roots[rootIndex];
        require(!root.disabled, RootDisabled());
        require(block.timestamp < root.activatedAt, RootAlreadyActivated());
        root.disabled = true;
        emit DistributionRootDisabled(rootIndex);
    }

    /// @notice Until when the latest root counts earnings, in seconds; the next root must reach further.
    function currRewardsCalculationEndTimestamp() external view returns (uint32) {
        return _schedule.calculationEnd;
    }

    /// @inheritdoc IRewardsCoordinator
    function getDistributionRootsLength() external view returns (uint256) {
        return _schedule.rootCount;
    }

    /// @inheritdoc IRewardsCoordinator
    function getDistributionRootAtIndex(uint256 index) external view returns (DistributionRoot memory) {
        return _rootAt(index);
    }

    /// @inheritdoc IRewardsCoordinator
    function getCurrentDistributionRoot() external view returns (DistributionRoot memory) {
        return _rootAt(_schedule.rootCount - 1);
    }

    /// @inheritdoc IRewardsCoordinator
    function getCurrentClaimableDistributionRoot() external view returns (DistributionRoot memory root) {
        for (uint256 i = _schedule.rootCount; i > 0; i--) {
            root = _roots[i - 1];
            if (!root.disabled && block.timestamp >= root.activatedAt) return root;
        }
        return DistributionRoot(bytes32(0), 0, 0, false);
    }

    /// @inheritdoc IRewardsCoordinator
    function getRootIndexFromHash(bytes32 rootHash) external view returns (uint32) {
        for (uint32 i = _schedule.rootCount; i > 0; i--) {
            if (_roots[i - 1].root == rootHash) return i - 1;
        }
        revert InvalidRoot();
    }

    /// @dev Every root has a time of activation; what has none was never submitted: Panic(0x32).
    function _rootAt(uint256 index) internal view returns (DistributionRoot memory root) {
        root = _roots[index];
        if (root.activatedAt == 0) Panic.panic(Panic.ARRAY_OUT_OF_BOUNDS);
    }
}
