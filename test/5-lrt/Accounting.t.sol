// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Drip} from "../../contracts/5-lrt/accounting/Drip.sol";
import {SharePrice} from "../../contracts/5-lrt/accounting/SharePrice.sol";
import {LeakyBucket} from "../../contracts/shared/LeakyBucket.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice The mathematics of shares, of the drip and of the leaky bucket.
contract AccountingTest is TestBase {
    using LeakyBucket for LeakyBucket.Bucket;

    LeakyBucket.Bucket private _bucket;

    function test_VLT_21_a_round_trip_of_shares_never_gains(uint256 assets, uint256 total, uint256 supply) public pure {
        assets = bound(assets, 0, 1e27);
        total = bound(total, 0, 1e27);
        supply = bound(supply, total == 0 ? 0 : total / 1e6, 1e27);
        uint256 shares = SharePrice.toSharesDown(assets, total, supply);
        assertLe(SharePrice.toAssetsDown(shares, total + assets, supply + shares), assets, "VLT-21: round trip");
    }

    function test_VLT_21_the_total_at_a_rate_is_the_least_that_reaches_it(uint256 total, uint256 supply) public pure {
        total = bound(total, 0, 1e27);
        supply = bound(supply, 0, 1e27);
        uint256 needed = SharePrice.totalAtUp(SharePrice.rateRayDown(total, supply), supply);
        assertLe(needed, total, "VLT-21: no more than was there");
    }

    function test_VLT_05_a_drip_is_linear_and_ends_with_nothing_left(uint96 u, uint32 span, uint32 passed) public pure {
        uint256 end = 1_000 + uint256(span);
        uint256 out = Drip.released(u, 1_000, end, 1_000 + uint256(passed));
        assertLe(out, u, "VLT-05: no more than there is");
        if (passed >= span) assertEq(out, u, "VLT-05: all at the end");
        else assertEq(out, (uint256(u) * passed) / span, "VLT-05: linear");
    }

    /// @dev At every later moment at least as much has flowed as of the older stream alone.
    function test_VLT_06_joining_never_delays_the_older(
        uint96 left,
        uint96 gain,
        uint256 rest,
        uint256 own,
        uint256 later
    ) public pure {
        uint256 period = 1 days;
        rest = bound(rest, 1, period);
        own = bound(own, 1, period);
        later = bound(later, 0, 2 days);
        uint256 moment = 1_000_000;
        uint256 end = Drip.join(left, moment + rest, gain, own, period, moment);
        assertLe(end, moment + period, "VLT-06: within a period");
        uint256 alone = Drip.released(left, moment, moment + rest, moment + later);
        uint256 both = Drip.released(uint256(left) + gain, moment, end, moment + later);
        assertLe(alone, both + 1, "VLT-06: not delayed");
    }

    /// @dev Income per second after joining: the greatest of the older, of the gain's own and of all over a period.
    function test_VLT_06_joining_never_pours(uint96 left, uint96 gain, uint256 rest, uint256 own) public pure {
        uint256 period = 1 days;
        rest = bound(rest, 60, period);
        own = bound(own, 60, period);
        if (uint256(left) + gain < 1e12 || gain == 0) return;
        uint256 all = uint256(left) + gain;
        uint256 seconds_ = Drip.join(left, rest, gain, own, period, 0);
        // the end is rounded down to a second, so the slope may exceed by one second's part
        uint256 least = _min(_min((all * own) / gain, period), left == 0 ? period : (all * rest) / left);
        assertEq(seconds_, least, "VLT-06: slope");
    }

    function test_VLT_22_a_bucket_lets_through_its_capacity_and_what_leaks(
        uint96 capacity,
        uint32 period,
        uint256 first,
        uint256 wait
    ) public {
        capacity = uint96(bound(capacity, 1, type(uint96).max));
        period = uint32(bound(period, 1, 365 days));
        first = bound(first, 0, capacity);
        wait = bound(wait, 0, 2 * uint256(period));
        vm.warp(1_000_000);
        _bucket.configure(capacity, period);
        assertTrue(_bucket.pour(first), "VLT-22: an empty bucket takes its capacity");
        vm.warp(1_000_000 + wait);
        uint256 leaked = wait >= period ? first : _min(first, (uint256(capacity) * wait) / period);
        uint256 room = capacity - first + leaked;
        assertEq(_bucket.room(), room, "VLT-22: room");
        assertTrue(!_bucket.pour(room + 1), "VLT-22: one wei more is refused");
        assertTrue(_bucket.pour(room), "VLT-22: the room is not");
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
