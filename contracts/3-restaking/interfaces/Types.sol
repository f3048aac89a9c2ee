// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStrategy} from "./IStrategy.sol";

/// @notice A service (AVS) groups operators in numbered sets; a set is what gets slashed.
struct OperatorSet {
    address avs;
    uint32 id;
}

/// @notice A withdrawal in the queue. `scaledShares` are deposit shares times the staker's scaling factor: they are
/// no amount until multiplied by the slashing factor that the end of the delay fixes.
struct Withdrawal {
    address staker;
    address delegatedTo;
    address withdrawer;
    uint256 nonce;
    uint32 startBlock;
    IStrategy[] strategies;
    uint256[] scaledShares;
}

/// @notice What to queue: amounts are deposit shares. The third field is there for the ABI and is ignored.
struct QueuedWithdrawalParams {
    IStrategy[] strategies;
    uint256[] depositShares;
    address __deprecated_withdrawer;
}

/// @notice A signature (65 bytes, or whatever an ERC-1271 contract takes) that holds until `expiry`, in seconds.
struct SignatureWithExpiry {
    bytes signature;
    uint256 expiry;
}

/// @notice New magnitudes for one operator set, a strategy each.
struct AllocateParams {
    OperatorSet operatorSet;
    IStrategy[] strategies;
    uint64[] newMagnitudes;
}

/// @notice What an operator has allocated to a set in one strategy. `pendingDiff` joins `currentMagnitude` at
/// `effectBlock`; 0 there means that nothing is pending.
struct Allocation {
    uint64 currentMagnitude;
    int128 pendingDiff;
    uint32 effectBlock;
}

/// @notice Sets of one service that an operator joins; `data` goes to the service's registrar untouched.
struct RegisterParams {
    address avs;
    uint32[] operatorSetIds;
    bytes data;
}

/// @notice Sets of one service that an operator leaves, or is made to leave.
struct DeregisterParams {
    address operator;
    address avs;
    uint32[] operatorSetIds;
}

/// @notice A slash: strategies in strictly ascending order of address, a share of the set's allocation each
/// (1e18 = all of it).
struct SlashingParams {
    address operator;
    uint32 operatorSetId;
    IStrategy[] strategies;
    uint256[] wadsToSlash;
    string description;
}

/// @notice A new set whose slasher is the service itself.
struct CreateSetParams {
    uint32 operatorSetId;
    IStrategy[] strategies;
}

/// @notice A new set with a slasher of its own.
struct CreateSetParamsV2 {
    uint32 operatorSetId;
    IStrategy[] strategies;
    address slasher;
}
