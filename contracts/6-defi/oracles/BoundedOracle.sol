// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracle} from "@morpho-org/morpho-blue/src/interfaces/IOracle.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Ranges} from "../../shared/Ranges.sol";

/// @title Backing, lowered by the market within a bound
/// @notice The backing's price, lowered to the market's where that is lower, but never by more than `boundBps` of it:
///
///     price = max( min(backing, market), backing × (1 − bound) )
///
/// A swept pool or a panic takes at most the bound from a borrower, so a position with more room than that is liquidated by
/// losses of the backing alone. How it fails: a de-peg beyond the bound is not in the price, and a liquidator who sells in the
/// pool then loses what is beyond. It reverts when either price reverts.
contract BoundedOracle is IOracle {
    uint256 private constant BPS = 10_000;

    IOracle public immutable backing;
    IOracle public immutable market;
    uint256 public immutable boundBps;

    constructor(address backing_, address market_, uint256 boundBps_) {
        backing = IOracle(backing_);
        market = IOracle(market_);
        boundBps = Ranges.within(boundBps_, 1, 5_000);
    }

    /// @inheritdoc IOracle
    function price() external view returns (uint256) {
        uint256 whole = backing.price();
        uint256 least = Math.mulDiv(whole, BPS - boundBps, BPS, Math.Rounding.Ceil);
        return Math.max(least, Math.min(whole, market.price()));
    }
}
