// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ColludingOperator
/// @notice An operator that is a contract and does several things in one transaction: slash through a service of its
/// friends and undelegate the vault in the same block, take its own stake out just before it is slashed, join a set to
/// vote and leave it again.
contract ColludingOperator {
    struct Act {
        address to;
        bytes message;
    }

    /// @notice Does one thing after the other, all or none; reverts with the reason of the first that fails.
    function together(Act[] calldata acts) external {
        for (uint256 i = 0; i < acts.length; ++i) {
            (bool success, bytes memory reason) = acts[i].to.call(acts[i].message);
            if (success) continue;
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
    }
}
