// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IEigenPodErrors} from "./IEigenPodErrors.sol";
import {IEigenPodEvents} from "./IEigenPodEvents.sol";
import {IEigenPodManager} from "./IEigenPodManager.sol";

/// @title A pod: one staker's validators on rung 1, turned into shares of beacon chain ETH
/// @notice EigenLayer's names and shapes. What counts as evidence is the pod's: Merkle proofs of a beacon state, or rung 1
/// itself, in the state that the block root names, whatever the proofs.
interface IEigenPod is IEigenPodEvents, IEigenPodErrors {
    enum VALIDATOR_STATUS {
        INACTIVE,
        ACTIVE,
        WITHDRAWN
    }

    struct ValidatorInfo {
        uint64 validatorIndex;
        uint64 restakedBalanceGwei;
        uint64 lastCheckpointedAt;
        VALIDATOR_STATUS status;
    }

    struct Checkpoint {
        bytes32 beaconBlockRoot;
        uint24 proofsRemaining;
        uint64 podBalanceGwei;
        int64 balanceDeltasGwei;
        uint64 prevBeaconBalanceGwei;
    }

    struct StateRootProof {
        bytes32 beaconStateRoot;
        bytes proof;
    }

    struct ValidatorProof {
        bytes32[] validatorFields;
        bytes proof;
    }

    struct BalanceContainerProof {
        bytes32 balanceContainerRoot;
        bytes proof;
    }

    struct BalanceProof {
        bytes32 pubkeyHash;
        bytes32 balanceRoot;
        bytes proof;
    }

    /// @param amountGwei 0 asks for a full exit
    struct WithdrawalRequest {
        bytes pubkey;
        uint64 amountGwei;
    }

    /// @param srcPubkey 48 bytes; the same as the target's to switch it to compounding
    struct ConsolidationRequest {
        bytes srcPubkey;
        bytes targetPubkey;
    }

    // --- the owner's work ---------------------------------------------------------------------------------------

    /// @notice Deposits 32 ETH for a new validator whose credentials (0x01) are this pod.
    /// @dev Reverts `OnlyEigenPodManager`, `MsgValueNot32ETH`, and as rung 1's deposit does. Emits `EigenPodStaked`.
    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 depositDataRoot) external payable;

    /// @notice Turns validators with this pod's credentials (0x01 or 0x02) into shares, at their effective balance.
    /// @param beaconTimestamp the state before the block of this time is read; later than any checkpoint's
    /// @dev Owner or proof submitter, pause bit 2. Reverts, in this order: `InputArrayLengthMismatch`,
    /// `BeaconTimestampTooFarInPast` (an open checkpoint's), `BeaconTimestampBeforeLatestCheckpoint`,
    /// `TimestampOutOfRange` (8,191 slots back), and for each validator
    /// `CredentialsAlreadyVerified`, `ValidatorInactiveOnBeaconChain` (no activation epoch yet),
    /// `ValidatorIsExitingBeaconChain`, `WithdrawalCredentialsNotForEigenPod`. Emits `ValidatorRestaked` and
    /// `ValidatorBalanceUpdated`.
    function verifyWithdrawalCredentials(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        uint40[] calldata validatorIndices,
        bytes[] calldata validatorFieldsProofs,
        bytes32[][] calldata validatorFields
    ) external;

    /// @notice Freezes the pod's ether and the state of rung 1, to be proven validator by validator; with no active
    /// validator it completes at once.
    /// @dev Owner or proof submitter, pause bit 6. Reverts `CheckpointAlreadyActive`,
    /// `CannotCheckpointTwiceInSingleBlock` (of the last completed one), `NoBalanceToCheckpoint` (no new gwei, if asked
    /// to), `InvalidEIP4788Response`, `EmptyRoot` (no root, or zero), `ForkUnknown`. Emits `CheckpointCreated`.
    function startCheckpoint(bool revertIfNoBalance) external;

    /// @notice Proves validators of the open checkpoint; the last one moves the shares. Anyone may call.
    /// @dev Pause bit 7. Skips validators that are not active in the pod or already proven. Reverts
    /// `NoActiveCheckpoint`. Emits `ValidatorCheckpointed`, `ValidatorBalanceUpdated`, `ValidatorWithdrawn` (at balance
    /// 0), and at the end `CheckpointFinalized`.
    function verifyCheckpointProofs(
        BalanceContainerProof calldata balanceContainerProof,
        BalanceProof[] calldata proofs
    ) external;

    /// @notice Starts a checkpoint because a validator was slashed after it was last checkpointed. Anyone may call.
    /// @param proof its `validatorFields[0]` is the validator's pubkey hash
    /// @dev Pause bits 6 and 8. Reverts `BeaconTimestampTooFarInPast`, `ValidatorNotActiveInPod`,
    /// `TimestampOutOfRange`, `ValidatorNotSlashedOnBeaconChain`, and as `startCheckpoint`.
    function verifyStaleBalance(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        ValidatorProof calldata proof
    ) external;

    /// @notice EIP-7002 exits and partial withdrawals of this pod's validators; what is left of the fees comes back.
    /// @dev Owner or proof submitter, pause bit 10. Reverts `InsufficientFunds`, and for each request `InvalidPubKeyLength`,
    /// `ValidatorNotActiveInPod`. Nothing else is checked: consensus ignores a request that it does not like. Emits
    /// `ExitRequested` or `WithdrawalRequested`.
    function requestWithdrawal(WithdrawalRequest[] calldata requests) external payable;

    /// @notice wei for one withdrawal request in this block.
    function getWithdrawalRequestFee() external view returns (uint256);

    /// @notice EIP-7251: source validators of this pod go into targets of it, or compound from now on where both keys are
    /// the same; what is left of the fees comes back.
    /// @dev Owner or proof submitter, pause bit 9. Reverts `InsufficientFunds`, and for each request `InvalidPubKeyLength`,
    /// `ValidatorNotActiveInPod` (the target, so that nothing goes into another pod). Nothing else is checked: consensus
    /// ignores a request that it does not like. Emits `ConsolidationRequested` or `SwitchToCompoundingRequested`.
    function requestConsolidation(ConsolidationRequest[] calldata requests) external payable;

    /// @notice wei for one consolidation request in this block.
    function getConsolidationRequestFee() external view returns (uint256);

    /// @notice Lets another address start checkpoints, verify credentials and request withdrawals; zero takes it back.
    /// @dev Reverts `OnlyEigenPodOwner`. Emits `ProofSubmitterUpdated`.
    function setProofSubmitter(address newProofSubmitter) external;

    /// @notice Sends ERC-20 tokens that were sent here by accident. Only the owner, pause bit 5.
    function recoverTokens(
        IERC20[] calldata tokenList,
        uint256[] calldata amountsToWithdraw,
        address recipient
    ) external;

    // --- called by EigenPodManager --------------------------------------------------------------------------------

    /// @notice Fixes the owner, once. Reverts `InputAddressZero`.
    function initialize(address podOwner) external;

    /// @notice Pays ether that a checkpoint has turned into shares, rounded down to whole gwei.
    /// @dev Reverts `OnlyEigenPodManager`, `InsufficientWithdrawableBalance`. Emits `RestakedBeaconChainETHWithdrawn`.
    function withdrawRestakedBeaconChainETH(address recipient, uint256 amountWei) external;

    // --- views --------------------------------------------------------------------------------------------------

    function eigenPodManager() external view returns (IEigenPodManager);

    /// @notice The deposit contract: rung 1.
    function ethPOS() external view returns (IBeaconChain);

    function podOwner() external view returns (address);
    function proofSubmitter() external view returns (address);
    /// @notice Validators that a checkpoint has to prove.
    function activeValidatorCount() external view returns (uint256);
    function lastCheckpointTimestamp() external view returns (uint64);
    /// @notice 0 when none is open.
    function currentCheckpointTimestamp() external view returns (uint64);
    /// @notice The open checkpoint, or the last completed one.
    function currentCheckpoint() external view returns (Checkpoint memory);
    /// @notice What validators that a checkpoint found empty had in the one before.
    function checkpointBalanceExitedGwei(uint64 checkpointTimestamp) external view returns (uint64);
    /// @notice Ether in the pod that has become shares.
    function withdrawableRestakedExecutionLayerGwei() external view returns (uint64);
    /// @notice What the pod holds of a validator, by the SSZ root of its key; all zero before it is verified.
    function validatorPubkeyHashToInfo(bytes32 pubkeyHash) external view returns (ValidatorInfo memory);
    /// @notice The same by the key itself, 48 bytes (`InvalidPubKeyLength`).
    function validatorPubkeyToInfo(bytes calldata pubkey) external view returns (ValidatorInfo memory);
    /// @notice INACTIVE before it is verified, WITHDRAWN after a checkpoint found it empty.
    function validatorStatus(bytes32 pubkeyHash) external view returns (VALIDATOR_STATUS);
    /// @notice The same by the key itself, 48 bytes (`InvalidPubKeyLength`).
    function validatorStatus(bytes calldata pubkey) external view returns (VALIDATOR_STATUS);
    /// @notice The root of the parent of the block of that time. Reverts `TimestampOutOfRange`.
    function getParentBlockRoot(uint64 timestamp) external view returns (bytes32);
}
