// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IPositionManager
/// @notice The functions of Uniswap v3's position manager that tools call here. Its own interface imports token interfaces of
/// compilers before 0.8, so it cannot be read together with these contracts.
interface IPositionManager {
    /// @param tickLower lower end of the range, a multiple of the fee tier's tick spacing
    /// @param amount0Desired most of token0 that is taken, in its wei
    /// @param recipient who gets the NFT
    struct MintParams {
        address token0;
        address token1;
        uint24 fee;
        int24 tickLower;
        int24 tickUpper;
        uint256 amount0Desired;
        uint256 amount1Desired;
        uint256 amount0Min;
        uint256 amount1Min;
        address recipient;
        uint256 deadline;
    }

    struct DecreaseLiquidityParams {
        uint256 tokenId;
        uint128 liquidity;
        uint256 amount0Min;
        uint256 amount1Min;
        uint256 deadline;
    }

    struct CollectParams {
        uint256 tokenId;
        address recipient;
        uint128 amount0Max;
        uint128 amount1Max;
    }

    /// @notice Puts liquidity into a pool, as an NFT.
    function mint(
        MintParams calldata params
    ) external payable returns (uint256 tokenId, uint128 liquidity, uint256 amount0, uint256 amount1);

    /// @notice Takes liquidity out of the pool; `collect` pays it out.
    function decreaseLiquidity(
        DecreaseLiquidityParams calldata params
    ) external payable returns (uint256 amount0, uint256 amount1);

    /// @notice Pays out what a position is owed, up to the amounts, fees included.
    function collect(CollectParams calldata params) external payable returns (uint256 amount0, uint256 amount1);

    /// @notice What an NFT stands for; amounts owed are as of its last change.
    function positions(
        uint256 tokenId
    )
        external
        view
        returns (
            uint96 nonce,
            address operator,
            address token0,
            address token1,
            uint24 fee,
            int24 tickLower,
            int24 tickUpper,
            uint128 liquidity,
            uint256 feeGrowthInside0LastX128,
            uint256 feeGrowthInside1LastX128,
            uint128 tokensOwed0,
            uint128 tokensOwed1
        );

    /// @notice The factory whose pools it fills.
    function factory() external view returns (address);

    /// @notice The WETH that ether sent to it becomes.
    function WETH9() external view returns (address);
}
