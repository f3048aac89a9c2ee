// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Snapshots} from "../../3-restaking/libraries/Snapshots.sol";

/// @title One list of snapshots, its library's functions made callable.
contract SnapshotsHarness {
    mapping(uint256 index => uint256) private list;
    uint256 public length;

    /// @notice Sets the value from `blockNumber` on.
    function push(uint32 blockNumber, uint256 value) external {
        length = Snapshots.push(list, length, blockNumber, value);
    }

    /// @notice The last value, or `initial` before the first.
    function latest(uint256 initial) external view returns (uint256) {
        return Snapshots.latest(list, length, initial);
    }

    /// @notice The value at the end of `blockNumber`, or `initial` before the first.
    function atBlock(uint32 blockNumber, uint256 initial) external view returns (uint256) {
        return Snapshots.atBlock(list, length, blockNumber, initial);
    }
}
