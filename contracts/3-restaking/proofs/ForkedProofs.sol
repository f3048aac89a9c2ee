// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {BeaconProofs} from "./BeaconProofs.sol";
import {ForkSchedule} from "./ForkSchedule.sol";

/// @title Proofs by the fork of a timestamp
/// @notice What `BeaconProofs` verifies, by the shape that the state behind a timestamp has.
/// @dev Errors are those of `BeaconProofs`.
/// @custom:decisions 0260
abstract contract ForkedProofs is ForkSchedule {
    uint256 private constant VALIDATOR_PROOF_BYTES = 47 * 32; // of a fixed list, as the two below
    uint256 private constant BALANCES_PROOF_BYTES = 9 * 32;
    uint256 private constant BALANCE_PROOF_BYTES = 39 * 32;

    /// @dev Eight fields as those of validator `index` in the state.
    function _verifyValidator(
        uint64 timestamp,
        bytes32 stateRoot,
        uint40 index,
        bytes32[] memory fields,
        bytes calldata proof
    ) internal view {
        bool isOlderLength = proof.length == VALIDATOR_PROOF_BYTES;
        BeaconProofs.verifyValidator(_forkAt(timestamp, isOlderLength), stateRoot, index, fields, proof);
    }

    /// @dev The root of the list of balances in the state of the block.
    function _verifyBalances(
        uint64 timestamp,
        bytes32 blockRoot,
        bytes32 balancesRoot,
        bytes calldata proof
    ) internal view {
        BeaconProofs.verifyBalances(_forkOfBalances(timestamp, proof), blockRoot, balancesRoot, proof);
    }

    /// @dev Of which fork the state is, by its proof of the list of balances.
    function _forkOfBalances(uint64 timestamp, bytes calldata proof) internal view returns (IBeaconChain.Fork) {
        return _forkAt(timestamp, proof.length == BALANCES_PROOF_BYTES);
    }

    /// @dev The balance of validator `index`, in the leaf that holds those of four.
    function _verifyBalance(
        uint64 timestamp,
        bytes32 balancesRoot,
        uint40 index,
        bytes32 leaf,
        bytes calldata proof
    ) internal view returns (uint64 balanceGwei) {
        bool isOlderLength = proof.length == BALANCE_PROOF_BYTES;
        return BeaconProofs.verifyBalance(_forkAt(timestamp, isOlderLength), balancesRoot, index, leaf, proof);
    }
}
