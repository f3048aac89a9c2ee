// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Operators of a vault, for tests that need to know no more of a restaker and its rules than who they are.
contract OperatorList {
    address[] private _operators;

    constructor(address[] memory operators) {
        _operators = operators;
    }

    function rules() external view returns (OperatorList) {
        return this;
    }

    function operatorsAtRisk() external view returns (address[] memory) {
        return _operators;
    }
}
