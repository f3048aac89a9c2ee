// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {OperatorSet} from "../../3-restaking/interfaces/Types.sol";
import {IDelegator} from "../interfaces/IDelegator.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";
import {IVaultSettings} from "../interfaces/IVaultSettings.sol";

/// @title Slots: whom the vault restakes with, and how much of it
/// @notice A slot is a delegator, an operator, a target weight and a cap. Room of a slot: what its target share of
/// everything (restaked, idle beyond the queue's needs, idle LST) exceeds its present value, within its cap. Weights and
/// caps gate new stake; they cannot stop an operator from allocating it, so an operator gets stake only while it is fit.
abstract contract Slots is IRestaker, AccessManaged {
    uint256 internal constant BPS = 10_000;
    uint256 public constant MAX_SLOTS = 20;
    uint256 public constant MAX_STRATEGIES = 4;
    /// @notice Gas in which an operator's sets must be read: about a hundred of them.
    uint256 internal constant SETS_GAS = 350_000;

    IVault public immutable vault;
    address public immutable delegatorImplementation;
    IDelegationManager public immutable delegation;
    IAllocationManager public immutable allocationManager;
    IStrategy public immutable beaconChainEth;

    Limits private _limits;
    Slot[] private _slots;
    uint256 public totalWeightBps;
    IStrategy[] private _strategies;
    mapping(IStrategy strategy => ILstReserve reserve) internal _reserveOf;
    mapping(address lst => IStrategy strategy) public strategyOf;
    mapping(address operator => uint256 slotPlusOne) private _slotOf;

    constructor(
        address authority_,
        address vault_,
        address delegatorImplementation_,
        address delegation_,
        address allocationManager_
    ) AccessManaged(authority_) {
        vault = IVault(vault_);
        delegatorImplementation = delegatorImplementation_;
        delegation = IDelegationManager(delegation_);
        allocationManager = IAllocationManager(allocationManager_);
        beaconChainEth = delegation.beaconChainETHStrategy();
        _strategies.push(beaconChainEth);
    }

    // --- roles ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IRestaker
    function addSlot(
        address operator,
        uint256 weightBps,
        uint256 capAssets,
        bytes calldata approverSignature,
        uint256 expiry,
        bytes32 salt
    ) external restricted returns (uint256 slot, address delegator) {
        slot = _slots.length;
        if (slot == MAX_SLOTS) revert TooManySlots(MAX_SLOTS);
        delegator = Clones.clone(delegatorImplementation);
        _slots.push(Slot(delegator, address(0), 0, 0));
        IDelegator(delegator).initialize();
        IVaultSettings(address(vault)).addComponent(delegator);
        emit SlotAdded(slot, delegator, operator, weightBps);
        _setOperator(slot, operator, approverSignature, expiry, salt);
        _setSlot(slot, weightBps, capAssets);
    }

    /// @inheritdoc IRestaker
    function setSlot(uint256 slot, uint256 weightBps, uint256 capAssets) external restricted {
        _setSlot(slot, weightBps, capAssets);
    }

    function _setSlot(uint256 slot, uint256 weightBps, uint256 capAssets) private {
        Slot storage s = _slotAt(slot);
        totalWeightBps = totalWeightBps - s.weightBps + weightBps;
        if (totalWeightBps > BPS) revert WeightsTooHigh(totalWeightBps);
        (s.weightBps, s.capAssets) = (weightBps, capAssets);
        emit SlotSet(slot, weightBps, capAssets);
    }

    /// @inheritdoc IRestaker
    function setOperator(
        uint256 slot,
        address operator,
        bytes calldata approverSignature,
        uint256 expiry,
        bytes32 salt
    ) external restricted {
        _setOperator(slot, operator, approverSignature, expiry, salt);
    }

    function _setOperator(
        uint256 slot,
        address operator,
        bytes calldata approverSignature,
        uint256 expiry,
        bytes32 salt
    ) private {
        Slot storage s = _slotAt(slot);
        address current = IDelegator(s.delegator).operator();
        if (current != address(0)) revert StillDelegated(current);
        if (!isFit(operator)) revert OperatorUnfit(operator);
        emit OperatorChanged(slot, s.operator, operator);
        delete _slotOf[s.operator];
        _slotOf[operator] = slot + 1;
        s.operator = operator;
        IDelegator(s.delegator).delegateTo(operator, approverSignature, expiry, salt);
    }

    /// @inheritdoc IRestaker
    function leaveOperator(uint256 slot) external restricted {
        _leave(slot);
    }

    /// @inheritdoc IRestaker
    function leaveUnfit(uint256 slot) external {
        address operator = _slotAt(slot).operator;
        if (isFit(operator)) revert OperatorFit(operator);
        _leave(slot);
    }

    /// @dev Everything moves from restaked to queued, inside the delegator.
    function _leave(uint256 slot) private {
        address delegator = _slotAt(slot).delegator;
        IVaultModules(address(vault)).beginMove(delegator, delegator);
        IDelegator(delegator).undelegate();
        IVaultModules(address(vault)).endMove(_maxLoss());
    }

    /// @inheritdoc IRestaker
    function addStrategy(IStrategy strategy) external restricted {
        address lst = address(strategy.underlyingToken());
        address reserve = vault.lstReserve(lst);
        if (reserve == address(0)) revert StrategyUnknown(address(strategy));
        if (address(_reserveOf[strategy]) != address(0)) revert StrategyKnown(address(strategy));
        if (_strategies.length == MAX_STRATEGIES) revert TooManyStrategies(MAX_STRATEGIES);
        _strategies.push(strategy);
        _reserveOf[strategy] = ILstReserve(reserve);
        strategyOf[lst] = strategy;
        emit StrategyAdded(address(strategy), reserve);
    }

    /// @inheritdoc IRestaker
    function setLimits(Limits calldata limits_) external restricted {
        _limits = limits_;
        emit LimitsSet(limits_);
    }

    // --- views ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IRestaker
    function isFit(address operator) public view returns (bool) {
        if (!delegation.isOperator(operator)) return false;
        (bool isSet, uint32 delay) = allocationManager.getAllocationDelay(operator);
        if (!isSet || delay < uint256(delegation.minWithdrawalDelayBlocks()) + _limits.reactionBlocks) return false;
        uint64[] memory magnitudes = allocationManager.getMaxMagnitudes(operator, _strategies);
        for (uint256 i = 0; i < magnitudes.length; ++i) {
            if (magnitudes[i] < _limits.minMagnitudeWad) return false;
        }
        return _inFewSets(operator);
    }

    /// @dev INV-10. An operator can be in thousands of sets, more than a transaction can read: what `SETS_GAS` does not
    /// read is too many, given that the caller left that much.
    function _inFewSets(address operator) private view returns (bool) {
        if (gasleft() < (SETS_GAS * 64) / 63 + 10_000) revert NotEnoughGasForSets(gasleft());
        try allocationManager.getAllocatedSets{gas: SETS_GAS}(operator) returns (OperatorSet[] memory sets) {
            return sets.length <= _limits.maxSets;
        } catch {
            return false;
        }
    }

    /// @inheritdoc IRestaker
    function roomOf(uint256 slot) public view returns (uint256) {
        Slot storage s = _slotAt(slot);
        uint256 all = _modules().surplusIdle();
        uint256 held;
        for (uint256 i = 0; i < _slots.length; ++i) {
            uint256 value = IDelegator(_slots[i].delegator).value();
            if (i == slot) held = value;
            all += value;
        }
        for (uint256 i = 1; i < _strategies.length; ++i) {
            ILstReserve reserve = _reserveOf[_strategies[i]];
            all += reserve.toAssetsDown(reserve.idleLst());
        }
        uint256 target = (all * s.weightBps) / BPS;
        if (target > s.capAssets) target = s.capAssets;
        return target > held ? target - held : 0;
    }

    /// @inheritdoc IRestaker
    function toAssetsDown(IStrategy strategy, uint256 quantity) external view returns (uint256) {
        return _reserveOf[strategy].toAssetsDown(quantity);
    }

    /// @inheritdoc IRestaker
    function strategies() public view returns (IStrategy[] memory) {
        return _strategies;
    }

    /// @inheritdoc IRestaker
    function limits() public view returns (Limits memory) {
        return _limits;
    }

    /// @inheritdoc IRestaker
    function slotCount() public view returns (uint256) {
        return _slots.length;
    }

    /// @inheritdoc IRestaker
    function slotAt(uint256 slot) external view returns (Slot memory) {
        return _slotAt(slot);
    }

    /// @inheritdoc IRestaker
    function syncOperator(address operator) external {
        uint256 slotPlusOne = _slotOf[operator];
        if (slotPlusOne == 0) revert NoSlotOf(operator);
        vault.sync(_slots[slotPlusOne - 1].delegator);
    }

    function _slotAt(uint256 slot) internal view returns (Slot storage) {
        if (slot >= _slots.length) revert UnknownSlot(slot);
        return _slots[slot];
    }

    function _delegator(uint256 slot) internal view returns (IDelegator) {
        return IDelegator(_slotAt(slot).delegator);
    }

    function _modules() internal view returns (IVaultModules) {
        return IVaultModules(address(vault));
    }

    /// @dev Most that a leg may lose to the core's rounding, in wei.
    function _maxLoss() internal pure returns (uint256) {
        return 1 gwei;
    }
}
