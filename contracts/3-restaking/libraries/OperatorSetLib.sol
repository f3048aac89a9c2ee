// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OperatorSet} from "../interfaces/Types.sol";

/// @title Operator sets as one word
/// @notice key = avs (20 bytes) ‖ id (12 bytes): what mappings and enumerable sets hold in place of an operator set.
library OperatorSetLib {
    function key(OperatorSet memory operatorSet) internal pure returns (bytes32) {
        return bytes32(bytes20(operatorSet.avs)) | bytes32(uint256(operatorSet.id));
    }

    function decode(bytes32 setKey) internal pure returns (OperatorSet memory) {
        return OperatorSet(address(bytes20(setKey)), uint32(uint256(setKey)));
    }
}
