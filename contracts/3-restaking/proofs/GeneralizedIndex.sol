// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A place in an SSZ tree, and the way up from it
/// @notice A generalized index is the path to a node, read as bits: 1 for the root, then 0 for left and 1 for right. So
/// it has one bit more than a proof has hashes, its lowest bit says on which side of its parent the node is, and the
/// path of a tree within a tree is one path after the other. A list is a tree of what it holds, beside its length.
library GeneralizedIndex {
    uint256 private constant LIST_DATA = 2; // left of the length

    /// @notice How many hashes lead from the node to the root: its index counts its leading zeros (EIP-7939).
    function depth(uint256 gindex) internal pure returns (uint256 hashes) {
        assembly ("memory-safe") {
            hashes := sub(255, clz(gindex))
        }
    }

    /// @notice The node at `inner` of the tree whose root is at `outer`.
    function concat(uint256 outer, uint256 inner) internal pure returns (uint256) {
        uint256 height = depth(inner);
        return (outer << height) | (inner ^ (1 << height));
    }

    /// @notice Chunk `chunk` of a list with place for 2^`height` of them.
    function inList(uint256 chunk, uint256 height) internal pure returns (uint256) {
        return (LIST_DATA << height) | chunk;
    }

    /// @notice Chunk `chunk` of a progressive list (EIP-7916): one chunk, then subtrees of 4, 16, 64 …, each to the left
    /// of all that follow. Before the subtree of 4^n lie (4^n − 1) / 3 chunks.
    function inProgressiveList(uint256 chunk) internal pure returns (uint256) {
        return concat(LIST_DATA, progressive(chunk));
    }

    /// @notice Leaf `leaf` of a progressive tree: n times right, left, then 2n bits within the subtree of 4^n.
    function progressive(uint256 leaf) internal pure returns (uint256) {
        uint256 level = depth(3 * leaf + 1) / 2;
        uint256 before = ((1 << (2 * level)) - 1) / 3;
        uint256 subtree = ((2 << level) - 1) << 1; // 1, n times 1, 0
        return (subtree << (2 * level)) | (leaf - before);
    }

    /// @notice The root above `node`, by the siblings from the node upwards; SSZ hashes with SHA-256.
    /// @param siblings 32 bytes each, `depth(gindex)` of them: the caller has to see to it
    function climb(bytes32 node, uint256 gindex, bytes calldata siblings) internal view returns (bytes32 root) {
        assembly ("memory-safe") {
            let end := add(siblings.offset, siblings.length)
            let path := shl(5, gindex) // bit 5 says where a node goes: to byte 0 as a left child, to 32 as a right one
            let side := and(path, 32)
            let succeeded := 1
            mstore(side, node)
            for {
                let sibling := siblings.offset
            } lt(sibling, end) {
                sibling := add(sibling, 32)
            } {
                mstore(xor(side, 32), calldataload(sibling))
                path := shr(1, path)
                side := and(path, 32)
                succeeded := and(succeeded, staticcall(gas(), 2, 0, 64, side, 32))
            }
            if iszero(succeeded) {
                revert(0, 0)
            }
            root := mload(side)
        }
    }
}
