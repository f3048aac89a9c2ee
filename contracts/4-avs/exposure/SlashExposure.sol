// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Allocation, OperatorSet, Withdrawal} from "../../3-restaking/interfaces/Types.sol";

/// @title SlashExposure
/// @notice The most that a staker can lose to one service within a number of blocks, whatever service and operator do.
///
/// Reach. Of an operator's maximum magnitude M in a strategy, a service can slash, until block.number + horizon,
///
///     R = M                                        if the operator can allocate anew within the horizon
///     R = Σ current + pending additions in time    over the service's sets, otherwise
///
/// Allocations count whether or not the operator is a member or the strategy in the set: both can change at once. New
/// ones take the operator's allocation delay. If that fits the horizon, everything can go to the service: what is free,
/// and what other services hold, for they can let it go at once.
///
/// Loss. A staker's shares w, held or queued and still slashable, lose at most ⌈w·R/M⌉ + 1, and never more than w, in
/// whatever order slashes come. The core rounds a staker's shares down after each: a slash that follows one of another
/// service can take a wei more than its part, and each further one of that kind another wei.
///
/// Not counted: what is deposited later, what validators lose, and what the staker does itself (delegating to another
/// operator within the horizon). An allocation delay that is about to change cannot be read from the core, only from its
/// event `AllocationDelaySet`: so the caller says how short it may become (`delayFloorBlocks`), and 0 assumes the worst.
contract SlashExposure {
    struct Question {
        address avs;
        uint32 horizonBlocks;
        uint32 delayFloorBlocks;
    }

    /// @dev The first `count` entries are filled.
    struct Tally {
        IStrategy[] strategies;
        uint256[] lossShares;
        uint256 count;
    }

    IAllocationManager public immutable allocationManager;
    IDelegationManager public immutable delegationManager;
    uint256 private constant ROUNDING_WEI = 1;

    constructor(IAllocationManager allocationManager_) {
        allocationManager = allocationManager_;
        delegationManager = allocationManager_.delegation();
    }

    /// @notice The most that `staker` can lose to the service `avs` until `horizonBlocks` from now, in shares of each
    /// strategy that it holds or has queued.
    /// @param delayFloorBlocks the shortest allocation delay that its operators can have within the horizon
    /// @dev AVS-90. Nothing that service, operators or other services do within the horizon takes more.
    function maximumLoss(
        address staker,
        address avs,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) external view returns (IStrategy[] memory strategies, uint256[] memory lossShares) {
        Question memory question = Question(avs, horizonBlocks, delayFloorBlocks);
        Tally memory tally = _emptyTally(staker);
        _addHeld(tally, question, staker);
        _addQueued(tally, question, staker);
        (strategies, lossShares) = (tally.strategies, tally.lossShares);
        uint256 count = tally.count;
        assembly ("memory-safe") {
            mstore(strategies, count)
            mstore(lossShares, count)
        }
    }

    /// @notice How much of an operator's maximum magnitude the service can slash within the horizon: R, and M.
    /// @dev AVS-91.
    function reachOf(
        address operator,
        address avs,
        IStrategy strategy,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) public view returns (uint64 reach, uint64 maximum) {
        maximum = allocationManager.getMaxMagnitude(operator, strategy);
        (, uint32 delay) = allocationManager.getAllocationDelay(operator);
        if (Math.min(delay, delayFloorBlocks) <= horizonBlocks) return (maximum, maximum);

        (OperatorSet[] memory sets, Allocation[] memory allocations) = allocationManager.getStrategyAllocations(
            operator,
            strategy
        );
        for (uint256 i = 0; i < sets.length; ++i) {
            if (sets[i].avs != avs) continue;
            Allocation memory allocation = allocations[i];
            reach += allocation.currentMagnitude;
            bool inTime = allocation.effectBlock <= block.number + horizonBlocks;
            if (allocation.pendingDiff > 0 && inTime) reach += uint64(uint128(allocation.pendingDiff));
        }
    }

    /// @dev Room for every strategy that the staker holds or has queued.
    function _emptyTally(address staker) private view returns (Tally memory tally) {
        (IStrategy[] memory held, ) = delegationManager.getDepositedShares(staker);
        (Withdrawal[] memory withdrawals, ) = delegationManager.getQueuedWithdrawals(staker);
        uint256 places = held.length;
        for (uint256 i = 0; i < withdrawals.length; ++i) places += withdrawals[i].strategies.length;
        (tally.strategies, tally.lossShares) = (new IStrategy[](places), new uint256[](places));
    }

    function _addHeld(Tally memory tally, Question memory question, address staker) private view {
        address operator = delegationManager.delegatedTo(staker);
        (IStrategy[] memory strategies, ) = delegationManager.getDepositedShares(staker);
        (uint256[] memory shares, ) = delegationManager.getWithdrawableShares(staker, strategies);
        for (uint256 i = 0; i < strategies.length; ++i) {
            _add(tally, strategies[i], _lossUp(question, operator, strategies[i], shares[i]));
        }
    }

    function _addQueued(Tally memory tally, Question memory question, address staker) private view {
        (Withdrawal[] memory withdrawals, uint256[][] memory shares) = delegationManager.getQueuedWithdrawals(staker);
        for (uint256 i = 0; i < withdrawals.length; ++i) {
            Withdrawal memory withdrawal = withdrawals[i];
            if (!_slashable(withdrawal)) continue;
            for (uint256 j = 0; j < withdrawal.strategies.length; ++j) {
                IStrategy strategy = withdrawal.strategies[j];
                _add(tally, strategy, _lossUp(question, withdrawal.delegatedTo, strategy, shares[i][j]));
            }
        }
    }

    function _lossUp(
        Question memory question,
        address operator,
        IStrategy strategy,
        uint256 shares
    ) private view returns (uint256) {
        if (operator == address(0) || shares == 0) return 0;
        (uint64 reach, uint64 maximum) = reachOf(
            operator,
            question.avs,
            strategy,
            question.horizonBlocks,
            question.delayFloorBlocks
        );
        if (reach == 0) return 0;
        return Math.min(shares, Math.mulDiv(shares, reach, maximum, Math.Rounding.Ceil) + ROUNDING_WEI);
    }

    /// @dev The core slashes what was queued through the last block of its delay.
    function _slashable(Withdrawal memory withdrawal) private view returns (bool) {
        return block.number <= uint256(withdrawal.startBlock) + delegationManager.minWithdrawalDelayBlocks();
    }

    /// @dev Adds to the strategy's entry, or makes one.
    function _add(Tally memory tally, IStrategy strategy, uint256 loss) private pure {
        for (uint256 i = 0; i < tally.count; ++i) {
            if (address(tally.strategies[i]) != address(strategy)) continue;
            tally.lossShares[i] += loss;
            return;
        }
        (tally.strategies[tally.count], tally.lossShares[tally.count]) = (strategy, loss);
        ++tally.count;
    }
}
