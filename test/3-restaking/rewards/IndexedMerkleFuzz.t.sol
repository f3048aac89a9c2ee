// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IndexedMerkleHarness} from "../../../contracts/testing/restaking/IndexedMerkleHarness.sol";
import {TestBase} from "../../../contracts/testing/TestBase.sol";

/// @notice Trees of random leaves and heights: a leaf is a member at its own index, with its own proof, alone.
contract IndexedMerkleFuzzTest is TestBase {
    IndexedMerkleHarness private immutable library_ = new IndexedMerkleHarness();

    function test_RST_50_everyLeafIsMember(bytes32 seed, uint256 height, uint256 index) public view {
        (bytes memory proof, bytes32 root, bytes32 leaf, uint256 place) = _grow(seed, height, index);
        assertTrue(library_.isMember(proof, root, leaf, place), "an honest leaf is a member");
    }

    function test_RST_50_noOtherIndexPasses(bytes32 seed, uint256 height, uint256 index, uint256 other) public view {
        (bytes memory proof, bytes32 root, bytes32 leaf, uint256 place) = _grow(seed, height, index);
        other = bound(other, 0, (1 << (proof.length / 32)) - 1);
        vm.assume(other != place);
        assertTrue(!library_.isMember(proof, root, leaf, other), "the leaf stands nowhere else");
    }

    function test_RST_50_noChangedBitPasses(bytes32 seed, uint256 height, uint256 index, uint256 bit) public view {
        (bytes memory proof, bytes32 root, bytes32 leaf, uint256 place) = _grow(seed, height, index);
        bit = bound(bit, 0, 8 * (proof.length + 32) - 1);
        if (bit < 256) leaf ^= bytes32(1 << bit);
        else proof[bit / 8 - 32] ^= bytes1(uint8(1 << (bit % 8)));
        assertTrue(!library_.isMember(proof, root, leaf, place), "no forged leaf or proof");
    }

    /// @dev A tree of up to 16 levels, known by one leaf's path; its other leaves are whatever the siblings hide.
    function _grow(
        bytes32 seed,
        uint256 height,
        uint256 index
    ) private pure returns (bytes memory proof, bytes32 root, bytes32 leaf, uint256 place) {
        height = bound(height, 0, 16);
        place = bound(index, 0, (1 << height) - 1);
        leaf = keccak256(abi.encode(seed));
        root = leaf;
        for (uint256 level = 0; level < height; level++) {
            bytes32 sibling = keccak256(abi.encode(seed, level));
            proof = abi.encodePacked(proof, sibling);
            bool isRight = (place >> level) % 2 == 1;
            root = keccak256(isRight ? abi.encode(sibling, root) : abi.encode(root, sibling));
        }
    }
}
