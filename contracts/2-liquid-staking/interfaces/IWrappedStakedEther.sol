// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title The non-rebasing wrapper: one wstETH is one share of the rebasing token
interface IWrappedStakedEther is IERC20 {
    /// @notice Takes stETH, mints its shares (rounded down).
    function wrap(uint256 stEthAmount) external returns (uint256 wstEthAmount);

    /// @notice Burns wstETH, sends the stETH it is worth (rounded down).
    function unwrap(uint256 wstEthAmount) external returns (uint256 stEthAmount);

    /// @notice What `wrap` mints, in wei of wstETH, rounded down.
    function getWstETHByStETH(uint256 stEthAmount) external view returns (uint256 wstEthAmount);
    /// @notice What `unwrap` sends, in wei of stETH, rounded down.
    function getStETHByWstETH(uint256 wstEthAmount) external view returns (uint256 stEthAmount);
    /// @notice wei of stETH for 1e18 wstETH: the redemption rate.
    function stEthPerToken() external view returns (uint256 rateWad);
    function tokensPerStEth() external view returns (uint256 wstEthAmount);
    function stETH() external view returns (address);
}
