// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Ranges} from "../../shared/Ranges.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {IOperatorRules} from "../interfaces/IOperatorRules.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {StrategyList} from "./StrategyList.sol";

/// @title Slots: whom the vault restakes with, and how much of it
/// @notice A slot is a delegator, an operator, a target weight and a cap. What follows from weights and caps is said by
/// `Allocations`, whom stake may go to by `OperatorRules`.
abstract contract Slots is StrategyList {
    uint256 internal constant BPS = 10_000;
    uint256 private constant BLOCKS_A_DAY = 7_200;
    uint256 public constant MAX_SLOTS = 20;
    /// @notice Most withdrawals of a slot in the core's queue, forced ones included: what a read can carry at the real
    /// core's price, twice over (OPS-75). One place a strategy is kept for what an operator forces out, so the vault itself
    /// makes no more than the rest, and delegates to nobody while more are queued.
    uint256 public constant MAX_QUEUED = 7;

    address public immutable delegatorImplementation;
    IOperatorRules public immutable override rules;

    Limits private _limits;
    Slot[] private _slots;
    uint256 public totalWeightBps;
    /// @inheritdoc IRestaker
    mapping(address operator => uint256 slotBits) public slotsOf;
    /// @inheritdoc IRestaker
    mapping(uint256 slot => uint256 blockNumber) public formersUntilBlock;

    constructor(
        address authority_,
        address vault_,
        address delegatorImplementation_,
        address delegation_,
        address targets_,
        address rules_
    ) StrategyList(vault_, delegation_, targets_) AccessManaged(authority_) {
        delegatorImplementation = delegatorImplementation_;
        rules = IOperatorRules(rules_);
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
        IOperatorDelegator(delegator).initialize();
        vault.addComponent(delegator);
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
        address current = IOperatorDelegator(s.delegator).operator();
        if (current != address(0)) revert StillDelegated(current);
        if (!_isEligible(operator)) revert OperatorIneligible(operator);
        if (_queuedOf(s.delegator) > _ownPlaces()) revert TooManyQueued(_ownPlaces());
        emit OperatorChanged(slot, s.operator, operator);
        formersUntilBlock[slot] = block.number + delegation.minWithdrawalDelayBlocks();
        slotsOf[operator] |= 1 << slot;
        s.operator = operator;
        IOperatorDelegator(s.delegator).delegateTo(operator, approverSignature, expiry, salt);
    }

    /// @inheritdoc IRestaker
    function leaveOperator(uint256 slot) external restricted {
        _leave(slot);
    }

    /// @inheritdoc IRestaker
    function leaveIneligible(uint256 slot) external {
        address operator = _slotAt(slot).operator;
        if (_isEligible(operator)) revert OperatorEligible(operator);
        _leave(slot);
    }

    /// @dev Everything moves from restaked to queued, inside the delegator.
    function _leave(uint256 slot) private {
        address delegator = _slotAt(slot).delegator;
        _beginMove(delegator, delegator);
        IOperatorDelegator(delegator).undelegate();
        vault.endMove(targets.maxLossOf(strategies()));
    }

    /// @inheritdoc IRestaker
    function setLimits(Limits calldata limits_) external restricted {
        Ranges.within(limits_.minLegAssets, 1 gwei, 10_000 ether);
        Ranges.within(limits_.unwindIntervalSeconds, 1 minutes, 30 days);
        Ranges.within(limits_.minMagnitudeWad, 1, 1e18);
        Ranges.within(limits_.reactionBlocks, 1, 30 * BLOCKS_A_DAY);
        Ranges.within(limits_.maxSets, 1, 40);
        Ranges.within(limits_.trimToleranceBps, 1, BPS / 2);
        _limits = limits_;
        emit LimitsSet(limits_);
    }

    // --- views ------------------------------------------------------------------------------------------------------

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
    function slots() external view returns (Slot[] memory) {
        return _slots;
    }

    function _slotAt(uint256 slot) internal view returns (Slot storage) {
        if (slot >= _slots.length) revert UnknownSlot(slot);
        return _slots[slot];
    }

    function _delegator(uint256 slot) internal view returns (IOperatorDelegator) {
        return IOperatorDelegator(_slotAt(slot).delegator);
    }

    function _queuedOf(address delegator) internal view returns (uint256) {
        return delegation.getQueuedWithdrawalRoots(delegator).length;
    }

    function _ownPlaces() internal view returns (uint256) {
        return MAX_QUEUED - strategies().length;
    }

    function _isEligible(address operator) internal view returns (bool) {
        return rules.isEligible(operator);
    }

    function _beginMove(address from, address to) internal {
        vault.beginMove(from, to);
    }

    /// @dev Ends a move that only the core's rounding may have cost anything.
    function _endMove(IStrategy strategy) internal {
        IStrategy[] memory list = new IStrategy[](1);
        list[0] = strategy;
        vault.endMove(targets.maxLossOf(list));
    }
}
