// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IStrategyManager} from "../../3-restaking/interfaces/IStrategyManager.sol";
import {SignatureWithExpiry} from "../../3-restaking/interfaces/Types.sol";
import {IStakedEther} from "../../2-liquid-staking/interfaces/IStakedEther.sol";
import {IWrappedStakedEther} from "../../2-liquid-staking/interfaces/IWrappedStakedEther.sol";
import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: stake goes to whoever calls himself an operator
/// @notice On the real core. It asks neither how soon the operator can allocate, nor to whom he has.
contract BlindDelegation is NaiveVault {
    IDelegationManager private _core;
    IStrategy private _strategy;
    IWrappedStakedEther private _lst;

    /// @notice Stakes ETH, restakes what it becomes and delegates it.
    function takeOn(
        address operator,
        uint256 assets,
        IDelegationManager core,
        IStrategyManager manager,
        IStrategy strategy
    ) external {
        IWrappedStakedEther lst = IWrappedStakedEther(address(strategy.underlyingToken()));
        (_core, _strategy, _lst) = (core, strategy, lst);
        IStakedEther stEth = IStakedEther(lst.stETH());
        stEth.submit{value: assets}(address(0));
        stEth.approve(address(lst), assets);
        uint256 amount = lst.wrap(stEth.balanceOf(address(this)));
        lst.approve(address(manager), amount);
        manager.depositIntoStrategy(strategy, lst, amount);
        SignatureWithExpiry memory none;
        core.delegateTo(operator, none, bytes32(0));
    }

    /// @inheritdoc NaiveVault
    function holdersAssets() public view override returns (uint256) {
        if (address(_core) == address(0)) return super.holdersAssets();
        IStrategy[] memory strategies = new IStrategy[](1);
        strategies[0] = _strategy;
        (uint256[] memory shares, ) = _core.getWithdrawableShares(address(this), strategies);
        uint256 amount = _strategy.sharesToUnderlyingView(shares[0]);
        return super.holdersAssets() + _lst.getStETHByWstETH(amount);
    }
}
