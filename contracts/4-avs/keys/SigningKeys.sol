// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IServiceManager} from "../interfaces/IServiceManager.sol";

/// @title SigningKeys
/// @notice The keys with which operators sign for a service, past ones included.
///
/// A key has a kind that never changes. SignatureChecker alone asks whether the signer has code *now*: an operator
/// could sign with an ordinary key, then give that account code that denies everything (EIP-7702), and its signatures
/// would be worth nothing in a proof. So an `Ecdsa` key is always recovered and a `Contract` key always asked
/// (ERC-1271). A contract may still change its mind: what it signs counts for good only once somebody has shown it to
/// the service, which then remembers it.
///
/// A replaced key can no longer sign new work, but proves a fault for as many blocks as stake stays slashable after
/// leaving; after that, a key that leaks can frame nobody.
/// @custom:decisions 0031
library SigningKeys {
    struct Key {
        address account;
        IServiceManager.KeyKind kind;
        uint48 retiredAtBlock;
    }

    struct Ring {
        mapping(address operator => Key[]) keys;
    }

    /// @dev A key is an address other than zero and of a stated kind.
    error InvalidSigningKey(address key, IServiceManager.KeyKind kind);

    /// @notice Makes `key` the current one and retires the one before at the present block.
    function set(
        Ring storage ring,
        address operator,
        address key,
        IServiceManager.KeyKind kind
    ) internal returns (uint256 keyIndex) {
        if (key == address(0) || kind == IServiceManager.KeyKind.None) revert InvalidSigningKey(key, kind);
        Key[] storage keys = ring.keys[operator];
        keyIndex = keys.length;
        if (keyIndex != 0) keys[keyIndex - 1].retiredAtBlock = uint48(block.number);
        keys.push(Key({account: key, kind: kind, retiredAtBlock: 0}));
    }

    /// @notice The key that signs now; kind `None` when there is none.
    function current(Ring storage ring, address operator) internal view returns (uint256 keyIndex, Key memory key) {
        uint256 length = ring.keys[operator].length;
        if (length != 0) (keyIndex, key) = (length - 1, ring.keys[operator][length - 1]);
    }

    /// @notice Whether a key, current or replaced, signed `digest` and still counts as evidence.
    /// @param windowBlocks how many blocks after its replacement a key still counts, the last one included
    function isEvidence(
        Ring storage ring,
        address operator,
        uint256 keyIndex,
        uint256 windowBlocks,
        bytes32 digest,
        bytes calldata signature
    ) internal view returns (bool) {
        if (keyIndex >= ring.keys[operator].length) return false;
        Key memory key = ring.keys[operator][keyIndex];
        if (key.retiredAtBlock != 0 && block.number > key.retiredAtBlock + windowBlocks) return false;
        return signed(key, digest, signature);
    }

    /// @notice Whether `key` signed `digest`, judged by the kind it was registered with.
    function signed(Key memory key, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (key.kind == IServiceManager.KeyKind.Ecdsa) {
            (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
            return failure == ECDSA.RecoverError.NoError && recovered == key.account;
        }
        return SignatureChecker.isValidERC1271SignatureNowCalldata(key.account, digest, signature);
    }
}
