// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title The non-rebasing wrapper: one wstETH is one share of the rebasing token
interface IWrappedStakedEther is IERC20 {
    /// @notice Takes stETH, mints its shares (rounded down). Reverts `NothingToConvert` for less than a share.
    function wrap(uint256 stEthAmount) external returns (uint256 wstEthAmount);

    /// @notice Burns wstETH, sends the stETH it is worth (rounded down). Reverts `NothingToConvert` for less than a
    /// wei.
    function unwrap(uint256 wstEthAmount) external returns (uint256 stEthAmount);

    /// @notice Shares of an amount of stETH, rounded down: what `wrap` mints.
    function getWstETHByStETH(uint256 stEthAmount) external view returns (uint256 wstEthAmount);
    /// @notice stETH that wstETH stands for, rounded down: what `unwrap` sends.
    function getStETHByWstETH(uint256 wstEthAmount) external view returns (uint256 stEthAmount);
    /// @notice wei of stETH for 1e18 wstETH: the redemption rate.
    function stEthPerToken() external view returns (uint256 rateWad);
    function tokensPerStEth() external view returns (uint256 wstEthAmount);
    function stETH() external view returns (address);
}
