// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title WETH
interface IWrappedEther is IERC20 {
    /// @notice Mints msg.value to the caller.
    function deposit() external payable;

    /// @notice Burns and pays the caller.
    function withdraw(uint256 amount) external;
}
