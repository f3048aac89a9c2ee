// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OperatorSet} from "../interfaces/Types.sol";

/// @title Operator sets as one word
/// @notice The service in the top 20 bytes, the number below: what mappings and lists hold in place of a set.
library OperatorSetLib {
    /// @notice The word of a set.
    function key(OperatorSet calldata set) internal pure returns (bytes32) {
        return toKey(set.avs, set.id);
    }

    /// @notice The word of a set, from its parts.
    function toKey(address avs, uint32 id) internal pure returns (bytes32) {
        return bytes32((uint256(uint160(avs)) << 96) | id);
    }

    /// @notice The set of a word.
    function decode(bytes32 setKey) internal pure returns (OperatorSet memory) {
        return OperatorSet({avs: address(bytes20(setKey)), id: uint32(uint256(setKey))});
    }
}
