// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Consensus} from "../../1-staking/Consensus.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IKeyVerifier} from "../interfaces/IKeyVerifier.sol";

/// @title Validators as rung 1 knows them
/// @notice Rung 1 can be read, so the proof may be empty: the state that a root names is looked up there, as pods do
/// (decision 0016). On a chain whose roots commit to a state, a contract of the same interface checks the proof.
contract KeyVerifier is IKeyVerifier {
    IBeaconChain public immutable beaconChain;

    constructor(IBeaconChain beaconChain_) {
        beaconChain = beaconChain_;
    }

    /// @inheritdoc IKeyVerifier
    function validatorAt(
        bytes32 blockRoot,
        uint40 index,
        bytes calldata
    ) external view returns (IBeaconChain.Validator memory) {
        return beaconChain.validatorAt(index, blockRoot);
    }

    /// @inheritdoc IKeyVerifier
    function timeOf(uint64 epoch) external view returns (uint256 timestamp) {
        if (epoch == Consensus.FAR_FUTURE_EPOCH) return type(uint256).max;
        return beaconChain.genesisTime() + uint256(epoch) * Consensus.SECONDS_PER_EPOCH;
    }
}
