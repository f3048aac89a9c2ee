// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a deposit hashes to
/// @notice SSZ roots of the phase 0 containers, as the deposit contract computes them.
library DepositData {
    /// @notice SSZ root of a 48-byte BLS public key: sha256(pubkey ‖ 16 zero bytes).
    function pubkeyHash(bytes memory pubkey) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(pubkey, bytes16(0)));
    }

    /// @notice Root of DepositData{pubkey, withdrawal_credentials, amount, signature}.
    /// @param signature 96 bytes
    function root(
        bytes memory pubkey,
        bytes32 credentials,
        uint64 amountGwei,
        bytes memory signature
    ) internal pure returns (bytes32) {
        (bytes32 s0, bytes32 s1, bytes32 s2) = abi.decode(signature, (bytes32, bytes32, bytes32));
        bytes32 signatureRoot = sha256(
            abi.encodePacked(sha256(abi.encodePacked(s0, s1)), sha256(abi.encodePacked(s2, bytes32(0))))
        );
        bytes32 left = sha256(abi.encodePacked(pubkeyHash(pubkey), credentials));
        bytes32 right = sha256(abi.encodePacked(littleEndian(amountGwei), bytes24(0), signatureRoot));
        return sha256(abi.encodePacked(left, right));
    }

    /// @notice Credentials of the type `prefix` (0x01 or 0x02) that pay out to `recipient`.
    function credentialsFor(bytes1 prefix, address recipient) internal pure returns (bytes32) {
        return bytes32(prefix) | bytes32(uint256(uint160(recipient)));
    }

    /// @notice The eight bytes of a number, least significant first, as SSZ writes it.
    function littleEndian(uint64 value) internal pure returns (bytes8 result) {
        for (uint256 i = 0; i < 8; ++i) {
            result |= bytes8(uint64((value >> (8 * i)) & 0xff) << uint64(56 - 8 * i));
        }
    }
}
