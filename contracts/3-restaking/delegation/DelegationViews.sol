// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {Withdrawal} from "../interfaces/Types.sol";
import {IndexedSet} from "../libraries/IndexedSet.sol";
import {SlashingLib} from "../libraries/SlashingLib.sol";
import {StrategyShares} from "../libraries/StrategyShares.sol";
import {DelegationQueue} from "./DelegationQueue.sol";

/// @title What can be read about delegation and the queue
abstract contract DelegationViews is DelegationQueue {
    using IndexedSet for mapping(uint256 index => bytes32);
    using SlashingLib for uint256;
    using StrategyShares for mapping(uint256 index => uint256);

    /// @inheritdoc IDelegationManager
    function getOperatorsShares(
        address[] calldata operators,
        IStrategy[] calldata strategies
    ) external view returns (uint256[][] memory shares) {
        shares = new uint256[][](operators.length);
        for (uint256 i = 0; i < operators.length; i++) shares[i] = getOperatorShares(operators[i], strategies);
    }

    /// @inheritdoc IDelegationManager
    function getSlashableSharesInQueue(address operator, IStrategy strategy) external view returns (uint256) {
        return _slashableInQueue(operator, strategy, uint64(_maxMagnitude(operator, strategy)), 0);
    }

    /// @inheritdoc IDelegationManager
    function getWithdrawableShares(
        address staker,
        IStrategy[] calldata strategies
    ) external view returns (uint256[] memory withdrawableShares, uint256[] memory depositShares) {
        withdrawableShares = new uint256[](strategies.length);
        depositShares = new uint256[](strategies.length);
        address operator = _stakers[staker].delegatedTo;
        for (uint256 i = 0; i < strategies.length; i++) {
            IStrategy strategy = strategies[i];
            depositShares[i] = _shareManager(strategy).stakerDepositShares(staker, strategy);
            withdrawableShares[i] = depositShares[i].toWithdrawableDown(
                depositScalingFactor(staker, strategy),
                _slashingFactor(operator, staker, strategy)
            );
        }
    }

    /// @inheritdoc IDelegationManager
    function convertToDepositShares(
        address staker,
        IStrategy[] calldata strategies,
        uint256[] calldata withdrawableShares
    ) external view returns (uint256[] memory depositShares) {
        depositShares = new uint256[](strategies.length);
        address operator = _stakers[staker].delegatedTo;
        for (uint256 i = 0; i < strategies.length; i++) {
            depositShares[i] = withdrawableShares[i].toDepositSharesDown(
                depositScalingFactor(staker, strategies[i]),
                _slashingFactor(operator, staker, strategies[i])
            );
        }
    }

    /// @inheritdoc IDelegationManager
    function getQueuedWithdrawal(
        bytes32 withdrawalRoot
    ) external view returns (Withdrawal memory withdrawal, uint256[] memory shares) {
        withdrawal = queuedWithdrawals(withdrawalRoot);
        shares = _sharesNow(withdrawal);
    }

    /// @inheritdoc IDelegationManager
    function getQueuedWithdrawals(
        address staker
    ) external view returns (Withdrawal[] memory withdrawals, uint256[][] memory shares) {
        bytes32[] memory roots = getQueuedWithdrawalRoots(staker);
        withdrawals = new Withdrawal[](roots.length);
        shares = new uint256[][](roots.length);
        for (uint256 i = 0; i < roots.length; i++) {
            withdrawals[i] = queuedWithdrawals(roots[i]);
            shares[i] = _sharesNow(withdrawals[i]);
        }
    }

    /// @inheritdoc IDelegationManager
    function pendingWithdrawals(bytes32 withdrawalRoot) external view returns (bool) {
        return _records[withdrawalRoot].staker != address(0);
    }

    /// @inheritdoc IDelegationManager
    function cumulativeWithdrawalsQueued(address staker) external view returns (uint256) {
        return _stakers[staker].queuedEver;
    }

    /// @inheritdoc IDelegationManager
    function operatorShares(address operator, IStrategy strategy) external view returns (uint256) {
        return _stakes[operator][strategy].shares;
    }

    /// @inheritdoc IDelegationManager
    function getOperatorShares(
        address operator,
        IStrategy[] calldata strategies
    ) public view returns (uint256[] memory shares) {
        shares = new uint256[](strategies.length);
        for (uint256 i = 0; i < strategies.length; i++) shares[i] = _stakes[operator][strategies[i]].shares;
    }

    /// @inheritdoc IDelegationManager
    function depositScalingFactor(address staker, IStrategy strategy) public view returns (uint256) {
        return _scalingFactors[staker][strategy].toScalingFactor();
    }

    /// @inheritdoc IDelegationManager
    function getQueuedWithdrawalRoots(address staker) public view returns (bytes32[] memory) {
        return _roots[staker].values(_stakers[staker].queuedNow);
    }

    /// @inheritdoc IDelegationManager
    function queuedWithdrawals(bytes32 withdrawalRoot) public view returns (Withdrawal memory withdrawal) {
        Record storage record = _records[withdrawalRoot];
        withdrawal.staker = record.staker;
        withdrawal.delegatedTo = record.delegatedTo;
        withdrawal.withdrawer = record.staker;
        withdrawal.nonce = record.nonce;
        withdrawal.startBlock = record.startBlock;
        (withdrawal.strategies, withdrawal.scaledShares) = record.entries.values(record.length);
    }

    /// @dev What a withdrawal would pay: the magnitude stands still once its window is over.
    function _sharesNow(Withdrawal memory withdrawal) private view returns (uint256[] memory shares) {
        shares = new uint256[](withdrawal.strategies.length);
        uint32 slashableUntil = withdrawal.startBlock + minWithdrawalDelayBlocks;
        for (uint256 i = 0; i < shares.length; i++) {
            IStrategy strategy = withdrawal.strategies[i];
            uint256 factor =
                slashableUntil < block.number
                    ? _slashingFactorAt(withdrawal.delegatedTo, withdrawal.staker, strategy, slashableUntil)
                    : _slashingFactor(withdrawal.delegatedTo, withdrawal.staker, strategy);
            shares[i] = withdrawal.scaledShares[i].mulWadDown(factor);
        }
    }
}
