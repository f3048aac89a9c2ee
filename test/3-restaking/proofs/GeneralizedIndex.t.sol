// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GeneralizedIndex} from "../../../contracts/3-restaking/proofs/GeneralizedIndex.sol";
import {TestBase} from "../../../contracts/testing/TestBase.sol";

/// @notice Ways up in trees that are built here, node by node.
contract GeneralizedIndexTest is TestBase {
    using GeneralizedIndex for *;

    /// @dev nodes by generalized index
    mapping(uint256 gindex => bytes32) private _nodes;

    /// @dev Calldata for `climb`.
    function climb(bytes32 node, uint256 gindex, bytes calldata siblings) external view returns (bytes32) {
        return node.climb(gindex, siblings);
    }

    function test_RST_120_a_leaf_leads_to_the_root_of_its_tree(uint256 seed) public {
        uint256 height = 1 + (seed % 5);
        bytes32 root = _tree(1, height, seed);
        for (uint256 leaf = 0; leaf < 1 << height; ++leaf) {
            uint256 gindex = (1 << height) | leaf;
            assertEq(gindex.depth(), height, "depth");
            assertTrue(this.climb(_nodes[gindex], gindex, _siblings(gindex)) == root, "another root");
        }
    }

    function test_RST_120_a_leaf_of_a_progressive_tree_leads_to_its_root(uint256 seed) public {
        uint256 levels = 1 + (seed % 4);
        bytes32 root = _progressiveTree(1, 0, levels, seed);
        uint256 leaves = ((1 << (2 * levels)) - 1) / 3;
        for (uint256 leaf = 0; leaf < leaves; ++leaf) {
            uint256 gindex = GeneralizedIndex.progressive(leaf);
            assertTrue(_nodes[gindex] == keccak256(abi.encode(seed, leaf)), "another leaf");
            assertTrue(this.climb(_nodes[gindex], gindex, _siblings(gindex)) == root, "another root");
        }
    }

    function test_RST_120_one_bit_of_a_leaf_a_sibling_or_a_place_leads_elsewhere(uint256 seed, uint16 bit) public {
        uint256 height = 1 + (seed % 5);
        bytes32 root = _tree(1, height, seed);
        uint256 gindex = (1 << height) | ((seed >> 8) % (1 << height));
        bytes32 node = _nodes[gindex];
        bytes memory siblings = _siblings(gindex);
        uint256 which = bit % (256 + 256 * height + height);
        if (which < 256) {
            node ^= bytes32(1 << which);
        } else if (which < 256 + 256 * height) {
            uint256 flipped = which - 256;
            siblings[flipped / 8] ^= bytes1(uint8(1 << (flipped % 8)));
        } else {
            gindex ^= 1 << (which - 256 - 256 * height);
        }
        assertTrue(this.climb(node, gindex, siblings) != root, "damage passes");
    }

    function test_RST_120_a_tree_in_a_tree_is_one_path_after_the_other(uint256 seed) public {
        uint256 outer = 2 + (seed % 6);
        uint256 inner = 2 + ((seed >> 8) % 6);
        bytes32 root = _tree(1, outer.depth() + inner.depth(), seed);
        uint256 whole = outer.concat(inner);
        assertEq(whole.depth(), outer.depth() + inner.depth(), "depth");
        bytes32 middle = this.climb(_nodes[whole], inner, _siblingsUpTo(whole, inner.depth()));
        assertTrue(middle == _nodes[outer], "another tree");
        assertTrue(this.climb(middle, outer, _siblings(outer)) == root, "another root");
    }

    /// @dev Subtrees of 1, 4, 16 … leaves, each left of all that follow; nothing follows the last.
    function _progressiveTree(
        uint256 gindex,
        uint256 level,
        uint256 levels,
        uint256 seed
    ) private returns (bytes32 node) {
        if (level == levels) return _nodes[gindex] = 0;
        uint256 first = ((1 << (2 * level)) - 1) / 3;
        bytes32 left = _subtree(gindex << 1, 2 * level, first, seed);
        bytes32 right = _progressiveTree((gindex << 1) | 1, level + 1, levels, seed);
        return _nodes[gindex] = sha256(abi.encode(left, right));
    }

    function _subtree(uint256 gindex, uint256 height, uint256 first, uint256 seed) private returns (bytes32) {
        if (height == 0) return _nodes[gindex] = keccak256(abi.encode(seed, first));
        bytes32 left = _subtree(gindex << 1, height - 1, first, seed);
        bytes32 right = _subtree((gindex << 1) | 1, height - 1, first + (1 << (height - 1)), seed);
        return _nodes[gindex] = sha256(abi.encode(left, right));
    }

    function _tree(uint256 gindex, uint256 height, uint256 seed) private returns (bytes32) {
        return _subtree(gindex, height, 0, seed);
    }

    function _siblings(uint256 gindex) private view returns (bytes memory) {
        return _siblingsUpTo(gindex, gindex.depth());
    }

    function _siblingsUpTo(uint256 gindex, uint256 levels) private view returns (bytes memory siblings) {
        for (uint256 i = 0; i < levels; ++i) siblings = bytes.concat(siblings, _nodes[(gindex >> i) ^ 1]);
    }
}
