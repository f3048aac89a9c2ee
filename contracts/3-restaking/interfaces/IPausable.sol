// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPauserRegistry} from "./IPauserRegistry.sol";

/// @notice A contract whose functions are paused one by one, by the bits of one word.
interface IPausable {
    /// @dev The caller may not pause.
    error OnlyPauser();
    /// @dev The caller may not unpause.
    error OnlyUnpauser();
    /// @dev The function is paused.
    error CurrentlyPaused();
    /// @dev A pause tried to clear a bit, or an unpause to set one.
    error InvalidNewPausedStatus();
    /// @dev The pauser registry must not be the zero address.
    error InputAddressZero();

    event Paused(address indexed account, uint256 newPausedStatus);
    event Unpaused(address indexed account, uint256 newPausedStatus);

    /// @notice The registry that says who may pause and unpause.
    function pauserRegistry() external view returns (IPauserRegistry);

    /// @notice Sets the paused word. Bits may be set, never cleared.
    /// @dev Only a pauser, else {OnlyPauser}; {InvalidNewPausedStatus} when a set bit is missing. Emits {Paused}.
    function pause(uint256 newPausedStatus) external;

    /// @notice Sets every bit.
    /// @dev Only a pauser, else {OnlyPauser}. Emits {Paused}.
    function pauseAll() external;

    /// @notice Sets the paused word. Bits may be cleared, never set.
    /// @dev Only the unpauser, else {OnlyUnpauser}; {InvalidNewPausedStatus} when a new bit is set.
    /// Emits {Unpaused}.
    function unpause(uint256 newPausedStatus) external;

    /// @notice The paused word: bit n set means that the functions behind bit n are paused.
    function paused() external view returns (uint256);

    /// @notice True when bit `index` is set.
    function paused(uint8 index) external view returns (bool);
}
