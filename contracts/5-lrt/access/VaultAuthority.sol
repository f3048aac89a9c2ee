// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IStops} from "../interfaces/IStops.sol";

/// @title The AccessManager whose clock stands still while exits are stopped
/// @notice A delay protects holders only if they can leave while it runs: an administrator who changes something, and a
/// guardian who stops exits for as long, would leave nobody the time to go. So every second in which containment stops
/// exits (`IStops`) is a second by which whatever is scheduled waits longer, and lapses later:
///
///     ready at = when it was scheduled for + seconds of stops since it was scheduled
///
/// That holds for everything that goes through `schedule`: calls of roles, and the administrator's own changes of roles,
/// delays and targets. What was ready when a stop began stays ready: its delay had passed with exits open.
///
/// Holding back (`SlashingGuard`) is no stop in this sense: it has a budget, and the governor's delay is longer than the longest
/// exit and all budgets together (`deploy/lib/exit-time.ts`).
/// @custom:decisions 0092
contract VaultAuthority is AccessManager {
    /// @notice For how long after it became ready a scheduled call can be executed, stops not counted.
    uint256 public constant EXECUTION_SECONDS = 1 weeks;

    /// @notice How far ahead a call can be scheduled; later times would not fit the manager's own sums.
    uint256 public constant LONGEST_SCHEDULE_SECONDS = type(uint32).max;

    IStops public immutable stops;
    mapping(bytes32 operationId => uint256 stoppedSeconds) private _stoppedWhenScheduled;

    /// @dev Nobody can wait so long.
    error ScheduledTooFar(uint256 when, uint256 latest);

    constructor(address admin, address stops_) AccessManager(admin) {
        stops = IStops(stops_);
    }

    /// @notice Schedules a call as OpenZeppelin's manager does, and notes for how long exits had been stopped by then.
    /// @dev VLT-35. Reverts `ScheduledTooFar`, and as the manager does. The event's `schedule` is the earliest time, without stops to come.
    function schedule(
        address target,
        bytes calldata data,
        uint48 when
    ) public override returns (bytes32 operationId, uint32 nonce) {
        uint256 latest = block.timestamp + LONGEST_SCHEDULE_SECONDS;
        if (when > latest) revert ScheduledTooFar(when, latest);
        operationId = hashOperation(_msgSender(), target, data);
        // the manager below thinks that nothing ever lapses
        if (super.getSchedule(operationId) != 0 && getSchedule(operationId) == 0) cancel(_msgSender(), target, data);
        (operationId, nonce) = super.schedule(target, data, when);
        _stoppedWhenScheduled[operationId] = stops.stoppedSeconds();
    }

    /// @notice When a scheduled call is ready, as far as is known now: it moves on while exits are stopped. 0 when nothing
    /// is scheduled or it has lapsed.
    function getSchedule(bytes32 id) public view override returns (uint48) {
        uint256 readyAt = _readyAt(id);
        return readyAt == 0 || _hasLapsed(readyAt) ? 0 : uint48(readyAt);
    }

    /// @notice Never, for the manager below: here a scheduled call lapses `EXECUTION_SECONDS` after it is ready.
    function expiration() public pure override returns (uint32) {
        return type(uint32).max;
    }

    /// @dev VLT-35: not before it is ready, and not after it has lapsed.
    function _consumeScheduledOp(bytes32 operationId) internal override returns (uint32) {
        uint256 readyAt = _readyAt(operationId);
        if (readyAt > block.timestamp) revert AccessManagerNotReady(operationId);
        if (readyAt != 0 && _hasLapsed(readyAt)) revert AccessManagerExpired(operationId);
        return super._consumeScheduledOp(operationId);
    }

    function _readyAt(bytes32 operationId) private view returns (uint256) {
        uint256 earliest = super.getSchedule(operationId);
        return earliest == 0 ? 0 : earliest + stops.stoppedSeconds() - _stoppedWhenScheduled[operationId];
    }

    function _hasLapsed(uint256 readyAt) private view returns (bool) {
        return block.timestamp >= readyAt + EXECUTION_SECONDS;
    }
}
