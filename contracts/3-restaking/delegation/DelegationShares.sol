// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {OperatorSet} from "../interfaces/Types.sol";
import {BEACON_CHAIN_ETH_STRATEGY, WAD} from "../libraries/Constants.sol";
import {SlashingLib} from "../libraries/SlashingLib.sol";
import {DelegationLedger} from "./DelegationLedger.sol";

/// @title What the core's other managers report
/// @notice Deposits from both share managers, losses on the beacon chain from the EigenPodManager, slashes from the
/// AllocationManager.
abstract contract DelegationShares is DelegationLedger {
    using SlashingLib for uint256;

    /// @inheritdoc IDelegationManager
    function increaseDelegatedShares(
        address staker,
        IStrategy strategy,
        uint256 prevDepositShares,
        uint256 addedShares
    ) external nonReentrant {
        require(
            msg.sender == address(strategyManager) || msg.sender == address(eigenPodManager),
            OnlyStrategyManagerOrEigenPodManager()
        );
        address operator = _stakers[staker].delegatedTo;
        uint256 factor = _slashingFactor(operator, staker, strategy);
        _increaseShares(operator, staker, strategy, prevDepositShares, addedShares, factor);
    }

    /// @inheritdoc IDelegationManager
    /// @dev Takes ⌊⌊s·k⌋·⌊m·(l before − l after)⌋⌋ off the operator.
    function decreaseDelegatedShares(
        address staker,
        uint256 curDepositShares,
        uint64 beaconChainSlashingFactorDecrease
    ) external nonReentrant {
        require(msg.sender == address(eigenPodManager), OnlyEigenPodManager());
        address operator = _stakers[staker].delegatedTo;
        if (operator == address(0)) return;
        uint256 scalingFactor = _scalingFactors[staker][BEACON_CHAIN_ETH_STRATEGY].toScalingFactor();
        uint256 factor = _maxMagnitude(operator, BEACON_CHAIN_ETH_STRATEGY).mulWadDown(
            beaconChainSlashingFactorDecrease
        );
        uint256 shares = curDepositShares.toWithdrawableDown(scalingFactor, factor);
        _decreaseShares(operator, staker, BEACON_CHAIN_ETH_STRATEGY, shares);
    }

    /// @inheritdoc IDelegationManager
    function slashOperatorShares(
        address operator,
        OperatorSet calldata operatorSet,
        uint256 slashId,
        IStrategy strategy,
        uint64 prevMaxMagnitude,
        uint64 newMaxMagnitude
    ) external nonReentrant returns (uint256 totalDepositSharesToSlash) {
        require(msg.sender == address(allocationManager), OnlyAllocationManager());
        Stake storage stake = _stakes[operator][strategy];
        uint256 slashed = uint256(stake.shares).slashedDown(prevMaxMagnitude, newMaxMagnitude);
        totalDepositSharesToSlash = slashed + _slashableInQueue(operator, strategy, prevMaxMagnitude, newMaxMagnitude);
        stake.slashed = WAD - newMaxMagnitude;
        stake.slashedAt = uint32(block.number);
        _decreaseShares(operator, address(0), strategy, slashed);
        emit OperatorSharesSlashed(operator, strategy, totalDepositSharesToSlash);
        _shareManager(strategy).increaseBurnOrRedistributableShares(
            operatorSet,
            slashId,
            strategy,
            totalDepositSharesToSlash
        );
    }
}
