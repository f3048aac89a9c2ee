// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IDelegator} from "../interfaces/IDelegator.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {LegsIn} from "./LegsIn.sol";

/// @title Legs out of restaking, for closed batches only
/// @notice A slot gives what `Targets` says it should, in one withdrawal a strategy and interval.
///
/// A completion depends on nothing but the core: LST goes to its reserve, ETH becomes idle. A native withdrawal whose ETH
/// is not in the pod (an operator forced it while validators run) comes back as shares instead, to leave through validator
/// exits.
abstract contract LegsOut is LegsIn {
    /// @notice Most withdrawals of a slot in the core's queue that the vault itself makes; forced ones come on top.
    uint256 public constant MAX_QUEUED = 16;

    mapping(uint256 slot => mapping(IStrategy strategy => uint256 timestamp)) private _unwoundAt;

    /// @inheritdoc IRestaker
    function unwind(uint256 slot, IStrategy strategy) external returns (bytes32 root, uint256 assets) {
        IDelegator delegator = _delegator(slot);
        if (address(strategy) != address(beaconChainEth) && address(_reserveOf[strategy]) == address(0)) {
            revert StrategyUnknown(address(strategy));
        }
        _checkPace(slot, strategy, delegator);
        (uint256 depositShares, uint256 restaked) = delegator.restaked(strategy);
        bool native = address(strategy) == address(beaconChainEth);
        uint256 needed = native ? targets.neededAssets() : targets.needFrom(slot);
        // of native stake, what lies in the pod can leave and no more: a withdrawal of anything else would come back as
        // shares, and count as on its way out until then
        uint256 most = native ? Math.min(delegator.freePodAssets(), restaked) : restaked;
        uint256 minLeg = limits().minLegAssets;
        assets = Math.min(Math.max(needed, minLeg), most);
        if (needed == 0 || assets == 0) revert NothingToUnwind(needed);
        if (assets < minLeg && assets < restaked) revert LegTooSmall(assets, minLeg);
        uint256 shares = assets == restaked ? depositShares : Math.mulDiv(depositShares, assets, restaked);
        _modules().beginMove(address(delegator), address(delegator));
        root = delegator.queue(strategy, shares);
        _modules().endMove(_maxLoss());
        emit UnwindStarted(slot, address(strategy), root, assets);
    }

    function _checkPace(uint256 slot, IStrategy strategy, IDelegator delegator) private {
        uint256 next = _unwoundAt[slot][strategy] + limits().unwindIntervalSeconds;
        if (block.timestamp < next) revert UnwoundTooRecently(next);
        if (delegation.getQueuedWithdrawalRoots(address(delegator)).length >= MAX_QUEUED) {
            revert TooManyQueued(MAX_QUEUED);
        }
        _unwoundAt[slot][strategy] = block.timestamp;
    }

    /// @inheritdoc IRestaker
    function exitValidators(uint256 slot, bytes[] calldata pubkeys) external payable {
        IDelegator delegator = _delegator(slot);
        uint256 need = targets.needFrom(slot);
        // one validator more than the need fills: 32 ETH cannot be split
        if (need == 0 || pubkeys.length * VALIDATOR_ASSETS >= need + VALIDATOR_ASSETS) revert NothingToUnwind(need);
        delegator.exitValidators{value: msg.value}(pubkeys, msg.sender);
        for (uint256 i = 0; i < pubkeys.length; ++i) emit ValidatorExitRequested(slot, pubkeys[i]);
    }

    /// @inheritdoc IRestaker
    function complete(uint256 slot, Withdrawal calldata withdrawal) external {
        if (withdrawal.strategies.length != 1) revert NotOneStrategy(withdrawal.strategies.length);
        IDelegator delegator = _delegator(slot);
        IStrategy strategy = withdrawal.strategies[0];
        bool native = address(strategy) == address(beaconChainEth);
        ILstReserve reserve = _reserveOf[strategy];
        if (!native && address(reserve) == address(0)) revert StrategyUnknown(address(strategy));
        bytes32 root = delegation.calculateWithdrawalRoot(withdrawal);
        bool asTokens = !native || _isInPod(delegator, root);
        address to =
            !asTokens
                ? address(delegator)
                : native
                    ? address(vault)
                    : address(reserve);
        _modules().beginMove(address(delegator), to);
        uint256 amount = delegator.complete(withdrawal, asTokens, to);
        if (!native) reserve.receiveLst(amount, false);
        _modules().endMove(_maxLoss());
        emit WithdrawalCompleted(slot, root, asTokens);
    }

    function _isInPod(IDelegator delegator, bytes32 root) private view returns (bool) {
        (, uint256[] memory shares) = delegation.getQueuedWithdrawal(root);
        IEigenPod pod = delegator.pod();
        return shares.length == 1 && shares[0] <= uint256(pod.withdrawableRestakedExecutionLayerGwei()) * 1 gwei;
    }

    /// @inheritdoc IRestaker
    function requestLstExit(address lst) external returns (uint256 assets) {
        ILstReserve reserve = _reserveOf[strategyOf[lst]];
        if (address(reserve) == address(0)) revert StrategyUnknown(lst);
        uint256 idle = reserve.idleLst();
        uint256 idleAssets = reserve.toAssetsDown(idle);
        assets = Math.min(idleAssets, Math.max(exitDemand(), limits().minLegAssets));
        if (exitDemand() == 0 || assets == 0) revert NothingToUnwind(exitDemand());
        // one wei of LST more, so that rounding leaves no demand behind
        uint256 amount = assets == idleAssets ? idle : Math.min(idle, reserve.toLstDown(assets) + 1);
        _modules().beginMove(address(reserve), address(reserve));
        reserve.requestExit(amount);
        _modules().endMove(_maxLoss());
    }

    /// @inheritdoc IRestaker
    function claimLstExit(address lst, uint256 exitId) external returns (uint256 assets) {
        ILstReserve reserve = _reserveOf[strategyOf[lst]];
        if (address(reserve) == address(0)) revert StrategyUnknown(lst);
        _modules().beginMove(address(reserve), address(vault));
        assets = reserve.claimExit(exitId);
        _modules().endMove(_maxLoss());
    }
}
