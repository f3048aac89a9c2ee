// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IUnstakingQueue} from "../../2-liquid-staking/interfaces/IUnstakingQueue.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {IExitEstimates} from "../interfaces/IExitEstimates.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {IVault} from "../interfaces/IVault.sol";
import {ExitPaths} from "./ExitPaths.sol";

/// @title How long an exit takes
/// @notice Lists every place from which ETH can come, with how much and when: idle ETH now; what is on its way (LST in its
/// queue, withdrawals in the core, validators that leave, ETH in pods); and, from the closing of the batch on, idle LST
/// and stake. A batch needs what it and the batches before it are worth: at the exit price for the soonest answer, at the
/// deposit price for the latest, for what has been gained drips until then.
///
/// Neither is sooner than the end of the batch's least wait. The latest counts a checkpoint after the close (QUE-41), where a
/// pod has validators and nobody has made one.
///
/// soonest: places in the order of their soonest times until they cover the need.
/// latest: what is on its way serves first, for the restaker counts it as coming; only what it lacks is taken from idle
/// LST, and what that lacks from stake, of whatever kind the caller likes: so the slowest kind that there is counts. Then
/// once more a leg, for what the price gains while the first is on its way.
///
/// It walks over all slots, withdrawals and batches that wait: a view for people and pages, not for contracts.
/// @custom:decisions 0106
contract ExitEstimates is IExitEstimates, ExitPaths {
    /// @dev Serves in this order.
    enum Kind {
        Coming,
        IdleLst,
        Stake
    }

    struct Source {
        Kind kind;
        uint256 assets;
        Span span;
    }

    /// @param lstSeconds longest that an LST's queue takes when its pool pays at once
    struct Sources {
        Source[] list;
        uint256 count;
        uint256 lstSeconds;
    }

    IVault public immutable vault;
    IExitQueue public immutable queue;
    IRestaker public immutable restaker;

    constructor(
        address vault_,
        address queue_,
        address restaker_,
        address delegation_,
        address beaconChain_,
        uint256 reactionSeconds_
    ) ExitPaths(delegation_, beaconChain_, reactionSeconds_) {
        vault = IVault(vault_);
        queue = IExitQueue(queue_);
        restaker = IRestaker(restaker_);
    }

    /// @inheritdoc IExitEstimates
    function estimateExit(uint256 ticketId) external view returns (uint256, uint256) {
        if (queue.ticketOf(ticketId).owner == address(0)) revert UnknownTicket(ticketId);
        uint256 batchId = ticketId >> 64;
        if (batchId == queue.openBatchId()) return estimateExitOf(0);
        uint256 shares = 0;
        for (uint256 id = queue.fillingBatchId(); id <= batchId; ++id) {
            IExitQueue.Batch memory batch = queue.batchOf(id);
            shares += batch.shares - batch.filledShares;
        }
        if (shares == 0) return (0, 0);
        uint256 closedAt = queue.batchOf(batchId).closedAt;
        uint256 fillable = _secondsUntil(closedAt + queue.leastWaitSeconds());
        return _estimate(shares, Span(0, 0), Span(fillable, Math.max(fillable, _secondsToNews(closedAt))));
    }

    /// @inheritdoc IExitEstimates
    function estimateExitOf(uint256 shares) public view returns (uint256, uint256) {
        (uint256 closedShares, uint256 openShares) = queue.waitingShares();
        uint256 closeable = _secondsUntil(queue.closeableAt());
        Span memory closed = _after(Span(closeable, closeable), 1);
        uint256 wait = queue.leastWaitSeconds();
        uint256 latestWait = Math.max(wait, _secondsToNews(block.timestamp));
        Span memory fillable = Span(closed.soonest + wait, closed.latest + latestWait);
        return _estimate(closedShares + openShares + shares, closed, fillable);
    }

    /// @dev Somebody makes the checkpoints that are older than `since`.
    function _secondsToNews(uint256 since) private view returns (uint256) {
        uint256 slots = restaker.slotCount();
        for (uint256 slot = 0; slot < slots; ++slot) {
            try IComponent(restaker.slotAt(slot).delegator).positions() returns (
                IComponent.Position[] memory,
                uint256 asOf,
                bool
            ) {
                if (asOf < since) return reactionSeconds;
            } catch {
                // a component that cannot be read holds no batch up once its quarantine is over
                continue;
            }
        }
        return 0;
    }

    /// @param fillable when the batch may be filled
    function _estimate(
        uint256 shares,
        Span memory closed,
        Span memory fillable
    ) private view returns (uint256 soonest, uint256 latest) {
        Sources memory sources = _sources(closed);
        uint256 idle = vault.totals().idle;
        uint256 least = Math.saturatingSub(vault.toAssetsDown(shares), idle);
        uint256 most = Math.mulDiv(shares, vault.depositRate(), 1 ether, Math.Rounding.Ceil);
        (soonest, ) = _covered(sources, least, true, Kind.Stake);
        soonest = Math.max(fillable.soonest, soonest);
        latest = _latest(sources, Math.saturatingSub(most, idle));
        if (most > idle && latest != type(uint256).max) latest = _secondLeg(sources, latest);
        if (latest != type(uint256).max) latest = Math.max(fillable.latest, latest) + reactionSeconds;
    }

    /// @dev A leg takes what was needed when it left; what the price has gained meanwhile needs another.
    function _secondLeg(Sources memory sources, uint256 latest) private view returns (uint256) {
        return _throughCore(_paced(Span(latest, latest))).latest + sources.lstSeconds;
    }

    function _latest(Sources memory sources, uint256 need) private pure returns (uint256 latest) {
        uint256 left;
        (latest, left) = _covered(sources, need, false, Kind.Coming);
        if (left != 0) (latest, left) = _covered(sources, need, false, Kind.IdleLst);
        if (left == 0) return latest;
        uint256 all = 0;
        for (uint256 i = 0; i < sources.count; ++i) {
            all += sources.list[i].assets;
            latest = Math.max(latest, sources.list[i].span.latest);
        }
        return all < need ? type(uint256).max : latest;
    }

    /// @dev When sources up to a kind cover the need, taken in the order of their times; and what they leave uncovered.
    function _covered(
        Sources memory sources,
        uint256 need,
        bool soonest,
        Kind upTo
    ) private pure returns (uint256 time, uint256 left) {
        bool[] memory used = new bool[](sources.count);
        left = need;
        while (left != 0) {
            uint256 next = type(uint256).max;
            uint256 first = type(uint256).max;
            for (uint256 i = 0; i < sources.count; ++i) {
                Source memory s = sources.list[i];
                uint256 t = soonest ? s.span.soonest : s.span.latest;
                if (!used[i] && s.kind <= upTo && t < first) (next, first) = (i, t);
            }
            if (next == type(uint256).max) break;
            used[next] = true;
            time = first;
            left = Math.saturatingSub(left, sources.list[next].assets);
        }
    }

    // --- where ETH can come from --------------------------------------------------------------------------------------

    function _sources(Span memory closed) private view returns (Sources memory sources) {
        sources.list = new Source[](16);
        IStrategy[] memory strategies = restaker.strategies();
        for (uint256 i = 1; i < strategies.length; ++i) {
            address reserve = restaker.reserveOf(strategies[i]);
            uint256 seen = 1;
            while (restaker.reserveOf(strategies[seen]) != reserve) ++seen;
            // two strategies of one LST share its reserve
            if (seen == i) _addReserve(sources, ILstReserve(reserve), closed);
        }
        uint256 slots = restaker.slotCount();
        for (uint256 slot = 0; slot < slots; ++slot) {
            IOperatorDelegator delegator = IOperatorDelegator(restaker.slotAt(slot).delegator);
            _addQueued(sources, delegator, strategies[0]);
            _addNative(sources, delegator, strategies[0], closed);
            for (uint256 i = 1; i < strategies.length; ++i) {
                (, uint256 assets) = delegator.restaked(strategies[i]);
                Span memory span = _throughCore(_paced(closed));
                ILstReserve reserve = ILstReserve(restaker.reserveOf(strategies[i]));
                if (assets == 0) continue;
                span = _throughLst(reserve, assets, _after(span, 1));
                _add(sources, Kind.Stake, assets, span);
                sources.lstSeconds = Math.max(sources.lstSeconds, span.latest - closed.latest);
            }
        }
    }

    function _addReserve(Sources memory sources, ILstReserve reserve, Span memory closed) private view {
        uint256 idle = reserve.toAssetsDown(reserve.idleLst());
        _add(sources, Kind.IdleLst, idle, _throughLst(reserve, idle, _after(closed, 1)));
        IUnstakingQueue lstQueue = reserve.exitQueue();
        uint256[] memory exitIds = reserve.exitIds();
        uint256 lstSeconds = lstQueue.batchIntervalSeconds() + 4 * reactionSeconds;
        sources.lstSeconds = Math.max(sources.lstSeconds, reserve.value() == 0 ? 0 : lstSeconds);
        for (uint256 i = 0; i < exitIds.length; ++i) {
            uint256 ready = lstQueue.claimable(exitIds[i]);
            _add(sources, Kind.Coming, ready, _after(Span(0, 0), 1));
            bool batchOpen = lstQueue.getRequest(exitIds[i]).batch == lstQueue.openBatch();
            _add(sources, Kind.Coming, lstQueue.worthOf(exitIds[i]) - ready, _restOfLst(reserve, batchOpen));
        }
    }

    /// @dev Withdrawals in the core's queue. Native ones pay from the pod; one that it cannot pay waits for validators.
    function _addQueued(Sources memory sources, IOperatorDelegator delegator, IStrategy native) private view {
        (Withdrawal[] memory list, uint256[][] memory shares) = delegation.getQueuedWithdrawals(address(delegator));
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i].strategies.length != 1) continue;
            IStrategy strategy = list[i].strategies[0];
            Span memory span = _restOfCore(list[i].startBlock);
            if (address(strategy) == address(native)) {
                uint256 inPod = uint256(delegator.pod().withdrawableRestakedExecutionLayerGwei()) * 1 gwei;
                if (shares[i][0] > inPod) span = _throughCore(_throughValidator(shares[i][0], _paced(span)));
                _add(sources, Kind.Coming, shares[i][0], span);
            } else if (restaker.reserveOf(strategy) != address(0)) {
                uint256 assets = restaker.toAssetsDown(strategy, strategy.sharesToUnderlyingView(shares[i][0]));
                ILstReserve reserve = ILstReserve(restaker.reserveOf(strategy));
                _add(sources, Kind.Coming, assets, _throughLst(reserve, assets, _after(span, 1)));
            }
        }
    }

    /// @dev ETH in the pod, validators that leave, and those that stay.
    function _addNative(
        Sources memory sources,
        IOperatorDelegator delegator,
        IStrategy native,
        Span memory closed
    ) private view {
        (, uint256 staying) = delegator.restaked(native);
        if (staying == 0) return;
        Span memory now_ = Span(0, 0);
        uint256 free = delegator.freePodAssets();
        staying = Math.saturatingSub(staying, free);
        if (free >= restaker.limits().minLegAssets) _add(sources, Kind.Coming, free, _throughCore(_paced(now_)));
        bytes32[] memory keys = delegator.exitingKeys();
        for (uint256 i = 0; i < keys.length; ++i) {
            IEigenPod.ValidatorInfo memory info = delegator.pod().validatorPubkeyHashToInfo(keys[i]);
            if (info.status != IEigenPod.VALIDATOR_STATUS.ACTIVE) continue;
            uint256 assets = uint256(info.restakedBalanceGwei) * 1 gwei;
            staying = Math.saturatingSub(staying, assets);
            IBeaconChain.Validator memory v = beaconChain.validator(uint40(info.validatorIndex));
            uint256 leaves = _secondsUntilEpoch(v.withdrawableEpoch);
            // swept and shown by a checkpoint
            _add(sources, Kind.Coming, assets, _throughCore(_paced(_after(Span(leaves, leaves), 2))));
        }
        if (staying == 0) return;
        Span memory left = _throughValidator(staying, _after(closed, 1));
        _add(sources, Kind.Stake, staying, _throughCore(_paced(_after(left, 1))));
    }

    /// @dev A leg out of the core is taken by somebody, at the latest an interval after the one before it.
    function _paced(Span memory start) private view returns (Span memory span) {
        span = _after(start, 1);
        span.latest += restaker.limits().unwindIntervalSeconds;
    }

    function _add(Sources memory sources, Kind kind, uint256 assets, Span memory span) private pure {
        if (assets == 0) return;
        if (sources.count == sources.list.length) {
            Source[] memory longer = new Source[](2 * sources.count);
            for (uint256 i = 0; i < sources.count; ++i) longer[i] = sources.list[i];
            sources.list = longer;
        }
        sources.list[sources.count++] = Source(kind, assets, span);
    }
}
