// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IOperatorRules
/// @notice Whom stake may go to: what the restaker asks before it delegates and before each leg in.
interface IOperatorRules {
    error NotEnoughGasForSets(uint256 gasLeft);

    /// @notice Whether an operator may get stake: registered, of enough magnitude in every strategy, with an allocation
    /// delay longer than the way out of the core, and allocated to few enough sets.
    /// @dev Reverts `NotEnoughGasForSets` rather than call an operator unfit for want of gas.
    function isFit(address operator) external view returns (bool);
}
