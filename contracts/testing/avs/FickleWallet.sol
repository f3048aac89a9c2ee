// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice An ERC-1271 wallet for tests that can disown all that its owner ever signed.
contract FickleWallet is IERC1271 {
    address public immutable owner;
    bool public denying;

    constructor(address owner_) {
        owner = owner_;
    }

    /// @notice From now on, nothing was signed; or all of it was, again.
    function setDenying(bool denying_) external {
        denying = denying_;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view override returns (bytes4) {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        bool valid = !denying && failure == ECDSA.RecoverError.NoError && recovered == owner;
        return valid ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
