// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardsCoordinator} from "../interfaces/IRewardsCoordinator.sol";
import {OperatorSet} from "../interfaces/Types.sol";
import {OperatorSetLib} from "../libraries/OperatorSetLib.sol";
import {RewardsSettings} from "./RewardsSettings.sol";

/// @title What operators keep
/// @notice An operator's part of rewards, in hundredths of a percent, for an AVS, for programmatic incentives and for
/// an operator set. A new split counts once the activation delay has passed; until then the previous one does, or
/// the default when there was none. One change at a time: a pending split blocks the next (RST-48).
/// @custom:decisions 0213
abstract contract OperatorSplits is RewardsSettings {
    using OperatorSetLib for OperatorSet;

    struct Split {
        uint16 previousBips;
        uint16 nextBips;
        uint32 activatedAt;
    }

    uint8 internal constant PAUSED_OPERATOR_AVS_SPLIT = 6;
    uint8 internal constant PAUSED_OPERATOR_PI_SPLIT = 7;
    uint8 internal constant PAUSED_OPERATOR_SET_SPLIT = 8;

    // stands for "the default split" where no split came before
    uint16 private constant NO_SPLIT = type(uint16).max;

    mapping(address operator => mapping(address avs => Split)) private _avsSplits;
    mapping(address operator => Split) private _piSplits;
    mapping(address operator => mapping(bytes32 setKey => Split)) private _setSplits;

    /// @inheritdoc IRewardsCoordinator
    function setOperatorAVSSplit(
        address operator,
        address avs,
        uint16 split
    ) external onlyWhenNotPaused(PAUSED_OPERATOR_AVS_SPLIT) checkCanCall(operator) {
        (uint16 oldSplit, uint32 activatedAt) = _set(_avsSplits[operator][avs], split);
        emit OperatorAVSSplitBipsSet(msg.sender, operator, avs, activatedAt, oldSplit, split);
    }

    /// @inheritdoc IRewardsCoordinator
    function setOperatorPISplit(
        address operator,
        uint16 split
    ) external onlyWhenNotPaused(PAUSED_OPERATOR_PI_SPLIT) checkCanCall(operator) {
        (uint16 oldSplit, uint32 activatedAt) = _set(_piSplits[operator], split);
        emit OperatorPISplitBipsSet(msg.sender, operator, activatedAt, oldSplit, split);
    }

    /// @inheritdoc IRewardsCoordinator
    function setOperatorSetSplit(
        address operator,
        OperatorSet calldata operatorSet,
        uint16 split
    ) external onlyWhenNotPaused(PAUSED_OPERATOR_SET_SPLIT) checkCanCall(operator) {
        require(allocationManager.isOperatorSet(operatorSet), InvalidOperatorSet());
        (uint16 oldSplit, uint32 activatedAt) = _set(_setSplits[operator][operatorSet.key()], split);
        emit OperatorSetSplitBipsSet(msg.sender, operator, operatorSet, activatedAt, oldSplit, split);
    }

    /// @inheritdoc IRewardsCoordinator
    function getOperatorAVSSplit(address operator, address avs) external view returns (uint16) {
        return _active(_avsSplits[operator][avs]);
    }

    /// @inheritdoc IRewardsCoordinator
    function getOperatorPISplit(address operator) external view returns (uint16) {
        return _active(_piSplits[operator]);
    }

    /// @inheritdoc IRewardsCoordinator
    function getOperatorSetSplit(address operator, OperatorSet calldata operatorSet) external view returns (uint16) {
        return _active(_setSplits[operator][operatorSet.key()]);
    }

    function _set(Split storage stored, uint16 split) private returns (uint16 oldSplit, uint32 activatedAt) {
        require(split <= ONE_HUNDRED_IN_BIPS, SplitExceedsMax());
        Split memory current = stored;
        require(block.timestamp > current.activatedAt, PreviousSplitPending());
        oldSplit = _active(current);
        activatedAt = uint32(block.timestamp) + activationDelay();
        uint16 previousBips = current.activatedAt == 0 ? NO_SPLIT : current.nextBips;
        (stored.previousBips, stored.nextBips, stored.activatedAt) = (previousBips, split, activatedAt);
    }

    function _active(Split memory split) private view returns (uint16) {
        if (split.activatedAt == 0) return defaultOperatorSplitBips;
        if (block.timestamp >= split.activatedAt) return split.nextBips;
        return split.previousBips == NO_SPLIT ? defaultOperatorSplitBips : split.previousBips;
    }
}
