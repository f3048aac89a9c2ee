// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BeaconChain} from "../../contracts/1-staking/BeaconChain.sol";
import {IEigenPodManager} from "../../contracts/3-restaking/interfaces/IEigenPodManager.sol";
import {EigenPod} from "../../contracts/3-restaking/pods/EigenPod.sol";
import {Delegator} from "../../contracts/5-lrt/operators/Delegator.sol";
import {KeyVerifier} from "../../contracts/5-lrt/operators/KeyVerifier.sol";
import {UnprovenKeys} from "../../contracts/5-lrt/operators/UnprovenKeys.sol";
import {KeyLife} from "../../contracts/testing/5-lrt/KeyLife.sol";

/// @notice Lives of keys at random, against a ledger that knows where every wei is.
contract KeyLifeFuzz is KeyLife {
    function setUp() public {
        vm.warp(startOf(10_000) + 100);
        vm.deal(address(this), 2 ** 100);
        chain = new BeaconChain{value: 10_000 ether}(address(this), GENESIS, 34_000_000 * ETH, 0);
        podCode = address(new EigenPod(chain, IEigenPodManager(address(this))));
        unproven = new UnprovenKeys(new KeyVerifier(chain));
        (address here, address keys) = (address(this), address(unproven));
        delegator = new Delegator(here, here, here, here, here, here, address(chain), keys, here);
        delegator.initialize();
    }

    /// hardhat-config: fuzz.runs = 24
    function testFuzz_INV_44_INV_45_everyEtherCountsOnceInEveryLife(uint256 seed) public {
        _live(seed, 30);
        _mend();
    }

    /// @dev A passing fuzz has seen books to compare and keys in doubt.
    function test_INV_44_someLivesAreInDoubtAndMostBooksAreCompared() public {
        for (uint256 seed = 1; seed <= 8; ++seed) _live(seed, 30);
        assertTrue(compared > 120, "INV-44: books were compared");
        assertTrue(doubted > 0, "INV-44: some key was in doubt");
    }
}
