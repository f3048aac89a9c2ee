// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Consensus} from "../../1-staking/Consensus.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {BeaconProofs} from "../../3-restaking/proofs/BeaconProofs.sol";
import {ForkedProofs} from "../../3-restaking/proofs/ForkedProofs.sol";
import {ForkSchedule} from "../../3-restaking/proofs/ForkSchedule.sol";
import {ValidatorFields} from "../../3-restaking/proofs/ValidatorFields.sol";
import {IKeyVerifier} from "../interfaces/IKeyVerifier.sol";

/// @title Validators as a beacon state has them
/// @notice A proof is a `KeyProof`, ABI encoded: what pods take as four proofs, for one validator and its balance.
/// @custom:decisions 0255, 0260
contract KeyVerifier is IKeyVerifier, ForkedProofs {
    using ValidatorFields for bytes32[];

    IBeaconChain public immutable beaconChain;

    /// @param gloasTimestamp_ as the pods have it, and so the next
    constructor(
        IBeaconChain beaconChain_,
        uint64 gloasTimestamp_,
        uint64 unknownForkTimestamp_
    ) ForkSchedule(gloasTimestamp_, unknownForkTimestamp_) {
        beaconChain = beaconChain_;
    }

    /// @inheritdoc IKeyVerifier
    /// @dev Reverts `ForkUnknown` and the errors of `BeaconProofs`. Deposits that wait are not in the fields: 0.
    function validatorAt(
        uint64 timestamp,
        bytes32 blockRoot,
        uint40 index,
        bytes calldata proof
    ) external view virtual returns (IBeaconChain.Validator memory v) {
        _checkKnown(timestamp);
        KeyProof calldata p = _decode(proof);
        BeaconProofs.verifyStateRoot(blockRoot, p.beaconStateRoot, p.stateRootProof);
        bytes32[] memory fields = p.validatorFields;
        _verifyValidator(timestamp, p.beaconStateRoot, index, fields, p.validatorProof);
        _verifyBalances(timestamp, blockRoot, p.balanceContainerRoot, p.balanceContainerProof);
        v.pubkeyHash = fields.pubkeyHash();
        v.withdrawalCredentials = fields.credentials();
        v.balanceGwei = _verifyBalance(timestamp, p.balanceContainerRoot, index, p.balanceRoot, p.balanceProof);
        v.effectiveBalanceGwei = fields.effectiveBalanceGwei();
        v.slashed = fields.isSlashed();
        v.activationEpoch = fields.activationEpoch();
        v.exitEpoch = fields.exitEpoch();
        v.withdrawableEpoch = fields.withdrawableEpoch();
    }

    /// @inheritdoc IKeyVerifier
    function timeOf(uint64 epoch) external view returns (uint256 timestamp) {
        if (epoch == Consensus.FAR_FUTURE_EPOCH) return type(uint256).max;
        return beaconChain.genesisTime() + uint256(epoch) * Consensus.SECONDS_PER_EPOCH;
    }

    /// @dev The struct where it lies in calldata. Offsets that point elsewhere find bytes that prove nothing.
    function _decode(bytes calldata proof) private pure returns (KeyProof calldata p) {
        if (proof.length < 32) revert BeaconProofs.InvalidProofLength();
        assembly ("memory-safe") {
            p := add(proof.offset, calldataload(proof.offset))
        }
    }
}
