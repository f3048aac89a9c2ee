// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {LegsIn} from "./LegsIn.sol";

/// @title Legs out of restaking
/// @notice For closed batches (`unwind`, `exitValidators`) a slot gives what `Allocations` says it should. Whatever exits ask
/// for, anyone may trim what is too much (`trim`, `trimValidators`): stake above a cap or far above its target, stake of a
/// retired strategy or with an unfit operator, ETH that lies in a pod. Both have their own pace, one withdrawal a strategy
/// and interval, and trims take only half of the places in the queue, so that they never delay an exit (OPS-12).
///
/// A completion depends on nothing but the core (OPS-14): LST goes to its reserve, ETH becomes idle. It comes back as shares
/// - when a native withdrawal's ETH is not in the pod (an operator forced it while validators run), to leave by their exit;
/// - when somebody else put several strategies into it, to leave one by one;
/// - when the slot has another operator by now, room for it, and no closed batch needs it (OPS-13): then stake changes its
///   operator without leaving the core. Should the core refuse, it comes as tokens.
/// @custom:decisions 0182
abstract contract LegsOut is LegsIn {
    mapping(uint256 slot => mapping(IStrategy strategy => uint256 timestamp)) private _unwoundAt;
    mapping(uint256 slot => mapping(IStrategy strategy => uint256 timestamp)) private _trimmedAt;

    // --- for closed batches -----------------------------------------------------------------------------------------

    /// @inheritdoc IRestaker
    function unwind(uint256 slot, IStrategy strategy) external returns (bytes32 root, uint256 assets) {
        IOperatorDelegator delegator = _delegator(slot);
        if (!_isNative(strategy)) _checkKnown(strategy);
        _checkPace(_unwoundAt[slot], strategy, delegator, _ownPlaces());
        uint256 needed = targets.unwindable(slot, strategy);
        if (needed == 0) revert NothingToUnwind(needed);
        return _queue(slot, strategy, delegator, Math.max(needed, limits().minLegAssets));
    }

    /// @inheritdoc IRestaker
    function exitValidators(uint256 slot, bytes[] calldata pubkeys) external payable {
        _exitValidators(slot, pubkeys, targets.exitsFor(slot, pubkeys));
    }

    // --- of what is too much ----------------------------------------------------------------------------------------

    /// @inheritdoc IRestaker
    function trim(uint256 slot, IStrategy strategy) external returns (bytes32 root, uint256 assets) {
        IOperatorDelegator delegator = _delegator(slot);
        if (!_isNative(strategy)) _checkKnown(strategy);
        _checkPace(_trimmedAt[slot], strategy, delegator, _ownPlaces() / 2);
        // ETH that lies in a pod is out of work
        uint256 excess = _isNative(strategy) ? type(uint256).max : targets.excessOf(slot, strategy);
        if (excess == 0) revert NothingToTrim(slot, address(strategy));
        return _queue(slot, strategy, delegator, excess);
    }

    /// @inheritdoc IRestaker
    function trimValidators(uint256 slot, bytes[] calldata pubkeys) external payable {
        uint256 excess = targets.excessOf(slot, beaconChainEth);
        _exitValidators(slot, pubkeys, targets.exitsWithin(slot, pubkeys, excess));
    }

    function _exitValidators(uint256 slot, bytes[] calldata pubkeys, uint256 most) private {
        if (pubkeys.length > most) revert TooManyValidators(pubkeys.length, most);
        _delegator(slot).exitValidators{value: msg.value}(pubkeys, msg.sender);
        for (uint256 i = 0; i < pubkeys.length; ++i) emit ValidatorExitRequested(slot, pubkeys[i]);
    }

    // --- both -------------------------------------------------------------------------------------------------------

    function _checkPace(
        mapping(IStrategy => uint256) storage last,
        IStrategy strategy,
        IOperatorDelegator delegator,
        uint256 maxQueued
    ) private {
        uint256 next = last[strategy] + limits().unwindIntervalSeconds;
        if (block.timestamp < next) revert UnwoundTooRecently(next);
        if (_queuedOf(address(delegator)) >= maxQueued) revert TooManyQueued(maxQueued);
        last[strategy] = block.timestamp;
    }

    /// @dev Queues up to `assets` of the strategy, or all of it.
    function _queue(
        uint256 slot,
        IStrategy strategy,
        IOperatorDelegator delegator,
        uint256 assets
    ) private returns (bytes32 root, uint256 queued) {
        (uint256 depositShares, uint256 restaked) = delegator.restaked(strategy);
        queued = Math.min(assets, _isNative(strategy) ? _nativeThatCanLeave(delegator, restaked) : restaked);
        bool everything = queued == restaked && depositShares != 0;
        uint256 minLeg = limits().minLegAssets;
        if (!everything && (queued < minLeg || queued == 0)) revert LegTooSmall(queued, minLeg);
        uint256 shares = everything ? depositShares : Math.mulDiv(depositShares, queued, restaked);
        _beginMove(address(delegator), address(delegator));
        root = delegator.queue(strategy, shares);
        _endMove(strategy);
        emit UnwindStarted(slot, address(strategy), root, queued);
    }

    /// @dev Of native stake, what lies in the pod and no more: a withdrawal of anything else would come back as shares, and
    /// count as queued until then. And no more than the operator's shares, which the core's rounding can have left some
    /// wei short: the core would panic (decision 0024).
    function _nativeThatCanLeave(IOperatorDelegator delegator, uint256 restaked) private view returns (uint256 assets) {
        assets = Math.min(delegator.freePodAssets(), restaked);
        address operator = delegator.operator();
        if (operator != address(0)) assets = Math.min(assets, delegation.operatorShares(operator, beaconChainEth));
    }

    /// @inheritdoc IRestaker
    function complete(uint256 slot, Withdrawal calldata withdrawal) external {
        IOperatorDelegator delegator = _delegator(slot);
        bytes32 root = delegation.calculateWithdrawalRoot(withdrawal);
        bool asTokens = false;
        if (withdrawal.strategies.length != 1) {
            _completeAsShares(delegator, withdrawal);
        } else if (_isNative(withdrawal.strategies[0])) {
            asTokens = _isInPod(delegator, root);
            if (asTokens) _completeEther(delegator, withdrawal);
            else _completeAsShares(delegator, withdrawal);
        } else {
            asTokens = _completeLst(slot, delegator, withdrawal, root);
        }
        emit WithdrawalCompleted(slot, root, asTokens);
    }

    function _completeAsShares(IOperatorDelegator delegator, Withdrawal calldata withdrawal) private {
        _beginMove(address(delegator), address(delegator));
        delegator.complete(withdrawal, false, address(delegator));
        vault.endMove(targets.maxLossOf(withdrawal.strategies));
    }

    function _completeEther(IOperatorDelegator delegator, Withdrawal calldata withdrawal) private {
        _beginMove(address(delegator), address(vault));
        delegator.complete(withdrawal, true, address(vault));
        _endMove(beaconChainEth);
    }

    function _completeLst(
        uint256 slot,
        IOperatorDelegator delegator,
        Withdrawal calldata withdrawal,
        bytes32 root
    ) private returns (bool asTokens) {
        IStrategy strategy = withdrawal.strategies[0];
        _checkKnown(strategy);
        ILstReserve reserve = _reserveOf[strategy];
        // a part that cannot be read counts nothing in the slot: it goes home, to be counted when it can be read again
        bool inDoubt = delegator.isInDoubt(strategy);
        asTokens = inDoubt || !_staysIn(slot, delegator, withdrawal, root);
        _beginMove(address(delegator), inDoubt ? address(delegator) : address(reserve));
        if (!asTokens) {
            try delegator.complete(withdrawal, false, address(delegator)) {} catch {
                asTokens = true;
            }
        }
        if (asTokens) reserve.receiveLst(delegator.complete(withdrawal, true, address(reserve)), false);
        _endMove(strategy);
    }

    /// @dev Whether stake that left an operator goes to the slot's new one without leaving the core.
    function _staysIn(
        uint256 slot,
        IOperatorDelegator delegator,
        Withdrawal calldata withdrawal,
        bytes32 root
    ) private view returns (bool) {
        IStrategy strategy = withdrawal.strategies[0];
        address operator = delegator.operator();
        if (operator == address(0) || operator == withdrawal.delegatedTo || isRetiring[strategy]) return false;
        if (!_isEligible(operator)) return false;
        (, uint256[] memory shares) = delegation.getQueuedWithdrawal(root);
        if (shares.length == 0 || shares[0] == 0) return false;
        uint256 assets = _reserveOf[strategy].toAssetsDown(strategy.sharesToUnderlyingView(shares[0]));
        if (!targets.staysIn(slot, assets)) return false;
        (uint256 underCaps, ) = rules.roomUnderCaps(slot, strategy);
        return assets <= underCaps;
    }

    function _isInPod(IOperatorDelegator delegator, bytes32 root) private view returns (bool) {
        (, uint256[] memory shares) = delegation.getQueuedWithdrawal(root);
        IEigenPod pod = delegator.pod();
        return shares.length == 1 && shares[0] <= uint256(pod.withdrawableRestakedExecutionLayerGwei()) * 1 gwei;
    }

    // --- an LST's own exit ------------------------------------------------------------------------------------------

    /// @inheritdoc IRestaker
    function requestLstExit(address lst) external returns (uint256 assets) {
        ILstReserve reserve = _reserveFor(lst);
        uint256 idle = reserve.idleLst();
        uint256 idleAssets = reserve.toAssetsDown(idle);
        uint256 demand = reserve.isRetiring() ? idleAssets : targets.exitDemand();
        assets = Math.min(idleAssets, Math.max(demand, limits().minLegAssets));
        if (demand == 0 || assets == 0) revert NothingToUnwind(demand);
        // one wei of LST more, so that rounding leaves no demand behind
        uint256 amount = assets == idleAssets ? idle : Math.min(idle, reserve.toLstDown(assets) + 1);
        _beginMove(address(reserve), address(reserve));
        reserve.requestExit(amount);
        _endMove(beaconChainEth);
    }

    /// @inheritdoc IRestaker
    function claimLstExit(address lst, uint256 exitId) external returns (uint256 assets) {
        ILstReserve reserve = _reserveFor(lst);
        _beginMove(address(reserve), address(vault));
        assets = reserve.claimExit(exitId);
        _endMove(beaconChainEth);
    }
}
