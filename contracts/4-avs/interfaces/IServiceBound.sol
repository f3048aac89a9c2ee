// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IServiceBound
/// @notice A contract that works for one service.
interface IServiceBound {
    /// @notice The service: an AVS of the restaking core.
    function avs() external view returns (address);
}
