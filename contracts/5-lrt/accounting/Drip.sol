// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title The drip of gains
/// @notice U flows into T along one straight line from the last accrual to `end`, at which all of it has flowed: two
/// numbers, no dust. What scales U in between (a deposit) scales the flow and leaves its end.
///
/// A new gain G that should take `ownSeconds` joins the rest of the older ones by a new line through all of it. Its slope
/// is the greatest of three: that of the older line (so nothing older is ever delayed), that of G alone (so G is not
/// later than its own window when nothing else drips), and (U + G) / period. So income per second never exceeds the
/// greatest of what it was, what G by itself would give, and all that is pending over a whole period: somebody who stays
/// for h seconds cannot earn more than h seconds of income by coming for the gain.
/// @custom:decisions 0042
library Drip {
    /// @notice What flows out of `lockedProfit` between `from` and `timestamp`, rounded down; all of it from `end` on.
    function released(
        uint256 lockedProfit,
        uint256 from,
        uint256 end,
        uint256 timestamp
    ) internal pure returns (uint256) {
        if (timestamp >= end) return lockedProfit;
        return Math.mulDiv(lockedProfit, timestamp - from, end - from);
    }

    /// @notice End of the line after `gain` has joined what is left.
    /// @param left what was still to flow at `timestamp`, along a line to `end`
    /// @param ownSeconds in which the gain by itself would flow, 1 to `period`
    function join(
        uint256 left,
        uint256 end,
        uint256 gain,
        uint256 ownSeconds,
        uint256 period,
        uint256 timestamp
    ) internal pure returns (uint256) {
        if (gain == 0) return end;
        uint256 all = left + gain;
        uint256 seconds_ = Math.min(period, Math.mulDiv(all, ownSeconds, gain));
        if (left != 0) seconds_ = Math.min(seconds_, end > timestamp ? Math.mulDiv(all, end - timestamp, left) : 0);
        return timestamp + seconds_;
    }
}
