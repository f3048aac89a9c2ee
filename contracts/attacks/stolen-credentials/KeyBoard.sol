// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The key that has been registered, for everybody to see
/// @notice An event of the real registry, in a form that a contract can read.
contract KeyBoard {
    bytes private _pubkey;
    bytes private _signature;

    /// @notice Shows the key that the next validator will have.
    function show(bytes calldata pubkey, bytes calldata signature) external {
        (_pubkey, _signature) = (pubkey, signature);
    }

    /// @notice That key and the signature of its deposit.
    function registered() external view returns (bytes memory pubkey, bytes memory signature) {
        return (_pubkey, _signature);
    }
}
