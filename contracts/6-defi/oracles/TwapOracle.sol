// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracle} from "@morpho-org/morpho-blue/src/interfaces/IOracle.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Ranges} from "../../shared/Ranges.sol";

/// @title The LRT at the pool's price over time
/// @notice The geometric mean of a Uniswap v3 pool's price over a window, in Morpho's scale: 1.0001^tick, with the mean tick
/// rounded against the LRT. A swap of this block has no time yet and moves nothing.
///
/// How it fails: a pool that is swept holds any price that nobody corrects, and a thin one is cheap to sweep; and a market that
/// sells the LRT below its backing in a panic is believed. So it answers from a hundredth of an ETH to a hundred only, and
/// reverts beyond (`PriceOutOfReach`): next to nothing would let anybody seize all collateral. The pool reverts `OLD` while
/// its history is shorter than the window.
contract TwapOracle is IOracle {
    error NotThePair(address pool, address token);
    error PriceOutOfReach(int24 meanTick);

    /// @dev 1.0001^46,054 is a little more than 100.
    int24 private constant GREATEST_TICK = 46_054;
    uint256 private constant RAY = 1e27;
    uint256 private constant TICK_RAY = 1.0001e27;

    IUniswapV3Pool public immutable pool;
    uint32 public immutable windowSeconds;
    bool public immutable isLrtFirst;

    /// @param lrt one of the pool's two tokens; the price is in the other
    constructor(address pool_, address lrt, uint256 windowSeconds_) {
        pool = IUniswapV3Pool(pool_);
        isLrtFirst = pool.token0() == lrt;
        if (!isLrtFirst && pool.token1() != lrt) revert NotThePair(pool_, lrt);
        windowSeconds = uint32(Ranges.within(windowSeconds_, 1 minutes, 2 hours));
    }

    /// @inheritdoc IOracle
    function price() external view returns (uint256) {
        int24 tick = meanTick();
        if (tick > GREATEST_TICK || tick < -GREATEST_TICK) revert PriceOutOfReach(tick);
        uint256 powerRay = FixedPointMathLib.rpow(TICK_RAY, uint256(int256(tick < 0 ? -tick : tick)), RAY);
        return tick < 0 ? (RAY * 1e36) / powerRay : powerRay * 1e9;
    }

    /// @notice Mean tick of the LRT's price in the other token over the window, rounded down.
    function meanTick() public view returns (int24 tick) {
        uint32[] memory ago = new uint32[](2);
        ago[0] = windowSeconds;
        (int56[] memory cumulative, ) = pool.observe(ago);
        int56 sum = cumulative[1] - cumulative[0];
        if (!isLrtFirst) sum = -sum;
        int56 window = int56(uint56(windowSeconds));
        tick = int24(sum / window);
        if (sum < 0 && sum % window != 0) --tick;
    }
}
