// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IndexedMerkle} from "../../3-restaking/libraries/IndexedMerkle.sol";

/// @notice Shows the library of proofs by index.
contract IndexedMerkleHarness {
    function isMember(bytes calldata proof, bytes32 root, bytes32 leaf, uint256 index) external pure returns (bool) {
        return IndexedMerkle.isMember(proof, root, leaf, index);
    }
}
