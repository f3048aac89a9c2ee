// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IOperatorDelegator} from "./IOperatorDelegator.sol";

/// @title IUnprovenKeys
/// @notice What validators count that a delegator has paid for and that are no shares of the core yet, and how that becomes
/// known. What the beacon chain says of a key is anybody's to prove; the calls of delegators concern the caller alone.
interface IUnprovenKeys {
    /// @notice A validator that was paid for and is no shares of the core yet.
    /// @param pubkeyHash sha256(pubkey ‖ 16 zero bytes)
    /// @param assets what it counts, in wei
    /// @param provenAt timestamp of the state that was proven of it; 0 when none was
    /// @param rightUntil timestamp until which it can have lost nothing more than is known
    /// @param safeUntil timestamp before which no checkpoint can have found its ETH in the pod
    /// @param leaves whether its exit has been proven
    struct UnprovenKey {
        bytes32 pubkeyHash;
        uint256 assets;
        uint256 provenAt;
        uint256 rightUntil;
        uint256 safeUntil;
        bool leaves;
    }

    /// @notice The beacon chain's word on an unproven key came in: it counted `assetsBefore`, and `assets` from here on.
    event KeyProven(
        address indexed delegator,
        bytes32 indexed pubkeyHash,
        uint256 rightUntil,
        uint256 safeUntil,
        uint256 assetsBefore,
        uint256 assets
    );
    /// @notice An unproven key has left: of the `assetsBefore` that it counted, what came is in the pod's shares.
    event KeyGone(address indexed delegator, bytes32 indexed pubkeyHash, uint256 assetsBefore);

    error TooManyUnverified(uint256 max);
    error NotUnverified(bytes32 pubkeyHash);
    /// @notice The checkpoint may have found the ETH of a key that counts as well: prove the key in that checkpoint's state.
    error KeyInDoubt(uint256 checkpointTimestamp, uint256 safeUntil);
    /// @notice Something as late as what is given has been proven of the key.
    error KnownLater(bytes32 pubkeyHash, uint256 provenAt);
    /// @notice The key may have been swept: what it still holds says nothing but in the state of a completed checkpoint.
    error OnlyAtCheckpoint(bytes32 pubkeyHash);
    /// @notice A checkpoint would leave keys in doubt of which nothing has been proven since then: prove them first.
    error KeysUntold(uint256 since);
    error CheckpointTooSoon(uint256 next);
    error ProofBeforeCheckpoint(uint256 beaconTimestamp, uint256 checkpointTimestamp);
    error ProofsMissing(uint256 keys, uint256 proofs);

    // --- anybody ----------------------------------------------------------------------------------------------------

    /// @notice Proves what the beacon chain says of keys that are no shares yet: what they count follows from it.
    /// @param beaconTimestamp the state before the block of this time (EIP-4788), or the very state of the pod's last
    /// checkpoint when it is that one's timestamp and no other is open: a key that may withdraw is only valued there
    /// @param indices of the validators
    /// @param proofs one a validator, for the verifier
    /// @dev Emits `KeyProven`, or `KeyGone` for a key that held nothing any more. Reverts `ProofsMissing`, `NotUnverified`,
    /// `KnownLater`, `OnlyAtCheckpoint`, the pod's `TimestampOutOfRange`, and as the verifier does.
    function proveKeys(
        IOperatorDelegator delegator,
        uint64 beaconTimestamp,
        uint40[] calldata indices,
        bytes[] calldata proofs
    ) external;

    // --- a delegator, for itself ------------------------------------------------------------------------------------

    /// @notice A key was paid for. Reverts `TooManyUnverified`.
    function add(bytes32 pubkeyHash) external;

    /// @notice Before credentials are proven to the pod. A state from before its last checkpoint would make shares of what
    /// may have been lost by then, and no age would show it (`ProofBeforeCheckpoint`).
    function beforeProof(IEigenPod pod, uint64 beaconTimestamp) external;

    /// @notice After it: keys that the pod knows are shares now. Reverts `KnownLater` when more is known of one.
    function afterProof(IEigenPod pod, uint64 beaconTimestamp) external;

    /// @notice Before a checkpoint begins: it must not leave a key in doubt of which nobody has asked (`KeysUntold`). One that
    /// is known to leave it may, now and then (`CheckpointTooSoon`), or its ETH would never be found.
    function checkMayStart(IEigenPod pod) external view;

    // --- views ------------------------------------------------------------------------------------------------------

    /// @notice What a delegator's keys count, in wei, and how old the oldest information about its native stake is: of a pod
    /// with validators its last checkpoint, or the oldest proof since; of unproven keys what was proven of them. A checkpoint
    /// that has begun counts when it ends. Without validators there is nothing to be late with.
    /// @dev Reverts `KeyInDoubt`.
    function known(address delegator, IEigenPod pod) external view returns (uint256 assets, uint256 asOf);

    /// @notice What a delegator's keys count, in wei, in doubt or not.
    function assetsOf(address delegator) external view returns (uint256 assets);

    /// @notice A delegator's keys that were paid for and are no shares yet, and what is known of them.
    function keysOf(address delegator) external view returns (UnprovenKey[] memory);
}
