// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A validator as eight leaves of its container
/// @notice pubkey hash, credentials, effective balance, slashed, eligibility, activation, exit, withdrawable epoch.
/// Numbers are the first eight bytes of their leaf, least significant first, and what follows is not looked at: a leaf
/// with more in it has another root. Reads beyond the end of the list panic (0x32).
library ValidatorFields {
    function pubkeyHash(bytes32[] memory fields) internal pure returns (bytes32) {
        return fields[0];
    }

    function credentials(bytes32[] memory fields) internal pure returns (bytes32) {
        return fields[1];
    }

    function effectiveBalanceGwei(bytes32[] memory fields) internal pure returns (uint64) {
        return toUint64(fields[2]);
    }

    function isSlashed(bytes32[] memory fields) internal pure returns (bool) {
        return toUint64(fields[3]) != 0;
    }

    function activationEpoch(bytes32[] memory fields) internal pure returns (uint64) {
        return toUint64(fields[5]);
    }

    function exitEpoch(bytes32[] memory fields) internal pure returns (uint64) {
        return toUint64(fields[6]);
    }

    function withdrawableEpoch(bytes32[] memory fields) internal pure returns (uint64) {
        return toUint64(fields[7]);
    }

    /// @notice The balance of validator `index` in its leaf, which holds those of four.
    function balanceIn(bytes32 leaf, uint40 index) internal pure returns (uint64) {
        return toUint64(leaf << (64 * (index % 4)));
    }

    /// @notice The first eight bytes, least significant first.
    function toUint64(bytes32 leaf) internal pure returns (uint64 number) {
        number = uint64(bytes8(leaf));
        number = ((number & 0xff00ff00ff00ff00) >> 8) | ((number & 0x00ff00ff00ff00ff) << 8);
        number = ((number & 0xffff0000ffff0000) >> 16) | ((number & 0x0000ffff0000ffff) << 16);
        number = (number >> 32) | (number << 32);
    }

    /// @notice The root of the container.
    /// @param fields eight of them: the caller has to see to it
    function root(bytes32[] memory fields) internal view returns (bytes32 result) {
        assembly ("memory-safe") {
            let nodes := mload(0x40)
            mcopy(nodes, add(fields, 32), 256)
            // four pairs, two, one; each hash takes the place of a node that is hashed already
            let succeeded := staticcall(gas(), 2, nodes, 64, nodes, 32)
            succeeded := and(succeeded, staticcall(gas(), 2, add(nodes, 64), 64, add(nodes, 32), 32))
            succeeded := and(succeeded, staticcall(gas(), 2, add(nodes, 128), 64, add(nodes, 64), 32))
            succeeded := and(succeeded, staticcall(gas(), 2, add(nodes, 192), 64, add(nodes, 96), 32))
            succeeded := and(succeeded, staticcall(gas(), 2, nodes, 64, nodes, 32))
            succeeded := and(succeeded, staticcall(gas(), 2, add(nodes, 64), 64, add(nodes, 32), 32))
            succeeded := and(succeeded, staticcall(gas(), 2, nodes, 64, nodes, 32))
            if iszero(succeeded) {
                revert(0, 0)
            }
            result := mload(nodes)
        }
    }
}
