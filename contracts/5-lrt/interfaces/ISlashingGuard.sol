// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ISlashingGuard
/// @notice Whether a slash is announced for which exits are held back, and for how long they have been.
interface ISlashingGuard {
    /// @notice Asks every service, and says whether exits are held back now. Anyone.
    /// @dev VLT-60 to VLT-63. Writes what it sees for the first time, so that a hold begins when somebody asks. Reverts
    /// `NotEnoughGasToAsk`. Emits `ExitsHeldBack`.
    function isHeldBack() external returns (bool held);

    /// @notice The same of one service; false for one that is not listed. Anyone.
    /// @dev VLT-32. Reverts `NotEnoughGasToAsk`. Emits `ExitsHeldBack`.
    function isHeldBackBy(address service) external returns (bool held);

    /// @notice What `isHeldBack` would say now.
    function wouldHoldBack() external view returns (bool held);

    /// @notice Seconds in which exits have been held back, over the vault's whole life, up to now. A hold counts from when
    /// somebody asked to its end, vetoed early or not.
    function heldSeconds() external view returns (uint256);
}
