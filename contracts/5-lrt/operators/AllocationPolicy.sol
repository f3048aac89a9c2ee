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
import {IAllocationPolicy} from "../interfaces/IAllocationPolicy.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";
import {BoundedReads} from "./BoundedReads.sol";

/// @title How much may move
/// @notice Holds nothing and sets nothing: reads slots, books and queue, and says what a leg may move.
///
/// In. Room of a slot: what its target share of everything (restaked, idle beyond the queue's needs, idle LST) exceeds its
/// present value by, within its cap. The slot itself is read as it is, the others by the vault's records.
///
/// Out, for exits. Demand D = what closed batches are worth at the exit price, less idle ETH and less all that is on its way
/// out; idle LST serves it before stake does. What cannot be had now serves nothing: an LST whose own exits are stopped,
/// idle, restaked or queued anywhere, counts here as if it were not there (OPS-43). A slot gives what it has above its share of what would remain. 32 ETH cannot
/// be split, and a validator that leaves is out of work for weeks: one may be asked to leave only when the slot's need
/// fills it by more than half, or when the token stake of all slots that should give cannot serve D (OPS-15). They
/// are weighed, not counted: one of more than 32 ETH serves as much as it brings, and none is asked after it for the same
/// (OPS-46).
///
/// Out, of what is too much. A slot is trimmed down to its target when it exceeds it by more than the tolerance, and only as
/// far as other slots have room that nothing else will fill: so trimming and restaking together come to an end, and keep
/// nothing out of work. AllocationPolicy here are shares of all that the vault has, idle ETH in the queue's need included, for a
/// request that can be cancelled must not move them (OPS-12).
///
/// Once the vault is wound up, nothing goes in and everything is wanted out (VLT-44), every validator at once among it.
///
/// A component that cannot be read brings nothing, gives nothing and has no room: exits are served by the others, with no
/// wait for its quarantine (OPS-30). Only a leg of its own slot fails with it.
/// @custom:decisions 0100 0101 0103 0166
contract AllocationPolicy is IAllocationPolicy, BoundedReads {
    /// @param slots what stays in each slot and what leaves it
    /// @param staying sum of what stays and could be had
    /// @param coming idle ETH and all that becomes idle with time alone
    /// @param idleLst idle LST, of all that are listed, that can leave by its own exit, in wei of ETH
    struct View {
        IOperatorDelegator.Flows[] slots;
        uint256 staying;
        uint256 coming;
        uint256 idleLst;
    }

    uint256 private constant BPS = 10_000;
    uint256 private constant VALIDATOR_ASSETS = 32 ether;
    /// @notice Least demand that no token stake serves for which a validator leaves: less is what rounding leaves, and waits
    /// for deposits and rewards.
    uint256 public constant LEAST_UNSERVED = 0.01 ether;
    /// @dev What a leg may lose to the core's rounding: so many wei, or so many shares if they are worth more.
    uint256 private constant LEG_LOSS = 1 gwei;
    uint256 private constant LOSS_SHARES = 4;
    /// @dev Gas for a rate that may be left out: one that burns its gas must not stop the leg (OPS-77).
    uint256 private constant RATE_GAS = 200_000;

    IVault public immutable vault;
    IExitQueue public immutable queue;
    IRestaker public immutable restaker;
    IOperatorRules public immutable rules;

    constructor(address vault_, address queue_, address restaker_, address rules_) {
        vault = IVault(vault_);
        queue = IExitQueue(queue_);
        restaker = IRestaker(restaker_);
        rules = IOperatorRules(rules_);
    }

    // --- for exits ----------------------------------------------------------------------------------------------------

    /// @inheritdoc IAllocationPolicy
    function neededAssets() public view returns (uint256) {
        return vault.isWoundUp() ? _everything() : _closedAssets();
    }

    /// @inheritdoc IAllocationPolicy
    function exitDemand() external view returns (uint256) {
        return _less(neededAssets(), _coming());
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

    /// @inheritdoc IAllocationPolicy
    function needFrom(uint256 slot) public view returns (uint256) {
        View memory v = _view();
        return _needFrom(slot, v, _demandOfStake(v));
    }

    /// @inheritdoc IAllocationPolicy
    function unwindable(uint256 slot, IStrategy strategy) external view returns (uint256) {
        address reserve = restaker.reserveOf(strategy);
        if (reserve == address(0)) return neededAssets();
        return ILstReserve(reserve).isExitable() ? needFrom(slot) : 0;
    }

    /// @inheritdoc IAllocationPolicy
    function validatorsNeeded(uint256 slot) external view returns (uint256) {
        // VLT-72: however little the vault's part of them is worth, nobody else takes it out
        if (vault.isWoundUp()) return type(uint256).max;
        (uint256 need, uint256 unserved) = _nativeNeed(slot);
        uint256 filledByHalf = Math.ceilDiv(_less(need, VALIDATOR_ASSETS / 2), VALIDATOR_ASSETS);
        return Math.max(filledByHalf, Math.ceilDiv(unserved, VALIDATOR_ASSETS));
    }

    /// @dev A slot's need, and what of it no token stake serves, if that is enough to ask for.
    function _nativeNeed(uint256 slot) private view returns (uint256 need, uint256 unserved) {
        View memory v = _view();
        uint256 demand = _demandOfStake(v);
        need = _needFrom(slot, v, demand);
        uint256 byTokens;
        for (uint256 i = 0; i < v.slots.length; ++i) {
            byTokens += Math.min(_tokensOf(v.slots[i]), _needFrom(i, v, demand));
        }
        unserved = Math.min(need, _less(demand, byTokens));
        if (unserved < LEAST_UNSERVED) unserved = 0;
    }

    /// @inheritdoc IAllocationPolicy
    function exitsFor(uint256 slot, bytes[] calldata pubkeys) external view returns (uint256 count) {
        if (vault.isWoundUp()) return pubkeys.length;
        IEigenPod pod = IOperatorDelegator(restaker.slotAt(slot).delegator).pod();
        (uint256 need, uint256 unserved) = _nativeNeed(slot);
        for (uint256 sum = 0; count < pubkeys.length; ++count) {
            uint256 weight = _weightOf(pod, pubkeys[count]);
            if (sum + weight / 2 >= need && sum >= unserved) return count;
            sum += weight;
        }
    }

    /// @inheritdoc IAllocationPolicy
    function exitsWithin(uint256 slot, bytes[] calldata pubkeys, uint256 assets) external view returns (uint256 count) {
        IEigenPod pod = IOperatorDelegator(restaker.slotAt(slot).delegator).pod();
        for (uint256 sum = 0; count < pubkeys.length; ++count) {
            sum += _weightOf(pod, pubkeys[count]);
            if (sum > assets) return count;
        }
    }

    /// @dev What a validator brings when it leaves, in whole ETH, as its checkpoint has it; a validator of 32 ETH at least.
    function _weightOf(IEigenPod pod, bytes calldata pubkey) private view returns (uint256) {
        bytes32 pubkeyHash = sha256(abi.encodePacked(pubkey, bytes16(0)));
        uint256 restakedGwei = pod.validatorPubkeyHashToInfo(pubkeyHash).restakedBalanceGwei;
        return Math.max(VALIDATOR_ASSETS, (restakedGwei / 1e9) * 1 ether);
    }

    /// @dev D less what idle LST serves.
    function _demandOfStake(View memory v) private view returns (uint256) {
        return _less(_less(neededAssets(), v.coming), v.idleLst);
    }

    function _needFrom(uint256 slot, View memory v, uint256 demand) private view returns (uint256) {
        uint256 weights = restaker.totalWeightBps();
        uint256 weightBps = restaker.slotAt(slot).weightBps;
        uint256 target = weights == 0 ? 0 : (_less(v.staying, demand) * weightBps) / weights;
        return Math.min(demand, _less(_tokensOf(v.slots[slot]) + v.slots[slot].native, target));
    }

    /// @dev Token stake that can be had.
    function _tokensOf(IOperatorDelegator.Flows memory slot) private pure returns (uint256) {
        return slot.tokens - slot.stuck;
    }

    // --- of what is too much ------------------------------------------------------------------------------------------

    /// @inheritdoc IAllocationPolicy
    function excessOf(uint256 slot, IStrategy strategy) external view returns (uint256) {
        if (restaker.isRetiring(strategy)) return type(uint256).max;
        IOperatorDelegator delegator = IOperatorDelegator(restaker.slotAt(slot).delegator);
        address operator = delegator.operator();
        if (operator == address(0)) return 0;
        bool native = address(strategy) == address(restaker.strategies()[0]);
        // native stake leaves an unfit operator by `leaveIneligible` and keeps its validators, if the core lets it
        if (!rules.isEligible(operator) && !(native && delegator.canLeave())) return type(uint256).max;
        (, IOperatorDelegator.Flows memory own) = _flowsOf(delegator);
        uint256 excess = Math.max(_aboveCap(slot, own), _aboveWeight(slot, own));
        if (native) excess = Math.min(_less(excess, own.tokens), own.native);
        return Math.max(excess, rules.excessOverCaps(slot, strategy));
    }

    function _aboveCap(uint256 slot, IOperatorDelegator.Flows memory own) private view returns (uint256) {
        return _less(own.tokens + own.native, restaker.slotAt(slot).capAssets);
    }

    function _aboveWeight(uint256 slot, IOperatorDelegator.Flows memory own) private view returns (uint256) {
        IVault.Totals memory t = vault.totals();
        uint256 all = t.recognised + t.lockedProfit + t.feesOwed;
        uint256 target = _target(slot, all);
        uint256 staying = own.tokens + own.native;
        if (staying * BPS <= target * (BPS + restaker.limits().trimToleranceBps)) return 0;
        (uint256 closedShares, uint256 openShares) = queue.waitingShares();
        uint256 leaving = vault.toAssetsDown(closedShares + openShares) + t.feesOwed;
        (uint256 coming, uint256 room) = _others(slot, all);
        uint256 filling = _less(t.idle + own.exiting + coming + _idleLstAssets(), leaving);
        return Math.min(staying - target, _less(room, filling));
    }

    /// @dev What is on its way out of all components but one slot, and the room of all other slots that may take stake. What
    /// stays in another slot is what the books have of it without what is on its way out.
    function _others(uint256 slot, uint256 all) private view returns (uint256 coming, uint256 room) {
        address[] memory components = vault.components();
        uint256 count = restaker.slotCount();
        for (uint256 i = 0; i < count; ++i) {
            address delegator = restaker.slotAt(i).delegator;
            _remove(components, delegator);
            if (i == slot) continue;
            (bool failed, uint256 exiting) = _exitingOf(delegator);
            coming += exiting;
            uint256 free = _less(_target(i, all), _less(_recordOf(delegator), exiting));
            if (free == 0 || failed) continue;
            address operator = IOperatorDelegator(delegator).operator();
            if (operator != address(0) && rules.isEligible(operator)) room += free;
        }
        coming += _exitingOfAll(components);
    }

    function _target(uint256 slot, uint256 all) private view returns (uint256) {
        IRestaker.Slot memory s = restaker.slotAt(slot);
        return Math.min((all * s.weightBps) / BPS, s.capAssets);
    }

    // --- in -----------------------------------------------------------------------------------------------------------

    /// @inheritdoc IAllocationPolicy
    function roomOf(uint256 slot) external view returns (uint256) {
        if (vault.isWoundUp()) return 0;
        IOperatorDelegator delegator = IOperatorDelegator(restaker.slotAt(slot).delegator);
        uint256 held = delegator.value();
        return _less(_targetWith(slot, held), held);
    }

    /// @inheritdoc IAllocationPolicy
    function staysIn(uint256 slot, uint256 assets) external view returns (bool) {
        if (neededAssets() > _less(_coming(), assets)) return false;
        uint256 held = IOperatorDelegator(restaker.slotAt(slot).delegator).value();
        uint256 tolerance = BPS + restaker.limits().trimToleranceBps;
        return held <= restaker.slotAt(slot).capAssets && held * BPS <= _targetWith(slot, held) * tolerance;
    }

    /// @dev Target of a slot that holds `held`.
    function _targetWith(uint256 slot, uint256 held) private view returns (uint256) {
        uint256 all = IVaultModules(address(vault)).surplusIdle() + _idleLstAssets() + held;
        uint256 count = restaker.slotCount();
        for (uint256 i = 0; i < count; ++i) {
            if (i != slot) all += _recordOf(restaker.slotAt(i).delegator);
        }
        return _target(slot, all);
    }

    /// @dev A record is below zero when more has left a component than was booked: until the next sync it counts as nothing.
    function _recordOf(address component) private view returns (uint256) {
        int256 record = vault.recordOf(component);
        return record > 0 ? SafeCast.toUint256(record) : 0;
    }

    /// @inheritdoc IAllocationPolicy
    function holderOf(IStrategy strategy) external view returns (address) {
        uint256 count = restaker.slotCount();
        for (uint256 i = 0; i < count; ++i) {
            IOperatorDelegator delegator = IOperatorDelegator(restaker.slotAt(i).delegator);
            if (delegator.holds(strategy)) return address(delegator);
        }
        return address(0);
    }

    // --- the core's rounding ------------------------------------------------------------------------------------------

    /// @inheritdoc IAllocationPolicy
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

    /// @inheritdoc IAllocationPolicy
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

    function _view() private view returns (View memory v) {
        v.slots = new IOperatorDelegator.Flows[](restaker.slotCount());
        address[] memory components = vault.components();
        v.coming = vault.totals().idle;
        for (uint256 i = 0; i < v.slots.length; ++i) {
            address delegator = restaker.slotAt(i).delegator;
            (, v.slots[i]) = _flowsOf(IOperatorDelegator(delegator));
            v.staying += _tokensOf(v.slots[i]) + v.slots[i].native;
            v.coming += v.slots[i].exiting;
            _remove(components, delegator);
        }
        v.coming += _exitingOfAll(components);
        for (uint256 j = 0; j < components.length; ++j) {
            if (components[j] != address(0)) v.idleLst += _idleIn(components[j]);
        }
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

    function _less(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a - b : 0;
    }
}
