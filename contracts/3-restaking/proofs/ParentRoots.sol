// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Roots of beacon blocks, as the execution layer keeps them (EIP-4788)
/// @notice Each block writes its parent's root under its own timestamp, into one of 8,191 places.
library ParentRoots {
    address internal constant BEACON_ROOTS = 0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02;

    /// @notice No block had this timestamp, or 8,191 slots or more have passed since.
    error InvalidEIP4788Response();

    /// @notice The root of the parent of the block at `timestamp`.
    function parentOf(uint64 timestamp) internal view returns (bytes32) {
        (bool success, bytes memory result) = BEACON_ROOTS.staticcall(abi.encode(timestamp));
        if (!success || result.length == 0) revert InvalidEIP4788Response();
        return abi.decode(result, (bytes32));
    }
}
