// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IOperatorRules
/// @notice Whom stake may go to: what the restaker asks before it delegates and before each leg in.
interface IOperatorRules {
    /// @notice Whether an operator may get stake: registered, of enough magnitude in every strategy, with an allocation
    /// delay longer than the way out of the core, and allocated to few enough sets.
    function isFit(address operator) external view returns (bool);
}
