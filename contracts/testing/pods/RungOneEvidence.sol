// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DepositData} from "../../1-staking/DepositData.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {PodBase} from "../../3-restaking/pods/PodBase.sol";

/// @title A double of the verifier: evidence that is looked up in rung 1
/// @notice Proofs may be empty: what they would prove is read from rung 1, in the state that the block root names. Roots
/// are those of parents, as with proofs; an epoch that begins between a block and its parent is in them already.
abstract contract RungOneEvidence is PodBase {
    uint64 private constant ROOTS_KEPT_SECONDS = 8191 * 12; // EIP-4788

    /// @inheritdoc IEigenPod
    function getParentBlockRoot(uint64 timestamp) public view returns (bytes32) {
        if (block.timestamp - timestamp >= ROOTS_KEPT_SECONDS) revert TimestampOutOfRange();
        return ethPOS.parentBlockRoot(timestamp);
    }

    function _checkpointRoot() internal view override returns (bytes32) {
        return ethPOS.parentBlockRoot(uint64(block.timestamp));
    }

    function _stateRoot(uint64 timestamp, StateRootProof calldata) internal view override returns (bytes32) {
        return getParentBlockRoot(timestamp);
    }

    function _fields(
        uint64 timestamp,
        uint40 index,
        bytes32[] calldata
    ) internal view override returns (bytes32[] memory fields) {
        IBeaconChain.Validator memory v = ethPOS.validatorAt(index, getParentBlockRoot(timestamp));
        fields = new bytes32[](8);
        fields[0] = v.pubkeyHash;
        fields[1] = v.withdrawalCredentials;
        fields[2] = DepositData.littleEndian(v.effectiveBalanceGwei);
        fields[3] = DepositData.littleEndian(v.slashed ? 1 : 0);
        fields[5] = DepositData.littleEndian(v.activationEpoch);
        fields[6] = DepositData.littleEndian(v.exitEpoch);
        fields[7] = DepositData.littleEndian(v.withdrawableEpoch);
    }

    function _checkFields(uint64, bytes32, uint40, bytes32[] memory, bytes calldata) internal view override {}

    function _balancesRoot(
        uint64,
        bytes32 blockRoot,
        BalanceContainerProof calldata
    ) internal pure override returns (bytes32) {
        return blockRoot;
    }

    function _balance(
        uint64,
        bytes32 blockRoot,
        uint40 index,
        BalanceProof calldata
    ) internal view override returns (uint64) {
        return ethPOS.validatorAt(index, blockRoot).balanceGwei;
    }
}
