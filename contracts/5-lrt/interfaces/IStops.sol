// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IStops
/// @notice For how long exits have been stopped.
interface IStops {
    /// @notice Seconds in which containment has stopped exits, over the vault's whole life, up to now.
    function stoppedSeconds() external view returns (uint256);
}
