// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ERC-7540: operators
interface IERC7540Operator {
    /// @notice `controller` lets `operator` act for it, or does so no longer.
    event OperatorSet(address indexed controller, address indexed operator, bool approved);

    /// @notice Lets `operator` manage all requests of the caller, its shares included. Trust it with both.
    function setOperator(address operator, bool approved) external returns (bool success);
    /// @notice Whether `operator` may act for `controller`.
    function isOperator(address controller, address operator) external view returns (bool status);
}
