// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EpochVault} from "../../contracts/testing/own-vault/EpochVault.sol";
import {FifoPool} from "../../contracts/testing/own-vault/FifoPool.sol";
import {LrtProperties} from "../../contracts/testing/own-vault/LrtProperties.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";
import {EpochVaultTest} from "./EpochVault.t.sol";
import {FifoPoolTest} from "./FifoPool.t.sol";

/// @notice The properties find each planted flaw, and break for nothing else.
contract PlantedFlawsTest is TestBase {
    uint256 private constant SEEDS = 8;

    error OtherFlaws(string expected, string found);

    function test_OWN_20_epochs() public {
        string memory found = "";
        for (uint256 i = 0; i <= uint256(type(EpochVault.Flaw).max); ++i) {
            EpochVaultTest suite = new EpochVaultTest();
            suite.plant(EpochVault.Flaw(i));
            found = string.concat(found, _broken(suite), ";");
        }
        // none; price at request; spot balance; stored rate; pays twice; gain at once
        _expect(found, ";03;10;04 05;12;02;");
    }

    function test_OWN_20_fifo() public {
        string memory found = "";
        for (uint256 i = 0; i <= uint256(type(FifoPool.Flaw).max); ++i) {
            FifoPoolTest suite = new FifoPoolTest();
            suite.plant(FifoPool.Flaw(i));
            found = string.concat(found, _broken(suite), ";");
        }
        // none; pushes payments; rounds up; par after a total loss; pays reporters; takes per request
        _expect(found, ";09;01;11;04 05 07 08;03 05 06 08 09;");
    }

    /// @dev Numbers of the properties that break.
    function _broken(LrtProperties suite) private returns (string memory found) {
        bytes4[12] memory all = [
            suite.test_OWN_01_round_trip.selector,
            suite.test_OWN_02_bought_reward.selector,
            suite.test_OWN_03_equal_loss.selector,
            suite.test_OWN_04_known_loss_out.selector,
            suite.test_OWN_05_known_loss_in.selector,
            suite.test_OWN_06_halves.selector,
            suite.test_OWN_07_twice.selector,
            suite.test_OWN_08_all_comes_out.selector,
            suite.test_OWN_09_nobody_is_blocked.selector,
            suite.test_OWN_10_gift.selector,
            suite.test_OWN_11_after_total_loss.selector,
            suite.test_OWN_12_paid_once.selector
        ];
        for (uint256 i = 0; i < all.length; ++i) {
            if (!_holds(suite, all[i])) found = string.concat(found, bytes(found).length == 0 ? "" : " ", _two(i + 1));
        }
    }

    function _expect(string memory found, string memory expected) private pure {
        if (keccak256(bytes(found)) != keccak256(bytes(expected))) revert OtherFlaws(expected, found);
    }

    function _holds(LrtProperties suite, bytes4 property) private returns (bool holds) {
        holds = true;
        for (uint256 seed = 0; seed < SEEDS && holds; ++seed) {
            bytes memory why;
            (holds, why) = address(suite).call(abi.encodeWithSelector(property, uint256(keccak256(abi.encode(seed)))));
        }
    }

    function _two(uint256 number) private pure returns (string memory) {
        return string(abi.encodePacked(bytes1(uint8(48 + number / 10)), bytes1(uint8(48 + (number % 10)))));
    }
}
