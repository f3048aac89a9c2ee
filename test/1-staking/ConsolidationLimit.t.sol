// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DepositData} from "../../contracts/1-staking/DepositData.sol";
import {IBeaconChain} from "../../contracts/1-staking/interfaces/IBeaconChain.sol";
import {BeaconChainHarness} from "../../contracts/testing/staking/BeaconChainHarness.sol";
import {BeaconTestBase} from "../../contracts/testing/staking/BeaconTestBase.sol";

/// @notice The queue of consolidations at its end: `PENDING_CONSOLIDATIONS_LIMIT`.
contract ConsolidationLimit is BeaconTestBase {
    uint64 private constant FAR = type(uint64).max;

    BeaconChainHarness private _chain;

    function setUp() public {
        vm.warp(startOf(1_000));
        vm.deal(address(this), type(uint128).max);
        _chain = new BeaconChainHarness{value: 1_000 ether}(address(this), GENESIS, 34_000_000 * ETH);
        _deposit(0, 0x01);
        _deposit(1, 0x02);
        _deposit(2, 0x01);
        pass(_chain, 300);
    }

    function test_STA_69_aFullQueueTakesSwitchesAlone() public {
        _chain.consolidateElsewhere(uint48(_chain.currentEpoch() + 100), 262_144 - 1);
        _consolidate(0, 1);
        assertTrue(_exitEpoch(0) != FAR, "STA-69: the last place is taken");

        vm.expectEmit();
        emit IBeaconChain.ConsolidationRequestIgnored(
            address(this),
            _hashOf(2),
            _hashOf(1),
            IBeaconChain.NotConsolidated.QueueFull
        );
        _consolidate(2, 1);
        assertEq(_exitEpoch(2), FAR, "STA-69: and there is none beyond");
        vm.expectEmit();
        emit IBeaconChain.ConsolidationRequestIgnored(
            address(this),
            _hashOf(8),
            _hashOf(9),
            IBeaconChain.NotConsolidated.QueueFull
        );
        _consolidate(8, 9);
        _consolidate(2, 2);
        bytes32 credentials = _chain.validator(2).withdrawalCredentials;
        assertTrue(credentials[0] == 0x02, "STA-69: a switch takes no place");

        pass(_chain, 99);
        _consolidate(2, 1);
        assertEq(_exitEpoch(2), FAR, "STA-69: nobody has come to his turn yet");
        pass(_chain, 1);
        _consolidate(2, 1);
        assertTrue(_exitEpoch(2) != FAR, "STA-69: who has come gives his place away");
    }

    function _deposit(uint256 number, bytes1 kind) private {
        depositFor(_chain, number, DepositData.credentialsFor(kind, address(this)), 32 * ETH);
    }

    function _consolidate(uint256 source, uint256 target) private {
        _chain.requestConsolidation{value: 1_000}(pubkeyOf(source), pubkeyOf(target));
    }

    function _exitEpoch(uint40 index) private view returns (uint64) {
        return _chain.validator(index).exitEpoch;
    }

    function _hashOf(uint256 number) private pure returns (bytes32) {
        return DepositData.pubkeyHash(pubkeyOf(number));
    }
}
