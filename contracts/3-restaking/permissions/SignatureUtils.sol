// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signed messages of the restaking core
/// @notice EIP-712 domain ("EigenLayer", major version, chain, contract). Signers may be accounts with a key or
/// contracts (ERC-1271). The key is tried first, as the real core does: an account that runs code by EIP-7702 goes on
/// signing with its key, whether or not that code knows ERC-1271.
/// @dev The domain's version is the first character of the semantic version, so that signatures survive releases
/// that change no message.
abstract contract SignatureUtils is EIP712 {
    /// @dev The signature's last second has passed.
    error SignatureExpired();
    /// @dev The signer did not sign this message.
    error InvalidSignature();

    // the release of the real core that this one equals
    string private constant VERSION = "1.12.0";

    constructor() EIP712("EigenLayer", _majorVersion()) {}

    /// @notice The semantic version of the core that these messages belong to.
    function version() external pure returns (string memory) {
        return VERSION;
    }

    /// @notice The EIP-712 domain separator of this contract on the current chain.
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @dev RST-35, RST-104. Reverts unless `signer` signed `digest` and now ≤ `expirySeconds`: {SignatureExpired} first, then
    /// {InvalidSignature}.
    function _checkSignature(
        address signer,
        bytes32 digest,
        bytes memory signature,
        uint256 expirySeconds
    ) internal view {
        require(block.timestamp <= expirySeconds, SignatureExpired());
        (address recovered, ECDSA.RecoverError fault, ) = ECDSA.tryRecover(digest, signature);
        if (fault == ECDSA.RecoverError.NoError && recovered == signer) return;
        require(SignatureChecker.isValidERC1271SignatureNow(signer, digest, signature), InvalidSignature());
    }

    function _majorVersion() private pure returns (string memory) {
        return string(abi.encodePacked(bytes(VERSION)[0]));
    }
}
