// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ISlashObserver
/// @notice What a slasher tells whoever wants to know: a slash, right after it has been executed in the core, and the
/// announcement of one, right after it has been made.
///
/// The call is a courtesy and never a condition. It carries a fixed amount of gas, what the observer returns is not
/// copied, and a revert becomes an event of the slasher: no observer can block a slash, and no slash depends on one.
/// So an observer must be correct without the call as well (a vault finds the loss at its next sync anyway).
///
/// What an observer can rely on: the core has already reduced the operator's magnitude and shares, so every view of
/// the core answers with the state after the slash. The slasher is locked for the length of the call: a nested slash
/// through it reverts. What it cannot rely on: the caller's honesty. Anybody can call a public function, so an
/// implementation that changes its state checks `msg.sender` or, better, only re-reads the core.
interface ISlashObserver {
    /// @notice `operator` has been slashed by `avs`.
    /// @param avs the service that slashed
    /// @param operatorSetId the set of that service in which the operator was slashed
    /// @param operator the operator that lost stake
    /// @param slashId the core's id of this slash within (avs, operatorSetId), counting from 1
    function onSlash(address avs, uint32 operatorSetId, address operator, uint256 slashId) external;

    /// @notice `avs` has announced that it will slash `operator`. The caller answers `ISlashAnnouncements` already, this
    /// announcement included. Slashers that announce nothing never call it.
    /// @param avs the service that announced
    /// @param operatorSetId the set of that service in which the operator would be slashed
    /// @param operator the operator that would lose stake
    /// @param faultId identity of the fault
    function onAnnouncement(address avs, uint32 operatorSetId, address operator, bytes32 faultId) external;
}
