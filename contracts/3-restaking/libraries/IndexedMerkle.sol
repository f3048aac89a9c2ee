// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @title Merkle proofs by index
/// @notice A binary tree of keccak256(left ‖ right). The index of a leaf says at every height whether its path is
/// the left child (even) or the right one (odd), so a leaf is proven together with its position; pairs are not
/// sorted. Leaves need a salt of their own, so that no inner node passes as one.
/// @dev A proof holds the sibling hashes from the leaf up, 32 bytes each. No proof at all: the leaf is the root.
/// @custom:decisions 0025
library IndexedMerkle {
    /// @dev A tree without leaves has no members.
    error EmptyRoot();
    /// @dev A proof is made of whole 32-byte hashes.
    error InvalidProofLength();
    /// @dev The index lies outside a tree of the proof's height.
    error InvalidIndex();

    /// @notice True when `leaf` stands at `index` of the tree with this root.
    /// @dev {EmptyRoot}, {InvalidProofLength}, {InvalidIndex}.
    function isMember(bytes calldata proof, bytes32 root, bytes32 leaf, uint256 index) internal pure returns (bool) {
        require(root != bytes32(0), EmptyRoot());
        require(proof.length % 32 == 0, InvalidProofLength());

        bytes32 node = leaf;
        uint256 height = proof.length / 32;
        for (uint256 level = 0; level < height; level++) {
            bytes32 sibling;
            // within the proof, for level < height: bounds need no second check
            assembly ("memory-safe") {
                sibling := calldataload(add(proof.offset, shl(5, level)))
            }
            node = index & 1 == 0 ? Hashes.efficientKeccak256(node, sibling) : Hashes.efficientKeccak256(sibling, node);
            index >>= 1;
        }
        require(index == 0, InvalidIndex());
        return node == root;
    }
}
