// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DepositData} from "../../1-staking/DepositData.sol";
import {IEigenPod} from "../interfaces/IEigenPod.sol";
import {ValidatorFields} from "../proofs/ValidatorFields.sol";
import {PodBase} from "./PodBase.sol";

/// @title Validators enter the pod
/// @notice A validator counts from here on with its effective balance, which the owner gets as shares at once. It must
/// not be exiting: an exit takes 261 epochs to pay out and a root reaches 27.3 hours (256 epochs) back, so the ether of
/// a validator that is verified cannot be in the pod already, nor in a checkpoint.
abstract contract PodCredentials is PodBase {
    using ValidatorFields for bytes32[];

    /// @param stateRoot against which the fields are proven
    /// @param checkpointedAt time of the checkpoint that is not about who enters now: the open one, or the last
    struct Entry {
        bytes32 stateRoot;
        uint64 checkpointedAt;
    }

    uint64 private constant FAR_FUTURE_EPOCH = type(uint64).max;

    /// @inheritdoc IEigenPod
    function verifyWithdrawalCredentials(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        uint40[] calldata validatorIndices,
        bytes[] calldata validatorFieldsProofs,
        bytes32[][] calldata validatorFields
    ) external onlyOwnerOrProofSubmitter onlyWhenNotPaused(PAUSED_VERIFY_CREDENTIALS) {
        bool sameLength =
            validatorIndices.length == validatorFieldsProofs.length &&
                validatorFieldsProofs.length == validatorFields.length;
        if (!sameLength) revert InputArrayLengthMismatch();
        // a newly verified validator must not help to complete a checkpoint that was started without it
        if (beaconTimestamp <= currentCheckpointTimestamp) revert BeaconTimestampTooFarInPast();
        if (beaconTimestamp <= lastCheckpointTimestamp) revert BeaconTimestampBeforeLatestCheckpoint();
        Entry memory entry = Entry(_stateRoot(beaconTimestamp, stateRootProof), _checkpointedAt());

        uint64 totalGwei;
        for (uint256 i = 0; i < validatorIndices.length; ++i) {
            uint40 index = validatorIndices[i];
            bytes32[] memory fields = _fields(beaconTimestamp, index, validatorFields[i]);
            _checkMayEnter(fields);
            _checkFields(beaconTimestamp, entry.stateRoot, index, fields, validatorFieldsProofs[i]);
            totalGwei += _restake(index, fields, entry.checkpointedAt);
        }
        activeValidatorCount += validatorIndices.length;
        // an open checkpoint reports what the pod had before it, these validators from now on included
        _checkpoint.prevBeaconBalanceGwei += totalGwei;
        eigenPodManager.recordBeaconChainETHBalanceUpdate(podOwner, 0, int256(uint256(totalGwei) * 1 gwei));
    }

    function _checkMayEnter(bytes32[] memory fields) private view {
        VALIDATOR_STATUS status = _validators[fields.pubkeyHash()].status;
        if (status != VALIDATOR_STATUS.INACTIVE) revert CredentialsAlreadyVerified();
        if (fields.activationEpoch() == FAR_FUTURE_EPOCH) revert ValidatorInactiveOnBeaconChain();
        if (fields.exitEpoch() != FAR_FUTURE_EPOCH) revert ValidatorIsExitingBeaconChain();
        if (!_isOurs(fields.credentials())) revert WithdrawalCredentialsNotForEigenPod();
    }

    function _checkpointedAt() private view returns (uint64) {
        uint64 current = currentCheckpointTimestamp;
        return current == 0 ? lastCheckpointTimestamp : current;
    }

    function _restake(
        uint40 index,
        bytes32[] memory fields,
        uint64 checkpointedAt
    ) private returns (uint64 restakedGwei) {
        bytes32 pubkeyHash = fields.pubkeyHash();
        restakedGwei = fields.effectiveBalanceGwei();
        _validators[pubkeyHash] = ValidatorInfo({
            validatorIndex: index,
            restakedBalanceGwei: restakedGwei,
            lastCheckpointedAt: checkpointedAt,
            status: VALIDATOR_STATUS.ACTIVE
        });
        emit ValidatorRestaked(pubkeyHash);
        emit ValidatorBalanceUpdated(pubkeyHash, checkpointedAt, restakedGwei);
    }

    function _isOurs(bytes32 credentials) private view returns (bool) {
        return
            credentials == DepositData.credentialsFor(0x01, address(this)) ||
            credentials == DepositData.credentialsFor(0x02, address(this));
    }
}
