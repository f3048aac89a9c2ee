// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BeaconChain} from "../../1-staking/BeaconChain.sol";
import {DepositData} from "../../1-staking/DepositData.sol";
import {TestBase} from "../TestBase.sol";

/// @notice What tests of rungs 1 and 2 do with a beacon chain.
abstract contract BeaconTestBase is TestBase {
    uint64 internal constant GENESIS = 1_606_824_023;
    uint64 internal constant ETH = 1e9;

    /// @notice How often a random act was refused as it may be.
    uint256 public refused;

    function pubkeyOf(uint256 number) internal pure returns (bytes memory) {
        return abi.encodePacked(keccak256(abi.encode("key", number)), bytes16(keccak256(abi.encode("tail", number))));
    }

    function signatureOf(uint256 number) internal pure returns (bytes memory) {
        bytes32 word = keccak256(abi.encode("signature", number));
        return abi.encodePacked(word, word, word);
    }

    /// @dev Deposits out of this contract's ether.
    function depositFor(
        BeaconChain chain,
        uint256 number,
        bytes32 credentials,
        uint64 amountGwei
    ) internal returns (uint40 index) {
        bytes memory pubkey = pubkeyOf(number);
        bytes memory signature = signatureOf(number);
        bytes32 root = DepositData.root(pubkey, credentials, amountGwei, signature);
        chain.deposit{value: uint256(amountGwei) * 1 gwei}(pubkey, abi.encodePacked(credentials), signature, root);
        (, index) = chain.indexOf(DepositData.pubkeyHash(pubkey));
    }

    function startOf(uint64 epoch) internal pure returns (uint256) {
        return GENESIS + uint256(epoch) * 384;
    }

    function pass(BeaconChain chain, uint64 epochs) internal {
        vm.warp(startOf(chain.currentEpoch() + epochs));
    }

    /// @dev Passes over a refusal that random acts meet, and hands on any other.
    function passOver(bytes memory reason, bytes4 one, bytes4 other) internal {
        bytes4 found = bytes4(reason);
        ++refused;
        if (found == one || found == other) return;
        assembly ("memory-safe") {
            revert(add(reason, 32), mload(reason))
        }
    }
}
