// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IOperatorRules} from "../interfaces/IOperatorRules.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {IAllocations} from "../interfaces/IAllocations.sol";
import {IFullVault} from "../interfaces/IFullVault.sol";
import {IVault} from "../interfaces/IVault.sol";
import {AllocationPolicy} from "./AllocationPolicy.sol";
import {BoundedReads} from "./BoundedReads.sol";

/// @title How much may move
/// @notice Holds nothing and sets nothing: reads slots, vault and queue, and says by `AllocationPolicy` what a leg may move.
///
/// In. Room of a slot: what its target share of everything (restaked, idle beyond the queue's needs, idle LST) exceeds its
/// present value by, within its cap. The slot itself is read as it is, the others by the vault's records.
///
/// Out, for exits. Demand D = what closed batches are worth at the exit price, less idle ETH and less all that is on its way
/// out; idle LST serves it before stake does. What cannot be had now serves nothing: an LST whose own exits are stopped,
/// idle, restaked or queued anywhere, counts here as if it were not there (OPS-43).
///
/// Out, of what is too much. Targets here are shares of all that the vault has, idle ETH in the queue's need included, for a
/// request that can be cancelled must not move them (OPS-12).
///
/// Once the vault is wound up, nothing goes in and everything is wanted out (VLT-44), every validator at once among it.
///
/// A component that cannot be read brings nothing, gives nothing and has no room: exits are served by the others, with no
/// wait for its quarantine (OPS-30). Only a leg of its own slot fails with it.
/// @custom:decisions 0100 0249
contract Allocations is IAllocations, BoundedReads {
    using AllocationPolicy for AllocationPolicy.Snapshot;

    /// @dev What a leg may lose to the core's rounding: so many wei, or so many shares if they are worth more.
    uint256 private constant LEG_LOSS = 1 gwei;
    uint256 private constant LOSS_SHARES = 4;
    /// @dev Gas for a rate that may be left out: one that burns its gas must not stop the leg (OPS-77).
    uint256 private constant RATE_GAS = 200_000;

    IFullVault public immutable vault;
    IExitQueue public immutable queue;
    IRestaker public immutable restaker;
    IOperatorRules public immutable rules;

    constructor(address vault_, address queue_, address restaker_, address rules_) {
        vault = IFullVault(vault_);
        queue = IExitQueue(queue_);
        restaker = IRestaker(restaker_);
        rules = IOperatorRules(rules_);
    }

    // --- for exits ----------------------------------------------------------------------------------------------------

    /// @inheritdoc IAllocations
    function neededAssets() public view returns (uint256) {
        return vault.isWoundUp() ? _everything() : _closedAssets();
    }

    /// @inheritdoc IAllocations
    function exitDemand() external view returns (uint256) {
        return Math.saturatingSub(neededAssets(), _coming());
    }

    function _closedAssets() private view returns (uint256) {
        (uint256 closedShares, ) = queue.waitingShares();
        return vault.toAssetsDown(closedShares);
    }

    /// @dev VLT-44: a vault that is wound up comes out of restaking whole, whether a batch waits for it or not.
    function _everything() private view returns (uint256 assets) {
        assets = vault.totals().idle;
        address[] memory components = vault.components();
        for (uint256 i = 0; i < components.length; ++i) assets += _valueOf(components[i]);
    }

    /// @inheritdoc IAllocations
    function needFrom(uint256 slot) public view returns (uint256) {
        return _snapshot(slot).needFrom(slot);
    }

    /// @inheritdoc IAllocations
    function unwindable(uint256 slot, IStrategy strategy) external view returns (uint256) {
        address reserve = restaker.reserveOf(strategy);
        if (reserve == address(0)) return neededAssets();
        return ILstReserve(reserve).isExitable() ? needFrom(slot) : 0;
    }

    /// @inheritdoc IAllocations
    function validatorsNeeded(uint256 slot) external view returns (uint256) {
        // VLT-72: however little the vault's part of them is worth, nobody else takes it out
        if (vault.isWoundUp()) return type(uint256).max;
        (uint256 need, uint256 unserved) = _snapshot(slot).nativeNeed(slot);
        return AllocationPolicy.validatorsFor(need, unserved);
    }

    /// @inheritdoc IAllocations
    function exitsFor(uint256 slot, bytes[] calldata pubkeys) external view returns (uint256 count) {
        if (vault.isWoundUp()) return pubkeys.length;
        (uint256 need, uint256 unserved) = _snapshot(slot).nativeNeed(slot);
        return AllocationPolicy.exitsFor(_weightsOf(slot, pubkeys), need, unserved);
    }

    /// @inheritdoc IAllocations
    function exitsWithin(uint256 slot, bytes[] calldata pubkeys, uint256 assets) external view returns (uint256 count) {
        return AllocationPolicy.exitsWithin(_weightsOf(slot, pubkeys), assets);
    }

    /// @dev What each of the slot's validators brings when it leaves.
    function _weightsOf(uint256 slot, bytes[] calldata pubkeys) private view returns (uint256[] memory weights) {
        IEigenPod pod = IOperatorDelegator(restaker.slotAt(slot).delegator).pod();
        weights = new uint256[](pubkeys.length);
        for (uint256 i = 0; i < weights.length; ++i) {
            bytes32 pubkeyHash = sha256(abi.encodePacked(pubkeys[i], bytes16(0)));
            weights[i] = AllocationPolicy.weightOf(pod.validatorPubkeyHashToInfo(pubkeyHash).restakedBalanceGwei);
        }
    }

    // --- of what is too much ------------------------------------------------------------------------------------------

    /// @inheritdoc IAllocations
    function excessOf(uint256 slot, IStrategy strategy) external view returns (uint256) {
        if (restaker.isRetiring(strategy)) return type(uint256).max;
        IRestaker.Slot memory s = restaker.slotAt(slot);
        IOperatorDelegator delegator = IOperatorDelegator(s.delegator);
        address operator = delegator.operator();
        if (operator == address(0)) return 0;
        bool native = address(strategy) == address(restaker.strategies()[0]);
        // native stake leaves an unfit operator by `leaveIneligible` and keeps its validators, if the core lets it
        if (!rules.isEligible(operator) && !(native && delegator.canLeave())) return type(uint256).max;
        (, IOperatorDelegator.Flows memory own) = _flowsOf(delegator);
        uint256 aboveCap = Math.saturatingSub(own.tokens + own.native, s.capAssets);
        uint256 excess = Math.max(aboveCap, _aboveWeight(slot, s, own, native));
        if (native) excess = Math.min(Math.saturatingSub(excess, own.tokens), own.native);
        return Math.max(excess, rules.excessOverCaps(slot, strategy));
    }

    function _aboveWeight(
        uint256 slot,
        IRestaker.Slot memory s,
        IOperatorDelegator.Flows memory own,
        bool native
    ) private view returns (uint256) {
        IVault.Totals memory t = vault.totals();
        uint256 all = t.recognised + t.lockedProfit + t.feesOwed;
        uint256 target = AllocationPolicy.targetOf(all, s.weightBps, s.capAssets);
        uint256 tolerance = restaker.limits().trimToleranceBps;
        uint256 above = AllocationPolicy.aboveTarget(own.tokens + own.native, target, tolerance);
        if (above == 0) return 0;
        (uint256 closedShares, uint256 openShares) = queue.waitingShares();
        uint256 leaving = vault.toAssetsDown(closedShares + openShares) + t.feesOwed;
        (uint256 coming, uint256 room) = _others(slot, all, native);
        coming += t.idle + own.exiting + _idleLstAssets();
        return AllocationPolicy.trimmable(above, room, coming, leaving);
    }

    /// @dev What is on its way out of all components but one slot, and the room of all other slots that may take stake. What
    /// stays in another slot is what the books have of it without what is on its way out. A validator makes room for validators
    /// alone: no other slot's pod must have lost too much for them.
    function _others(uint256 slot, uint256 all, bool native) private view returns (uint256 coming, uint256 room) {
        address[] memory components = vault.components();
        IRestaker.Slot[] memory slots = restaker.slots();
        for (uint256 i = 0; i < slots.length; ++i) {
            IRestaker.Slot memory s = slots[i];
            _remove(components, s.delegator);
            if (i == slot) continue;
            (bool failed, uint256 exiting) = _exitingOf(s.delegator);
            coming += exiting;
            uint256 target = AllocationPolicy.targetOf(all, s.weightBps, s.capAssets);
            uint256 free = Math.saturatingSub(target, Math.saturatingSub(_recordOf(s.delegator), exiting));
            if (free == 0 || failed || (native && !rules.isPodEligible(s.delegator))) continue;
            address operator = IOperatorDelegator(s.delegator).operator();
            if (operator != address(0) && rules.isEligible(operator)) room += free;
        }
        coming += _exitingOfAll(components);
    }

    // --- in -----------------------------------------------------------------------------------------------------------

    /// @inheritdoc IAllocations
    function roomOf(uint256 slot) external view returns (uint256) {
        if (vault.isWoundUp()) return 0;
        (uint256 held, uint256 target, ) = _present(slot);
        return Math.saturatingSub(target, held);
    }

    /// @inheritdoc IAllocations
    function staysIn(uint256 slot, uint256 assets) external view returns (bool) {
        if (neededAssets() > Math.saturatingSub(_coming(), assets)) return false;
        (uint256 held, uint256 target, uint256 capAssets) = _present(slot);
        uint256 tolerance = restaker.limits().trimToleranceBps;
        return held <= capAssets && AllocationPolicy.aboveTarget(held, target, tolerance) == 0;
    }

    /// @dev What a slot holds, as it is, and its target.
    function _present(uint256 slot) private view returns (uint256 held, uint256 target, uint256 capAssets) {
        IRestaker.Slot[] memory slots = restaker.slots();
        if (slot >= slots.length) revert IRestaker.UnknownSlot(slot);
        held = IOperatorDelegator(slots[slot].delegator).value();
        uint256 all = vault.surplusIdle() + _idleLstAssets() + held;
        for (uint256 i = 0; i < slots.length; ++i) if (i != slot) all += _recordOf(slots[i].delegator);
        capAssets = slots[slot].capAssets;
        target = AllocationPolicy.targetOf(all, slots[slot].weightBps, capAssets);
    }

    /// @dev A record is below zero when more has left a component than was booked: until the next sync it counts as nothing.
    function _recordOf(address component) private view returns (uint256) {
        int256 record = vault.recordOf(component);
        return record > 0 ? SafeCast.toUint256(record) : 0;
    }

    /// @inheritdoc IAllocations
    function holderOf(IStrategy strategy) external view returns (address) {
        IRestaker.Slot[] memory slots = restaker.slots();
        for (uint256 i = 0; i < slots.length; ++i) {
            if (IOperatorDelegator(slots[i].delegator).holds(strategy)) return slots[i].delegator;
        }
        return address(0);
    }

    // --- the core's rounding ------------------------------------------------------------------------------------------

    /// @inheritdoc IAllocations
    /// @dev OPS-41. The core counts in whole shares, and one of them is dear when somebody gave tokens to a strategy that had
    /// next to none: what the core's floors lose then is no fault of the leg, and refusing it would hold the stake for ever.
    function maxLossOf(IStrategy[] calldata strategies) external view returns (uint256 assets) {
        for (uint256 i = 0; i < strategies.length; ++i) assets += Math.max(LEG_LOSS, _fewShares(strategies[i]));
    }

    function _fewShares(IStrategy strategy) private view returns (uint256) {
        address reserve = restaker.reserveOf(strategy);
        if (reserve == address(0)) return 0;
        try strategy.sharesToUnderlyingView{gas: RATE_GAS}(LOSS_SHARES) returns (uint256 quantity) {
            try ILstReserve(reserve).toAssetsDown{gas: RATE_GAS}(quantity) returns (uint256 assets) {
                return assets;
            } catch {}
        } catch {}
        return 0;
    }

    /// @inheritdoc IAllocations
    /// @dev OPS-41. What a strategy takes beyond whole shares it gives to all that are in it: that part stays in the reserve.
    function inWholeShares(
        IStrategy strategy,
        uint256 amount,
        uint256 assets
    ) external view returns (uint256, uint256) {
        uint256 shares = strategy.underlyingToSharesView(amount);
        uint256 price = strategy.sharesToUnderlyingView(Math.max(1, shares)) + 1;
        ILstReserve reserve = ILstReserve(restaker.reserveOf(strategy));
        if (shares == 0) revert IRestaker.LegTooSmall(assets, reserve.toAssetsDown(price));
        return price < amount ? (price, reserve.toAssetsDown(price)) : (amount, assets);
    }

    // --- what is read -------------------------------------------------------------------------------------------------

    /// @dev Idle ETH and all that is on its way to be.
    function _coming() private view returns (uint256 assets) {
        return vault.totals().idle + _exitingOfAll(vault.components());
    }

    /// @dev For a question about one slot.
    function _snapshot(uint256 slot) private view returns (AllocationPolicy.Snapshot memory s) {
        IRestaker.Slot[] memory slots = restaker.slots();
        if (slot >= slots.length) revert IRestaker.UnknownSlot(slot);
        address[] memory components = vault.components();
        s.slots = new AllocationPolicy.Slot[](slots.length);
        uint256 coming = vault.totals().idle;
        for (uint256 i = 0; i < slots.length; ++i) {
            (, IOperatorDelegator.Flows memory flows) = _flowsOf(IOperatorDelegator(slots[i].delegator));
            uint256 tokens = flows.tokens - flows.stuck;
            s.slots[i] = AllocationPolicy.Slot(slots[i].weightBps, tokens, flows.native);
            s.weightsBps += slots[i].weightBps;
            s.staying += tokens + flows.native;
            coming += flows.exiting;
            _remove(components, slots[i].delegator);
        }
        coming += _exitingOfAll(components);
        for (uint256 j = 0; j < components.length; ++j) {
            // idle LST serves before stake does
            if (components[j] != address(0)) coming += _idleIn(components[j]);
        }
        s.demand = Math.saturatingSub(neededAssets(), coming);
    }

    function _remove(address[] memory list, address one) private pure {
        for (uint256 i = 0; i < list.length; ++i) if (list[i] == one) list[i] = address(0);
    }

    function _idleLstAssets() private view returns (uint256 assets) {
        IStrategy[] memory strategies = restaker.strategies();
        for (uint256 i = 1; i < strategies.length; ++i) {
            address reserve = restaker.reserveOf(strategies[i]);
            uint256 seen = 1;
            while (restaker.reserveOf(strategies[seen]) != reserve) ++seen;
            // two strategies of one LST share its reserve
            if (seen == i) assets += _idleOf(ILstReserve(reserve));
        }
    }
}
