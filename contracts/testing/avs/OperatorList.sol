// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRestaker} from "../../5-lrt/interfaces/IRestaker.sol";

/// @notice Slots of a vault, for tests that need to know no more of a restaker than who its operators are.
contract OperatorList {
    address[] private _operators;

    constructor(address[] memory operators) {
        _operators = operators;
    }

    function slotCount() external view returns (uint256) {
        return _operators.length;
    }

    function slotAt(uint256 slot) external view returns (IRestaker.Slot memory) {
        return IRestaker.Slot({delegator: address(0), operator: _operators[slot], weightBps: 0, capAssets: 0});
    }
}
