// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IComponent} from "./IComponent.sol";
import {IUnprovenKeys} from "./IUnprovenKeys.sol";

/// @title IOperatorDelegator
/// @notice One staker of the restaking core, and so at most one operator: a slot of the vault. It owns deposit shares, a
/// pod, and withdrawals in the core's queue, and only passes on: what is done, and when, is the restaker's business.
/// What moves stake is for the restaker alone (`IRestaker` has the calls that anybody may make); proofs and checkpoints,
/// at the end, are for anybody.
interface IOperatorDelegator is IComponent {
    /// @notice What is in a delegator, in wei of ETH: what stays and what has left restaking.
    /// @param tokens token stake that is not queued
    /// @param native stake of validators that run, proven or not, and nobody has asked to leave
    /// @param exiting what becomes idle ETH or LST with time alone, as `exitingAssets`; nothing of an LST whose own exits
    /// are stopped
    /// @param stuck token stake of such an LST, a part of `tokens`
    struct Flows {
        uint256 tokens;
        uint256 native;
        uint256 exiting;
        uint256 stuck;
    }

    /// @notice A part cannot be read and counts as nothing from `countsNothingFrom` on, in seconds; 0: it can be read again.
    event PartFailing(address indexed strategy, uint256 countsNothingFrom);

    /// @dev What the delegator has of the strategy cannot be read: `reportPart` starts the clock of it.
    error PartUnreadable(address strategy);
    /// @dev A readable part without a clock, or one whose clock runs already.
    error NothingToReport(address strategy, bool failing);
    error OnlyRestaker(address caller);
    error UnexpectedEther(address sender);
    error NotOurValidator(bytes32 pubkeyHash);
    error ExitIgnored(bytes pubkey);
    error ValidatorSlashed(bytes32 pubkeyHash);
    error TooManyExiting(uint256 max);

    /// @notice Gives a fresh clone its pod, and its rewards to the claimer. Once: a staker has one pod.
    function initialize() external;

    /// @notice Delegates to an operator, with its approver's signature where it has one. Only the restaker.
    function delegateTo(address operator, bytes calldata signature, uint256 expiry, bytes32 salt) external;

    /// @notice Leaves the operator: the core queues everything, one withdrawal a strategy.
    function undelegate() external;

    /// @notice Puts the tokens that it has just received into the strategy.
    function depositTokens(IStrategy strategy, uint256 amount) external;

    /// @notice Deposits 32 ETH for a new validator of its pod. The restaker has asked `isKeyFree` in the same call.
    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 depositDataRoot) external;

    /// @notice Queues `depositShares` of one strategy, alone in its withdrawal.
    function queue(IStrategy strategy, uint256 depositShares) external returns (bytes32 root);

    /// @notice Completes a matured withdrawal: as shares, or, of one strategy, as tokens, which go on to `tokensTo`; ETH goes
    /// back to the vault.
    /// @return amount in wei of the token; 0 when it came back as shares
    function complete(
        Withdrawal calldata withdrawal,
        bool asTokens,
        address tokensTo
    ) external returns (uint256 amount);

    /// @notice Asks for the exits of validators that are not slashed (`ValidatorSlashed`: these leave anyway, in weeks); the change of the fee goes back to `refundTo`.
    function exitValidators(bytes[] calldata pubkeys, address refundTo) external payable;

    // --- anybody ----------------------------------------------------------------------------------------------------

    /// @notice Starts a checkpoint of the pod; its proofs are given to the pod itself. Nothing to do is no error.
    /// @dev Reverts `KeysUntold` when an unproven key may be gone and nobody has proven that it is not (`IUnprovenKeys.proveKeys`),
    /// `CheckpointTooSoon` within an hour of the last one while such a key may withdraw, and as the pod does.
    function startCheckpoint() external;

    /// @notice Proves credentials of new validators: from on their way they become shares of the core.
    /// @param beaconTimestamp not before the last checkpoint (`ProofBeforeCheckpoint`), nor before what has been proven of the
    /// key already (`KnownLater`)
    function verifyWithdrawalCredentials(
        uint64 beaconTimestamp,
        IEigenPod.StateRootProof calldata stateRootProof,
        uint40[] calldata validatorIndices,
        bytes[] calldata validatorFieldsProofs,
        bytes32[][] calldata validatorFields
    ) external;

    /// @notice Takes validators that have left, or were slashed on their way, off the list of those that were asked to exit, and
    /// makes the sum of the rest anew.
    function refreshExits() external;

    /// @notice Starts the clock of a part that cannot be read: `quarantineSeconds` of the vault later, or of its own report of
    /// this delegator, the part counts as nothing; or ends it, when the part can be read again. As much later a clock that nobody
    /// has ended lapses, unless the vault is in doubt. Reports the delegator to the vault too, when that cannot be read.
    /// @dev Reverts `StrategyUnknown`, and `NothingToReport` when the clock is as it should be. Emits `PartFailing`.
    function reportPart(IStrategy strategy) external;

    // --- views ------------------------------------------------------------------------------------------------------

    /// @notice The operator that it is delegated to now, as the core says; address(0) when it is not.
    function operator() external view returns (address);

    function pod() external view returns (IEigenPod);

    /// @notice Where its validators are that are no shares yet.
    function unprovenKeys() external view returns (IUnprovenKeys);

    /// @notice What validators whose credentials have not been verified yet count, in wei; nothing while the pod is fully slashed.
    function unverifiedAssets() external view returns (uint256 assets);

    /// @notice Whether a first deposit for the key would fix credentials of the pod: nobody has deposited for it before.
    function isKeyFree(bytes calldata pubkey) external view returns (bool);

    /// @notice Deposit shares of a strategy, and their value in wei of ETH with slashing and rates of this moment.
    function restaked(IStrategy strategy) external view returns (uint256 depositShares, uint256 assets);

    /// @notice What stays and what has left.
    function flows() external view returns (Flows memory);

    /// @notice Whether it has deposit shares of the strategy, or a withdrawal in the core's queue that names it, worth
    /// something or not.
    function holds(IStrategy strategy) external view returns (bool);

    /// @notice Since when a part has been reported as unreadable; 0 when it is not.
    function partFailingSince(IStrategy strategy) external view returns (uint256 timestamp);

    /// @notice Whether a part counts as nothing for it cannot be read.
    function isInDoubt(IStrategy strategy) external view returns (bool);

    /// @notice Whether the core would let it leave its operator: its native stake is not more than the operator's shares,
    /// by some wei of the core's rounding.
    function canLeave() external view returns (bool);

    /// @notice ETH in the pod that the core lets it withdraw and that no queued withdrawal takes, in wei.
    function freePodAssets() external view returns (uint256 assets);

    /// @notice Validators that were asked to exit, by the SSZ root of their keys; some of them may be gone already.
    function exitingKeys() external view returns (bytes32[] memory pubkeyHashes);

    /// @notice Value of its withdrawals in the core's queue, in wei of ETH, forced ones included.
    function queuedAssets() external view returns (uint256 assets);
}
