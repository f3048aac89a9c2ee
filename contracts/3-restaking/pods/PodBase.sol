// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DepositData} from "../../1-staking/DepositData.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IEigenPod} from "../interfaces/IEigenPod.sol";
import {IEigenPodManager} from "../interfaces/IEigenPodManager.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {PodEvidence} from "./PodEvidence.sol";

/// @title What a pod remembers, and who may call
/// @notice Pausing is the manager's: bit n of its word stops the functions that name n.
abstract contract PodBase is PodEvidence {
    uint8 internal constant PAUSED_VERIFY_CREDENTIALS = 2;
    uint8 internal constant PAUSED_NON_PROOF_WITHDRAWALS = 5;
    uint8 internal constant PAUSED_START_CHECKPOINT = 6;
    uint8 internal constant PAUSED_VERIFY_CHECKPOINT_PROOFS = 7;
    uint8 internal constant PAUSED_VERIFY_STALE_BALANCE = 8;
    uint8 internal constant PAUSED_CONSOLIDATIONS = 9;
    uint8 internal constant PAUSED_WITHDRAWAL_REQUESTS = 10;

    IBeaconChain public immutable ethPOS;
    IEigenPodManager public immutable eigenPodManager;

    address public podOwner;
    address public proofSubmitter;
    uint64 public withdrawableRestakedExecutionLayerGwei;
    uint64 public lastCheckpointTimestamp;
    uint64 public currentCheckpointTimestamp;
    uint256 public activeValidatorCount;
    mapping(uint64 checkpointTimestamp => uint64) public checkpointBalanceExitedGwei;
    mapping(bytes32 pubkeyHash => ValidatorInfo) internal _validators;
    Checkpoint internal _checkpoint;

    constructor(IBeaconChain beaconChain, IEigenPodManager eigenPodManager_) {
        ethPOS = beaconChain;
        eigenPodManager = eigenPodManager_;
    }

    modifier onlyEigenPodManager() {
        if (msg.sender != address(eigenPodManager)) revert OnlyEigenPodManager();
        _;
    }

    modifier onlyEigenPodOwner() {
        if (msg.sender != podOwner) revert OnlyEigenPodOwner();
        _;
    }

    modifier onlyOwnerOrProofSubmitter() {
        if (msg.sender != podOwner && msg.sender != proofSubmitter) revert OnlyEigenPodOwnerOrProofSubmitter();
        _;
    }

    modifier onlyWhenNotPaused(uint8 bit) {
        if (IPausable(address(eigenPodManager)).paused(bit)) revert CurrentlyPaused();
        _;
    }

    /// @inheritdoc IEigenPod
    function currentCheckpoint() external view returns (Checkpoint memory) {
        return _checkpoint;
    }

    /// @inheritdoc IEigenPod
    function validatorPubkeyHashToInfo(bytes32 pubkeyHash) external view returns (ValidatorInfo memory) {
        return _validators[pubkeyHash];
    }

    /// @inheritdoc IEigenPod
    function validatorPubkeyToInfo(bytes calldata pubkey) external view returns (ValidatorInfo memory) {
        return _validators[_pubkeyHash(pubkey)];
    }

    /// @inheritdoc IEigenPod
    function validatorStatus(bytes32 pubkeyHash) external view returns (VALIDATOR_STATUS) {
        return _validators[pubkeyHash].status;
    }

    /// @inheritdoc IEigenPod
    function validatorStatus(bytes calldata pubkey) external view returns (VALIDATOR_STATUS) {
        return _validators[_pubkeyHash(pubkey)].status;
    }

    /// @inheritdoc IEigenPod
    function getWithdrawalRequestFee() public view returns (uint256) {
        return ethPOS.withdrawalRequestFee();
    }

    /// @inheritdoc IEigenPod
    function getConsolidationRequestFee() public view returns (uint256) {
        return ethPOS.consolidationRequestFee();
    }

    /// @dev The hash of a key whose validator is active in this pod.
    function _activeHash(bytes calldata pubkey) internal view returns (bytes32 pubkeyHash) {
        pubkeyHash = _pubkeyHash(pubkey);
        if (_validators[pubkeyHash].status != VALIDATOR_STATUS.ACTIVE) revert ValidatorNotActiveInPod();
    }

    function _pubkeyHash(bytes calldata pubkey) internal pure returns (bytes32) {
        if (pubkey.length != 48) revert InvalidPubKeyLength();
        return DepositData.pubkeyHash(pubkey);
    }
}
