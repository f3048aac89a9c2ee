// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A pool whose ticks add up to what a test says, over any window.
contract PoolMock {
    address public immutable token0;
    address public immutable token1;
    int56 private _sum;

    constructor(address token0_, address token1_) {
        (token0, token1) = (token0_, token1_);
    }

    function setSum(int56 sum) external {
        _sum = sum;
    }

    function observe(uint32[] calldata) external view returns (int56[] memory ticks, uint160[] memory liquidity) {
        ticks = new int56[](2);
        ticks[1] = _sum;
        liquidity = new uint160[](2);
    }
}
