// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IStakedEther} from "./interfaces/IStakedEther.sol";
import {IWrappedStakedEther} from "./interfaces/IWrappedStakedEther.sol";

/// @title The non-rebasing wrapper
/// @notice One wstETH stands for one share, so its balances stand still and its price moves. Wrapping takes stETH by
/// amount, as wstETH does: the shares that move are those that are minted. Unwrapping sends the amount rounded down, so
/// at most one share a call stays behind; every wstETH is always backed by a share (LST-31).
contract WrappedStakedEther is ERC20, ERC20Permit, IWrappedStakedEther {
    /// @notice The amount is worth less than one share, or nothing.
    error NothingToConvert(uint256 amount);

    IStakedEther private immutable _stEth;

    constructor(IStakedEther stEth) ERC20("Wrapped Staked Ether", "wstETH") ERC20Permit("Wrapped Staked Ether") {
        _stEth = stEth;
    }

    /// @notice Stakes the ether and mints its shares to the sender.
    receive() external payable {
        _mint(msg.sender, _stEth.submit{value: msg.value}(address(0)));
    }

    /// @inheritdoc IWrappedStakedEther
    function wrap(uint256 stEthAmount) external returns (uint256 wstEthAmount) {
        wstEthAmount = _stEth.getSharesByPooledEth(stEthAmount);
        if (wstEthAmount == 0) revert NothingToConvert(stEthAmount);
        _mint(msg.sender, wstEthAmount);
        _stEth.transferFrom(msg.sender, address(this), stEthAmount);
    }

    /// @inheritdoc IWrappedStakedEther
    function unwrap(uint256 wstEthAmount) external returns (uint256 stEthAmount) {
        stEthAmount = _stEth.getPooledEthByShares(wstEthAmount);
        if (stEthAmount == 0) revert NothingToConvert(wstEthAmount);
        _burn(msg.sender, wstEthAmount);
        _stEth.transfer(msg.sender, stEthAmount);
    }

    /// @inheritdoc IWrappedStakedEther
    function getWstETHByStETH(uint256 stEthAmount) external view returns (uint256 wstEthAmount) {
        return _stEth.getSharesByPooledEth(stEthAmount);
    }

    /// @inheritdoc IWrappedStakedEther
    function getStETHByWstETH(uint256 wstEthAmount) external view returns (uint256 stEthAmount) {
        return _stEth.getPooledEthByShares(wstEthAmount);
    }

    /// @inheritdoc IWrappedStakedEther
    function stEthPerToken() external view returns (uint256 rateWad) {
        return _stEth.getPooledEthByShares(1 ether);
    }

    /// @inheritdoc IWrappedStakedEther
    function tokensPerStEth() external view returns (uint256 wstEthAmount) {
        return _stEth.getSharesByPooledEth(1 ether);
    }

    /// @inheritdoc IWrappedStakedEther
    function stETH() external view returns (address) {
        return address(_stEth);
    }
}
