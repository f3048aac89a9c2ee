// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {IDepositKeys} from "../interfaces/IDepositKeys.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {Slots} from "./Slots.sol";

/// @title Legs into restaking
/// @notice Idle ETH becomes validators of a slot's pod, 32 ETH each; idle LST goes into its strategy. Only what the exit
/// queue does not need moves (the vault checks it for ETH), up to the slot's room, at least `minLegAssets` at a time.
/// @custom:decisions 0163
abstract contract LegsIn is Slots {
    uint256 internal constant VALIDATOR_ASSETS = 32 ether;

    IDepositKeys public immutable keys;

    constructor(address keys_) {
        keys = IDepositKeys(keys_);
    }

    /// @inheritdoc IRestaker
    function restakeEth(uint256 slot, uint256 maxValidators) external returns (uint256 validators) {
        IOperatorDelegator delegator = _fitDelegator(slot);
        if (!rules.isPodEligible(address(delegator))) revert PodIneligible(address(delegator));
        uint256 room = _roomIn(slot, beaconChainEth, VALIDATOR_ASSETS, vault.surplusIdle());
        uint256 most = Math.min(maxValidators, room / VALIDATOR_ASSETS);
        _beginMove(address(vault), address(delegator));
        while (validators < most && _stakeNext(slot, delegator)) ++validators;
        if (validators == 0) revert IDepositKeys.NoKeys(slot);
        _endMove(beaconChainEth);
        emit Restaked(slot, address(beaconChainEth), validators * VALIDATOR_ASSETS);
    }

    /// @dev What may go into the slot of `available`, at least `least`: by its target, and by the caps on what services
    /// can take (OPS-11).
    function _roomIn(
        uint256 slot,
        IStrategy strategy,
        uint256 least,
        uint256 available
    ) private view returns (uint256 room) {
        room = Math.min(targets.roomOf(slot), available);
        if (room < least || room == 0) revert LegTooSmall(room, least);
        (uint256 underCaps, address avs) = rules.roomUnderCaps(slot, strategy);
        if (underCaps < least) revert AvsCapReached(avs, underCaps);
        return Math.min(room, underCaps);
    }

    function _stakeNext(uint256 slot, IOperatorDelegator delegator) private returns (bool) {
        (bool found, IDepositKeys.ValidatorKey memory key) = keys.take(slot, delegator);
        if (!found) return false;
        vault.sendIdle(VALIDATOR_ASSETS);
        delegator.stake(key.pubkey, key.signature, key.depositDataRoot);
        emit ValidatorStaked(slot, key.pubkey);
        return true;
    }

    /// @inheritdoc IRestaker
    function restakeLst(uint256 slot, address lst) external returns (uint256 assets) {
        IOperatorDelegator delegator = _fitDelegator(slot);
        IStrategy strategy = strategyOf[lst];
        _checkKnown(strategy);
        if (isRetiring[strategy]) revert StrategyRetiring(address(strategy));
        ILstReserve reserve = _reserveOf[strategy];
        uint256 idle = reserve.idleLst();
        uint256 idleAssets = reserve.toAssetsDown(idle);
        uint256 kept = targets.exitDemand();
        assets = _roomIn(slot, strategy, limits().minLegAssets, idleAssets > kept ? idleAssets - kept : 0);
        uint256 amount = assets == idleAssets ? idle : Math.min(idle, reserve.toLstDown(assets));
        (amount, assets) = targets.inWholeShares(strategy, amount, assets);
        _beginMove(address(reserve), address(delegator));
        reserve.send(address(delegator), amount);
        delegator.depositTokens(strategy, amount);
        _endMove(strategy);
        emit Restaked(slot, address(strategy), assets);
    }

    /// @dev A slot takes new stake only while it is delegated, and to an operator that is fit.
    function _fitDelegator(uint256 slot) private view returns (IOperatorDelegator delegator) {
        delegator = _delegator(slot);
        address operator = delegator.operator();
        if (operator == address(0) || !_isEligible(operator)) revert OperatorIneligible(operator);
    }
}
