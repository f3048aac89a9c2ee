// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A pod: one staker's validators on rung 1, turned into shares of beacon chain ETH
/// @notice EigenLayer's names and shapes. Proof bytes are opaque here: the state that a block root names is read from
/// rung 1, and what a proof states is compared with it.
interface IEigenPod {
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

    // --- the owner's work ---------------------------------------------------------------------------------------

    /// @notice Deposits 32 ETH for a new validator whose credentials are this pod. Only EigenPodManager.
    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 depositDataRoot) external payable;

    /// @notice Turns verified validators into shares. Owner or proof submitter.
    function verifyWithdrawalCredentials(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        uint40[] calldata validatorIndices,
        bytes[] calldata validatorFieldsProofs,
        bytes32[][] calldata validatorFields
    ) external;

    /// @notice Freezes the pod's ether and the state of rung 1, to be proven validator by validator.
    function startCheckpoint(bool revertIfNoBalance) external;

    /// @notice Proves validators of the open checkpoint; the last one moves the shares. Anyone may call.
    function verifyCheckpointProofs(
        BalanceContainerProof calldata balanceContainerProof,
        BalanceProof[] calldata proofs
    ) external;

    /// @notice Starts a checkpoint because a validator was slashed and the owner has not checkpointed since. Anyone.
    function verifyStaleBalance(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        ValidatorProof calldata proof
    ) external;

    /// @notice EIP-7002 exits and partial withdrawals of this pod's validators. Owner or proof submitter.
    function requestWithdrawal(WithdrawalRequest[] calldata requests) external payable;

    function getWithdrawalRequestFee() external view returns (uint256);
    function setProofSubmitter(address newProofSubmitter) external;

    // --- called by EigenPodManager --------------------------------------------------------------------------------

    function initialize(address podOwner) external;
    function withdrawRestakedBeaconChainETH(address recipient, uint256 amountWei) external;

    // --- views --------------------------------------------------------------------------------------------------

    function podOwner() external view returns (address);
    function proofSubmitter() external view returns (address);
    function activeValidatorCount() external view returns (uint256);
    function lastCheckpointTimestamp() external view returns (uint64);
    function currentCheckpointTimestamp() external view returns (uint64);
    function currentCheckpoint() external view returns (Checkpoint memory);
    function checkpointBalanceExitedGwei(uint64 checkpointTimestamp) external view returns (uint64);
    function withdrawableRestakedExecutionLayerGwei() external view returns (uint64);
    function validatorPubkeyHashToInfo(bytes32 pubkeyHash) external view returns (ValidatorInfo memory);
    function validatorPubkeyToInfo(bytes calldata pubkey) external view returns (ValidatorInfo memory);
    function validatorStatus(bytes32 pubkeyHash) external view returns (VALIDATOR_STATUS);
    function validatorStatus(bytes calldata pubkey) external view returns (VALIDATOR_STATUS);
    function getParentBlockRoot(uint64 timestamp) external view returns (bytes32);
}
