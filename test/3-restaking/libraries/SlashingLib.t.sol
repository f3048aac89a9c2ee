// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SlashingLib} from "../../../contracts/3-restaking/libraries/SlashingLib.sol";
import {TestBase} from "../../../contracts/testing/TestBase.sol";

/// @notice Share arithmetic over the whole range that the core can meet: shares to 1e38, magnitudes down to 1.
contract SlashingLibTest is TestBase {
    using SlashingLib for uint256;

    uint256 private constant WAD = 1e18;

    function test_RST_01_products_round_as_named(uint256 x, uint256 y) public pure {
        x = bound(x, 0, 1e38);
        y = bound(y, 0, 1e36);
        uint256 down = x.mulWadDown(y);
        uint256 up = x.mulWadUp(y);
        assertLe(down * WAD, x * y, "down takes nothing that is not there");
        assertLe(x * y, up * WAD, "up leaves nothing out");
        assertEq(up - down, (x * y) % WAD == 0 ? 0 : 1, "both are at most one apart");
    }

    function test_RST_01_quotients_round_down(uint256 x, uint256 y) public pure {
        x = bound(x, 0, 1e38);
        y = bound(y, 1, 1e36);
        uint256 quotient = x.divWadDown(y);
        assertLe(quotient * y, x * WAD, "not above the quotient");
        assertLe(x * WAD + 1, (quotient + 1) * y, "less than one below it");
    }

    function test_RST_01_withdrawable_is_rounded_twice_in_order(uint256 s, uint256 k, uint256 f) public pure {
        s = bound(s, 0, 1e38);
        k = bound(k, 0, 1e36);
        f = bound(f, 0, WAD);
        assertEq(s.toWithdrawableDown(k, f), (((s * k) / WAD) * f) / WAD, "floor of floor");
    }

    function test_RST_02_first_deposit_is_worth_itself(uint256 d, uint256 f) public pure {
        d = bound(d, 1, 1e38);
        f = bound(f, 1, WAD);
        uint256 k = WAD.scalingFactorAfter(0, d, f);
        uint256 withdrawable = d.toWithdrawableDown(k, f);
        assertLe(withdrawable, d, "never more than was put in");
        // k lacks less than one of its units, d of them once times f; each floor loses less than one more
        assertLe(d, withdrawable + (d * f) / (WAD * WAD) + 3, "less by rounding only");
    }

    function test_RST_02_next_deposit_adds_no_more_than_itself(
        uint256 p,
        uint256 d,
        uint256 before,
        uint256 f
    ) public pure {
        p = bound(p, 1, 1e37);
        d = bound(d, 1, 1e37);
        f = bound(f, 1, WAD);
        uint256 k = WAD.scalingFactorAfter(0, p, bound(before, f, WAD));
        uint256 had = p.toWithdrawableDown(k, f);
        uint256 after_ = k.scalingFactorAfter(p, d, f);
        assertLe((p + d).toWithdrawableDown(after_, f), had + d, "operator's shares cover it");
    }

    function test_RST_02_converting_there_and_back_never_gains(uint256 w, uint256 k, uint256 f) public pure {
        w = bound(w, 0, 1e38);
        k = bound(k, 1, 1e36);
        f = bound(f, 1, WAD);
        uint256 s = w.toDepositSharesDown(k, f);
        assertLe(s.toWithdrawableDown(k, f), w, "shares worth more than asked");
    }

    function test_RST_03_a_slash_takes_at_most_its_part(uint256 shares, uint64 prevMax, uint64 newMax) public pure {
        shares = bound(shares, 0, 1e38);
        prevMax = uint64(bound(prevMax, 1, WAD));
        newMax = uint64(bound(newMax, 0, prevMax));
        uint256 slashed = shares.slashedDown(prevMax, newMax);
        assertLe(slashed * prevMax, shares * (prevMax - newMax), "more than its part");
        assertLe(shares * (prevMax - newMax), slashed * prevMax + prevMax - 1, "a whole share less than its part");
    }

    function test_RST_03_a_slash_of_all_takes_all(uint256 shares, uint64 prevMax) public pure {
        prevMax = uint64(bound(prevMax, 1, WAD));
        assertEq(shares.slashedDown(prevMax, 0), shares, "something was left");
    }

    function test_RST_01_one_is_stored_as_nothing(uint256 k) public pure {
        k = bound(k, 1, type(uint256).max);
        assertEq(k.toStored().toScalingFactor(), k, "read back otherwise");
        assertEq(WAD.toStored(), 0, "one takes storage");
    }
}
