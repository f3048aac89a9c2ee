// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a pod tells, under EigenLayer's names
interface IEigenPodEvents {
    event EigenPodStaked(bytes32 pubkeyHash);
    event ProofSubmitterUpdated(address prevProofSubmitter, address newProofSubmitter);
    event ValidatorRestaked(bytes32 pubkeyHash);
    event ValidatorBalanceUpdated(bytes32 pubkeyHash, uint64 balanceTimestamp, uint64 newValidatorBalanceGwei);
    event NonBeaconChainETHReceived(uint256 amountReceived);
    event RestakedBeaconChainETHWithdrawn(address indexed recipient, uint256 amount);
    event CheckpointCreated(
        uint64 indexed checkpointTimestamp,
        bytes32 indexed beaconBlockRoot,
        uint256 validatorCount
    );
    event CheckpointFinalized(uint64 indexed checkpointTimestamp, int256 totalShareDeltaWei);
    event ValidatorCheckpointed(uint64 indexed checkpointTimestamp, bytes32 indexed pubkeyHash);
    event ValidatorWithdrawn(uint64 indexed checkpointTimestamp, bytes32 indexed pubkeyHash);
    event WithdrawalRequested(bytes32 indexed pubkeyHash, uint64 withdrawalAmountGwei);
    event ExitRequested(bytes32 indexed pubkeyHash);
    event SwitchToCompoundingRequested(bytes32 indexed validatorPubkeyHash);
    event ConsolidationRequested(bytes32 indexed sourcePubkeyHash, bytes32 indexed targetPubkeyHash);
}
