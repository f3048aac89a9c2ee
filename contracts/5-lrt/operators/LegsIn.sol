// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IDelegator} from "../interfaces/IDelegator.sol";
import {IDepositKeys} from "../interfaces/IDepositKeys.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {Slots} from "./Slots.sol";

/// @title Legs into restaking
/// @notice Idle ETH becomes validators of a slot's pod, 32 ETH each; idle LST goes into its strategy. Only what the exit
/// queue does not need moves (the vault checks it for ETH), up to the slot's room, at least `minLegAssets` at a time.
abstract contract LegsIn is Slots {
    uint256 internal constant VALIDATOR_ASSETS = 32 ether;

    IDepositKeys public immutable keys;

    constructor(address keys_) {
        keys = IDepositKeys(keys_);
    }

    /// @inheritdoc IRestaker
    function restakeEth(uint256 slot, uint256 maxValidators) external returns (uint256 validators) {
        IDelegator delegator = _fitDelegator(slot);
        uint256 room = Math.min(roomOf(slot), _modules().surplusIdle());
        uint256 most = Math.min(maxValidators, room / VALIDATOR_ASSETS);
        if (most == 0) revert LegTooSmall(room, VALIDATOR_ASSETS);
        _modules().beginMove(address(vault), address(delegator));
        while (validators < most && _stakeNext(slot, delegator)) ++validators;
        if (validators == 0) revert IDepositKeys.NoKeys(slot);
        _modules().endMove(_maxLoss());
        emit Restaked(slot, address(beaconChainEth), validators * VALIDATOR_ASSETS);
    }

    function _stakeNext(uint256 slot, IDelegator delegator) private returns (bool) {
        (bool found, IDepositKeys.ValidatorKey memory key) = keys.take(slot, delegator);
        if (!found) return false;
        _modules().sendIdle(VALIDATOR_ASSETS);
        delegator.stake(key.pubkey, key.signature, key.depositDataRoot);
        emit ValidatorStaked(slot, key.pubkey);
        return true;
    }

    /// @inheritdoc IRestaker
    function restakeLst(uint256 slot, address lst) external returns (uint256 assets) {
        IDelegator delegator = _fitDelegator(slot);
        IStrategy strategy = strategyOf[lst];
        ILstReserve reserve = _reserveOf[strategy];
        if (address(reserve) == address(0)) revert StrategyUnknown(lst);
        uint256 idle = reserve.idleLst();
        uint256 idleAssets = reserve.toAssetsDown(idle);
        uint256 kept = exitDemand();
        assets = Math.min(roomOf(slot), idleAssets > kept ? idleAssets - kept : 0);
        if (assets < limits().minLegAssets || assets == 0) revert LegTooSmall(assets, limits().minLegAssets);
        uint256 amount = assets == idleAssets ? idle : Math.min(idle, reserve.toLstDown(assets));
        _modules().beginMove(address(reserve), address(delegator));
        reserve.send(address(delegator), amount);
        delegator.depositTokens(strategy, amount);
        _modules().endMove(_maxLoss());
        emit Restaked(slot, address(strategy), assets);
    }

    /// @dev A slot takes new stake only while it is delegated, and to an operator that is fit.
    function _fitDelegator(uint256 slot) private view returns (IDelegator delegator) {
        delegator = _delegator(slot);
        address operator = delegator.operator();
        if (operator == address(0) || !isFit(operator)) revert OperatorUnfit(operator);
    }
}
