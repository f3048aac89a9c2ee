// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "solady/src/tokens/ERC20.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title The share: ERC-20 with permit (ERC-2612)
/// @notice 18 decimals, plain transfers: no hook, no fee, no pause. Nobody has an allowance that its owner did not give
/// (solady would give one to Permit2).
abstract contract ShareToken is ERC20, IVault {
    function name() public pure override returns (string memory) {
        return "Restaking Ladder Ether";
    }

    function symbol() public pure override returns (string memory) {
        return "rlETH";
    }

    /// @inheritdoc IVault
    function totalSupply() public view override(ERC20, IVault) returns (uint256) {
        return super.totalSupply();
    }

    /// @inheritdoc IVault
    function balanceOf(address owner) public view override(ERC20, IVault) returns (uint256) {
        return super.balanceOf(owner);
    }

    /// @inheritdoc IVault
    function allowance(address owner, address spender) public view override(ERC20, IVault) returns (uint256) {
        return super.allowance(owner, spender);
    }

    /// @inheritdoc IVault
    function approve(address spender, uint256 shares) public override(ERC20, IVault) returns (bool) {
        return super.approve(spender, shares);
    }

    /// @inheritdoc IVault
    function transfer(address to, uint256 shares) public override(ERC20, IVault) returns (bool) {
        if (to == address(0)) revert ReceiverZero();
        return super.transfer(to, shares);
    }

    /// @inheritdoc IVault
    function transferFrom(address from, address to, uint256 shares) public override(ERC20, IVault) returns (bool) {
        if (to == address(0)) revert ReceiverZero();
        return super.transferFrom(from, to, shares);
    }

    /// @dev STD-54
    function _checkReceiver(address receiver) internal pure {
        if (receiver == address(0)) revert ReceiverZero();
    }

    function _givePermit2InfiniteAllowance() internal pure override returns (bool) {
        return false;
    }
}
