// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Allocation, OperatorSet, Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {PendingDelays} from "./PendingDelays.sol";

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
/// operator within the horizon).
///
/// Delays. A new allocation takes an operator's delay, by the one in force or by one that is to come (`PendingDelays`),
/// whichever is over first; beyond the core's configuration delay a horizon counts everything, for a delay that is set now
/// holds by then. Where a coming delay is neither told nor proven, the caller can say how short it may become
/// (`delayFloorBlocks`), and 0 assumes the worst.
/// @custom:decisions 0038
contract SlashExposure {
    /// @param avss services that are asked about together: what the core says of a staker is read once for all of them
    struct Question {
        address[] avss;
        uint32 horizonBlocks;
        uint32 delayFloorBlocks;
    }

    /// @dev The first `count` entries of the first two lists are filled, and of each service's list of losses; the first
    /// `reachCount` of the last.
    struct Tally {
        IStrategy[] strategies;
        uint256[][] lossShares;
        uint256 count;
        Reach[] reaches;
        uint256 reachCount;
    }

    /// @dev What each service reaches of an operator's magnitude in a strategy; everything if it can allocate anew in time.
    struct Reach {
        address operator;
        bool anew;
        IStrategy strategy;
        uint64[] reach;
        uint64 maximum;
    }

    IAllocationManager public immutable allocationManager;
    IDelegationManager public immutable delegationManager;
    PendingDelays public immutable pendingDelays;
    uint256 private immutable _configurationDelayBlocks;
    uint256 private constant ROUNDING_WEI = 1;

    constructor(IAllocationManager allocationManager_) {
        allocationManager = allocationManager_;
        delegationManager = allocationManager_.delegation();
        pendingDelays = new PendingDelays(allocationManager_);
        _configurationDelayBlocks = allocationManager_.ALLOCATION_CONFIGURATION_DELAY();
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
        address[] memory avss = new address[](1);
        avss[0] = avs;
        uint256[][] memory byAvs;
        (strategies, byAvs) = maximumLosses(staker, avss, horizonBlocks, delayFloorBlocks);
        return (strategies, byAvs[0]);
    }

    /// @notice The same for several services, each alone: a row of losses for each.
    /// @dev AVS-90.
    function maximumLosses(
        address staker,
        address[] memory avss,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) public view returns (IStrategy[] memory strategies, uint256[][] memory lossShares) {
        Question memory question = Question(avss, horizonBlocks, delayFloorBlocks);
        (Withdrawal[] memory withdrawals, uint256[][] memory queued) = delegationManager.getQueuedWithdrawals(staker);
        (IStrategy[] memory held, ) = delegationManager.getDepositedShares(staker);
        Tally memory tally = _emptyTally(avss.length, held.length, withdrawals);
        _addHeld(tally, question, staker, held);
        for (uint256 i = 0; i < withdrawals.length; ++i) {
            if (!_slashable(withdrawals[i])) continue;
            for (uint256 j = 0; j < queued[i].length; ++j) {
                _add(tally, question, withdrawals[i].delegatedTo, withdrawals[i].strategies[j], queued[i][j]);
            }
        }
        return _filled(tally);
    }

    /// @notice The same of what the staker holds of these strategies, and not of what it has queued.
    /// @dev AVS-90.
    function heldLosses(
        address staker,
        IStrategy[] memory strategies,
        address[] memory avss,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) external view returns (uint256[][] memory lossShares) {
        Tally memory tally = _emptyTally(avss.length, strategies.length, new Withdrawal[](0));
        _addHeld(tally, Question(avss, horizonBlocks, delayFloorBlocks), staker, strategies);
        (, lossShares) = _filled(tally);
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
        address[] memory avss = new address[](1);
        avss[0] = avs;
        bool anew = _canAllocateWithin(operator, horizonBlocks, delayFloorBlocks);
        Reach memory found = _reachOf(Question(avss, horizonBlocks, delayFloorBlocks), operator, anew, strategy);
        return (found.reach[0], found.maximum);
    }

    function _reachOf(
        Question memory question,
        address operator,
        bool anew,
        IStrategy strategy
    ) private view returns (Reach memory found) {
        uint256 avss = question.avss.length;
        uint64 maximum = allocationManager.getMaxMagnitude(operator, strategy);
        found = Reach(operator, anew, strategy, new uint64[](avss), maximum);
        if (anew) {
            for (uint256 k = 0; k < avss; ++k) found.reach[k] = found.maximum;
            return found;
        }
        (OperatorSet[] memory sets, Allocation[] memory allocations) = allocationManager.getStrategyAllocations(
            operator,
            strategy
        );
        for (uint256 i = 0; i < sets.length; ++i) {
            uint64 reach = _reachBy(allocations[i], question.horizonBlocks);
            for (uint256 k = 0; k < avss; ++k) if (sets[i].avs == question.avss[k]) found.reach[k] += reach;
        }
    }

    function _reachBy(Allocation memory allocation, uint32 horizonBlocks) private view returns (uint64 reach) {
        reach = allocation.currentMagnitude;
        bool inTime = allocation.effectBlock <= block.number + horizonBlocks;
        if (allocation.pendingDiff > 0 && inTime) reach += uint64(uint128(allocation.pendingDiff));
    }

    /// @notice The shorter of an operator's allocation delays, the one in force and one that is to come, in blocks.
    /// @dev OPS-72. What an operator that may get stake must keep above the way out of the core.
    function shortestDelay(address operator) external view returns (bool isSet, uint32 delayBlocks) {
        (isSet, delayBlocks) = allocationManager.getAllocationDelay(operator);
        (uint32 coming, uint32 effectBlock) = pendingDelays.pendingOf(operator);
        if (effectBlock != 0 && coming < delayBlocks) delayBlocks = coming;
    }

    /// @dev Whether an allocation that is made within the horizon takes effect within it. A delay that is to come holds
    /// from its effect block.
    function _canAllocateWithin(
        address operator,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) private view returns (bool) {
        if (_configurationDelayBlocks < horizonBlocks) return true;
        (, uint32 delay) = allocationManager.getAllocationDelay(operator);
        if (Math.min(delay, delayFloorBlocks) <= horizonBlocks) return true;
        (uint32 coming, uint32 effectBlock) = pendingDelays.pendingOf(operator);
        return effectBlock != 0 && uint256(effectBlock) - block.number + coming <= horizonBlocks;
    }

    /// @dev Room for every strategy that the staker holds or has queued, under one operator each or another.
    function _emptyTally(
        uint256 avss,
        uint256 held,
        Withdrawal[] memory withdrawals
    ) private pure returns (Tally memory tally) {
        uint256 places = held;
        for (uint256 i = 0; i < withdrawals.length; ++i) places += withdrawals[i].strategies.length;
        (tally.strategies, tally.reaches) = (new IStrategy[](places), new Reach[](places));
        tally.lossShares = new uint256[][](avss);
        for (uint256 k = 0; k < avss; ++k) tally.lossShares[k] = new uint256[](places);
    }

    function _filled(Tally memory tally) private pure returns (IStrategy[] memory, uint256[][] memory) {
        (IStrategy[] memory strategies, uint256 count) = (tally.strategies, tally.count);
        assembly ("memory-safe") {
            mstore(strategies, count)
        }
        for (uint256 k = 0; k < tally.lossShares.length; ++k) {
            uint256[] memory row = tally.lossShares[k];
            assembly ("memory-safe") {
                mstore(row, count)
            }
        }
        return (strategies, tally.lossShares);
    }

    function _addHeld(
        Tally memory tally,
        Question memory question,
        address staker,
        IStrategy[] memory strategies
    ) private view {
        address operator = delegationManager.delegatedTo(staker);
        (uint256[] memory shares, ) = delegationManager.getWithdrawableShares(staker, strategies);
        for (uint256 i = 0; i < strategies.length; ++i) _add(tally, question, operator, strategies[i], shares[i]);
    }

    /// @dev The core slashes what was queued through the last block of its delay.
    function _slashable(Withdrawal memory withdrawal) private view returns (bool) {
        return block.number <= uint256(withdrawal.startBlock) + delegationManager.minWithdrawalDelayBlocks();
    }

    /// @dev Adds what each service can take of the shares to the strategy's entry, or makes one.
    function _add(
        Tally memory tally,
        Question memory question,
        address operator,
        IStrategy strategy,
        uint256 shares
    ) private view {
        uint256 place = 0;
        while (place < tally.count && address(tally.strategies[place]) != address(strategy)) ++place;
        if (place == tally.count) tally.strategies[tally.count++] = strategy;
        if (operator == address(0) || shares == 0) return;
        Reach memory reach = _reachOnce(tally, question, operator, strategy);
        for (uint256 k = 0; k < question.avss.length; ++k) {
            if (reach.reach[k] == 0) continue;
            uint256 loss = Math.mulDiv(shares, reach.reach[k], reach.maximum, Math.Rounding.Ceil) + ROUNDING_WEI;
            tally.lossShares[k][place] += Math.min(shares, loss);
        }
    }

    /// @dev Asks the core once for each operator and strategy, and once for an operator's delays.
    function _reachOnce(
        Tally memory tally,
        Question memory question,
        address operator,
        IStrategy strategy
    ) private view returns (Reach memory found) {
        bool asked = false;
        bool anew = false;
        for (uint256 i = 0; i < tally.reachCount; ++i) {
            found = tally.reaches[i];
            if (found.operator != operator) continue;
            if (address(found.strategy) == address(strategy)) return found;
            (asked, anew) = (true, found.anew);
        }
        if (!asked) anew = _canAllocateWithin(operator, question.horizonBlocks, question.delayFloorBlocks);
        found = _reachOf(question, operator, anew, strategy);
        tally.reaches[tally.reachCount++] = found;
    }
}
