// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOperatorDelegator} from "./IOperatorDelegator.sol";

/// @title IDepositKeys
/// @notice Keys of validators to be, in line by slot. The registrar puts them there, the restaker takes them.
interface IDepositKeys {
    /// @param pubkey 48 bytes
    /// @param signature 96 bytes, the deposit signature over credentials of the slot's pod
    struct ValidatorKey {
        bytes pubkey;
        bytes signature;
        bytes32 depositDataRoot;
    }

    event KeyRegistered(uint256 indexed slot, bytes pubkey);
    event KeyDropped(uint256 indexed slot, bytes pubkey);

    error OnlyRestaker(address caller);
    error NoKeys(uint256 slot);
    error KeyAlreadyRegistered(bytes32 pubkeyHash);

    /// @notice Registers keys whose deposit signatures name the slot's pod. A role's call.
    function registerKeys(uint256 slot, ValidatorKey[] calldata keys) external;

    /// @notice Drops the next key of a slot, for one whose deposit the deposit contract refuses. A role's call.
    function skipKey(uint256 slot) external;

    /// @notice Drops keys at the head of a slot's line that somebody has deposited for, at most `maxKeys`. Anyone: `take` does
    /// so too, but takes nothing, and so drops nothing, when there are more of them than fit one transaction.
    /// @dev OPS-44. Emits `KeyDropped`.
    function dropUsed(uint256 slot, uint256 maxKeys) external returns (uint256 dropped);

    /// @notice Takes the next key of the slot that nobody has deposited for, and drops those before it. Only the restaker.
    /// @return found false when there is none left
    function take(uint256 slot, IOperatorDelegator delegator) external returns (bool found, ValidatorKey memory key);

    /// @notice Registered keys of a slot that have no validator yet.
    function keysOf(uint256 slot) external view returns (uint256 unused);
}
