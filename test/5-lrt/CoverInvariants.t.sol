// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Cover} from "../../contracts/5-lrt/cover/Cover.sol";
import {FeeSplit} from "../../contracts/5-lrt/cover/FeeSplit.sol";
import {CoverHandler} from "../../contracts/testing/5-lrt/CoverHandler.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice What holds of a cover after any sequence of joins, leaves, draws and gifts.
contract CoverInvariantsTest is TestBase {
    uint256 private constant VIRTUAL_ASSETS = 1e6;
    uint256 private constant VIRTUAL_SHARES = 1e18;
    uint256 private constant CAP = 10 ether;
    uint256 private constant WINDOW = 7 days;

    CoverHandler private _handler;
    Cover private _cover;

    function setUp() public {
        _handler = new CoverHandler();
        _cover = _handler.cover();
    }

    function targetContracts() public view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(_handler);
    }

    /// hardhat-config: invariant.depth = 60
    function invariant_COV_07_claims_are_what_is_here() public view {
        uint256 funds = _cover.funds();
        (uint256 shares, uint256 claims, uint256 count) = _handler.claims();
        assertEq(shares, _cover.totalShares(), "COV-07: every share is somebody's");
        assertEq(address(_cover).balance, funds, "COV-07: funds are here");
        assertLe(claims, funds + VIRTUAL_ASSETS, "COV-07: claims exceed funds");
        uint256 virtualPart = Math.mulDiv(VIRTUAL_SHARES, funds + VIRTUAL_ASSETS, shares + VIRTUAL_SHARES);
        assertLe(funds, claims + virtualPart + count, "COV-07: claims fall short of funds");
    }

    /// hardhat-config: invariant.depth = 60
    function invariant_COV_06_the_cap_holds_in_any_window() public view {
        uint256 count = _handler.drawCount();
        for (uint256 first = 0; first < count; ++first) {
            (uint256 from, ) = _handler.draws(first);
            uint256 sum;
            for (uint256 last = first; last < count; ++last) {
                (uint256 to, uint256 assets) = _handler.draws(last);
                sum += assets;
                uint256 most = CAP + Math.mulDiv(CAP, to - from, WINDOW);
                assertLe(sum, most + 1, "COV-06: drawn in a window");
            }
        }
    }

    /// hardhat-config: invariant.depth = 60
    function invariant_COV_09_premium_is_one_part_of_all_fees() public view {
        FeeSplit split = _handler.split();
        assertEq(split.underwrittenFees(), _handler.underwritten(), "COV-09: fees while somebody underwrote");
        assertEq(split.totalPremium(), (_handler.underwritten() * 2_000) / 10_000, "COV-09: the premium");
        uint256 treasury = address(split).balance + split.treasury().balance;
        assertEq(split.totalPremium() + treasury, _handler.collected(), "COV-09: premium and the rest are all fees");
    }

    /// @dev Random sequences could pass by doing nothing: this one, always the same, does a bit of everything.
    function test_COV_07_a_walk_that_reaches_everything() public {
        uint256 seed = 20_261_125;
        for (uint256 step = 0; step < 800; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            _step(seed % 15, seed >> 32, seed >> 128);
            if (step % 20 != 0) continue;
            invariant_COV_07_claims_are_what_is_here();
            invariant_COV_09_premium_is_one_part_of_all_fees();
        }
        invariant_COV_06_the_cap_holds_in_any_window();
        string[10] memory actions = [
            "join",
            "spent",
            "ask",
            "withdraw",
            "shut",
            "cancelCooldown",
            "fund",
            "draw",
            "reversed",
            "fees"
        ];
        for (uint256 i = 0; i < actions.length; ++i) assertLe(2, _handler.done(actions[i]), actions[i]);
    }

    function _step(uint256 action, uint256 a, uint256 b) private {
        if (action == 0) _handler.join(a, b);
        else if (action < 3) _handler.ask(a, b);
        else if (action < 5) _handler.withdraw(a);
        else if (action == 5) _handler.cancelCooldown(a);
        else if (action == 6) _handler.fund(a);
        else if (action < 9) _handler.lose(a, b % 2 == 0);
        else if (action == 9) _handler.gain(a);
        else if (action == 10 && b % 4 == 0) _handler.payTreasury();
        else if (action == 10) _handler.payOwed();
        else if (action == 12) _handler.drain();
        else if (action == 11) _handler.loseAndRecover(a);
        else _handler.pass(a);
    }
}
