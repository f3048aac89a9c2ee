// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Snapshots} from "../../../contracts/3-restaking/libraries/Snapshots.sol";
import {TestBase} from "../../../contracts/testing/TestBase.sol";

/// @notice Snapshots against a plain array of what every block ended with.
contract SnapshotsTest is TestBase {
    using Snapshots for mapping(uint256 index => uint256);

    uint256 private constant BLOCKS = 24;
    uint256 private constant INITIAL = 7;

    mapping(uint256 index => uint256) private _list;
    uint256 private _length;

    function test_RST_04_every_block_answers_its_last_value(uint256 seed) public {
        uint256[] memory ends = new uint256[](BLOCKS);
        uint256 value = INITIAL;
        for (uint32 b = 0; b < BLOCKS; b++) {
            seed = uint256(keccak256(abi.encode(seed)));
            for (uint256 pushes = seed % 3; pushes > 0; pushes--) {
                value = uint224(uint256(keccak256(abi.encode(seed, pushes))));
                _length = _list.push(_length, b, value);
            }
            ends[b] = value;
            assertEq(_list.latest(_length, INITIAL), value, "latest");
        }
        for (uint32 b = 0; b < BLOCKS; b++) {
            assertEq(_list.atBlock(_length, b, INITIAL), ends[b], "value at the end of a block");
        }
        assertEq(_list.atBlock(_length, type(uint32).max, INITIAL), value, "value later on");
        assertLe(_length, BLOCKS, "one entry a block at most");
    }

    function test_RST_04_before_the_first_entry_stands_the_initial_value(uint32 first, uint32 asked) public {
        first = uint32(bound(first, 1, type(uint32).max));
        _length = _list.push(0, first, 1);
        assertEq(_list.atBlock(_length, uint32(bound(asked, 0, first - 1)), INITIAL), INITIAL, "too early");
    }

    function test_RST_04_blocks_never_go_back() public {
        _length = _list.push(0, 10, 1);
        vm.expectRevert(Snapshots.InvalidSnapshotOrdering.selector);
        this.pushAt(9);
    }

    function test_RST_04_values_are_cut_to_224_bits() public {
        _length = _list.push(0, 1, (1 << 224) + 5);
        assertEq(_list.latest(_length, 0), 5, "the upper bits are gone");
    }

    function pushAt(uint32 blockNumber) external {
        _list.push(_length, blockNumber, 2);
    }
}
