// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracle} from "@morpho-org/morpho-blue/src/interfaces/IOracle.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title The lower of backing and market
/// @notice The lower of two prices, in Morpho's scale: no more is lent than both would lend.
///
/// How it fails: whoever can push the market down can liquidate, and a panic does it for free. It reverts when either reverts.
contract LowerOracle is IOracle {
    IOracle public immutable backing;
    IOracle public immutable market;

    constructor(address backing_, address market_) {
        backing = IOracle(backing_);
        market = IOracle(market_);
    }

    /// @inheritdoc IOracle
    function price() external view returns (uint256) {
        return Math.min(backing.price(), market.price());
    }
}
