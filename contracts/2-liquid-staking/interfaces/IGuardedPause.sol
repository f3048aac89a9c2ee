// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a guardian can stop, says whether it is stopped
interface IGuardedPause {
    event Paused(address guardian);
    event Unpaused(address guardian);

    /// @notice Stops the functions that the inheriting contract names. Only the guardian.
    function pause() external;

    /// @notice Lets them work again. Only the guardian.
    function unpause() external;

    function isPaused() external view returns (bool);
    function guardian() external view returns (address);
}
