// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Names of states
/// @notice A beacon block root commits to a state; here the root simply says which one: the time, and how many changes
/// of any validator came before. Holders treat it as opaque. The form "before a time" counts all changes of earlier
/// blocks and none of that block.
library BlockRoots {
    uint64 private constant BEFORE = type(uint64).max;

    function ofMoment(uint64 timestamp, uint64 changes) internal pure returns (bytes32) {
        return bytes32((uint256(timestamp) << 64) | changes);
    }

    function before(uint64 timestamp) internal pure returns (bytes32) {
        return ofMoment(timestamp, BEFORE);
    }

    function timeOf(bytes32 root) internal pure returns (uint64) {
        return uint64(uint256(root) >> 64);
    }

    /// @notice Whether a change numbered `sequence` (from 1) at `timestamp` is part of the state.
    function includes(bytes32 root, uint64 sequence, uint64 timestamp) internal pure returns (bool) {
        uint64 changes = uint64(uint256(root));
        return changes == BEFORE ? timestamp < timeOf(root) : sequence <= changes;
    }
}
