// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Allocation, OperatorSet, SlashingParams} from "../../3-restaking/interfaces/Types.sol";
import {SlashingLib} from "../../3-restaking/libraries/SlashingLib.sol";
import {IServiceBound} from "../interfaces/IServiceBound.sol";
import {ISlasher} from "../interfaces/ISlasher.sol";
import {ISlashObserver} from "../interfaces/ISlashObserver.sol";

/// @title SlasherBase
/// @notice What every slasher does: check who asks, keep the limit, slash in the core, tell the observers. One that
/// announces tells them of that as well, by the same rules.
///
/// Limit. In any `limitWindowSeconds`, the fractions slashed of one operator in one set add up to at most `limitWad`.
/// Fractions compound, 1 − Π(1 − wᵢ) ≤ Σ wᵢ, so what the operator loses of its allocation in such a window is at most
/// `limitWad` of it. A request above what is left is refused whole: the evidence stays good and can be brought again.
///
/// Observers. Each gets `observerGas`, no more; what it returns is not copied; its failure is an event. The caller of
/// a proof chooses the gas of the transaction, and a CALL passes on at most 63/64 of what is left (EIP-150), silently
/// less than asked: so before each call the slasher checks that the whole stipend is there, and reverts otherwise.
/// Nobody can make a slash happen and an observer starve. The number of observers is capped so that all of them
/// together fit in a transaction (EIP-7825).
///
/// Re-entry. The slasher is locked from the request to the last observer: an observer that brings another proof is
/// refused, and that proof can be brought in the next transaction.
///
/// Trusted: the owner with the list of observers. It cannot slash, veto a proof, or change a limit.
/// @custom:decisions 0033 0034 0236
abstract contract SlasherBase is ISlasher, Ownable2Step, ReentrancyGuardTransient {
    using EnumerableSet for EnumerableSet.AddressSet;
    using Checkpoints for Checkpoints.Trace208;
    using RateLimiter for RateLimiter.SlidingWindow;
    using SlashingLib for uint256;

    /// @notice The most observers.
    uint256 public constant MAX_OBSERVERS = 10;
    /// @notice The most gas an observer may be given: ten of them leave 4.7 million for the slash itself.
    uint256 public constant MAX_OBSERVER_GAS = 1_200_000;
    /// @dev What a CALL costs before its stipend is split off: a cold account, the target of its delegation
    /// (EIP-7702), and the few opcodes between the check and the call.
    uint256 private constant CALL_OVERHEAD = 10_000;

    IAllocationManager public immutable allocationManager;
    /// @inheritdoc IServiceBound
    address public immutable override avs;
    /// @inheritdoc ISlasher
    address public immutable override prover;
    /// @inheritdoc ISlasher
    uint256 public immutable override observerGas;
    /// @inheritdoc ISlasher
    uint256 public immutable override limitWad;
    /// @notice Length of that window.
    uint256 public immutable limitWindowSeconds;

    EnumerableSet.AddressSet private _observers;
    RateLimiter.SlidingWindow private _slashed;

    /// @dev Only the prover asks for slashes.
    error OnlyProver(address caller);
    /// @dev More than what the limit leaves of this operator in the present window.
    error SlashLimitExceeded(address operator, uint32 operatorSetId, uint256 wad, uint256 availableWad);
    /// @dev Nothing that the set can slash of the operator's stake is in reach, or will be when the slash could be executed: it
    /// would take nothing, and use the fault up. The evidence stays good.
    error NothingAtStake(address operator, uint32 operatorSetId);
    /// @dev The list of observers is full.
    error TooManyObservers(uint256 maximum);
    /// @dev The address is an observer already.
    error AlreadyObserver(address observer);
    /// @dev The address is no observer.
    error NotObserver(address observer);
    /// @dev The stipend is above what ten observers could be given in one transaction.
    error ObserverGasTooHigh(uint256 observerGas, uint256 maximum);
    /// @dev A limit is a fraction above 0 and not above 1e18, over a window longer than 0 and of a year at most.
    error InvalidLimit(uint256 limitWad, uint256 limitWindowSeconds);

    constructor(
        IAllocationManager allocationManager_,
        address avs_,
        address prover_,
        address owner_,
        uint256 observerGas_,
        uint256 limitWad_,
        uint48 limitWindowSeconds_
    ) Ownable(owner_) {
        if (observerGas_ > MAX_OBSERVER_GAS) revert ObserverGasTooHigh(observerGas_, MAX_OBSERVER_GAS);
        if (limitWad_ == 0 || limitWad_ > 1e18 || limitWindowSeconds_ == 0 || limitWindowSeconds_ > 365 days) {
            revert InvalidLimit(limitWad_, limitWindowSeconds_);
        }
        allocationManager = allocationManager_;
        avs = avs_;
        prover = prover_;
        observerGas = observerGas_;
        limitWad = limitWad_;
        limitWindowSeconds = limitWindowSeconds_;
        _slashed.updateSettings(limitWindowSeconds_, uint208(limitWad_));
    }

    modifier onlyProver() {
        if (msg.sender != prover) revert OnlyProver(msg.sender);
        _;
    }

    /// @notice Adds an observer at the end of the list. Only the owner.
    /// @dev Reverts `TooManyObservers`, `AlreadyObserver`. Emits `ObserverAdded`.
    function addObserver(address observer) external onlyOwner {
        if (_observers.length() == MAX_OBSERVERS) revert TooManyObservers(MAX_OBSERVERS);
        if (!_observers.add(observer)) revert AlreadyObserver(observer);
        emit ObserverAdded(observer);
    }

    /// @notice Removes an observer; the last one of the list takes its place. Only the owner.
    /// @dev Reverts `NotObserver`. Emits `ObserverRemoved`.
    function removeObserver(address observer) external onlyOwner {
        if (!_observers.remove(observer)) revert NotObserver(observer);
        emit ObserverRemoved(observer);
    }

    /// @inheritdoc ISlasher
    function observers() external view override returns (address[] memory) {
        return _observers.values();
    }

    /// @inheritdoc ISlasher
    function slashableNowWad(address operator, uint32 operatorSetId) public view override returns (uint256) {
        return _slashed.available(_limitKey(operator, operatorSetId));
    }

    /// @dev AVS-10 (limit), AVS-11 (observers), AVS-147 (something is at stake). The caller holds the lock.
    function _slash(
        address operator,
        uint32 operatorSetId,
        uint256 wad,
        bytes32 faultId,
        string memory description
    ) internal returns (uint256 slashId) {
        if (!_slashed.tryConsume(_limitKey(operator, operatorSetId), wad)) {
            revert SlashLimitExceeded(operator, operatorSetId, wad, slashableNowWad(operator, operatorSetId));
        }
        IStrategy[] memory strategies = _ascendingStrategies(operatorSetId);
        uint256[] memory wads = new uint256[](strategies.length);
        for (uint256 i = 0; i < wads.length; ++i) wads[i] = wad;
        uint256[] memory taken;
        (slashId, taken) = allocationManager.slashOperator(
            avs,
            SlashingParams({
                operator: operator,
                operatorSetId: operatorSetId,
                strategies: strategies,
                wadsToSlash: wads,
                description: description
            })
        );
        if (_isNothing(taken)) revert NothingAtStake(operator, operatorSetId);
        emit SlashExecuted(faultId, operator, operatorSetId, slashId, wad);
        _tell(abi.encodeCall(ISlashObserver.onSlash, (avs, operatorSetId, operator, slashId)), operatorSetId, slashId);
    }

    /// @dev Calls every observer. `slashId` is 0 for an announcement: the core counts slashes from 1.
    function _tell(bytes memory message, uint32 operatorSetId, uint256 slashId) internal {
        address[] memory list = _observers.values();
        uint256 stipend = observerGas;
        // A call passes on at most left − left/64, so 64/63 of the stipend must be left.
        uint256 needed = stipend + stipend / 63 + 1 + CALL_OVERHEAD;
        for (uint256 i = 0; i < list.length; ++i) {
            address observer = list[i];
            if (gasleft() < needed) revert NotEnoughGasForObserver(observer, needed, gasleft());
            bool success;
            assembly ("memory-safe") {
                success := call(stipend, observer, 0, add(message, 0x20), mload(message), 0, 0)
            }
            if (!success) emit ObserverFailed(observer, operatorSetId, slashId);
        }
    }

    /// @dev What the limit will leave of an operator at a later time, if nothing more of it is slashed until then.
    function _limitLeftAt(
        address operator,
        uint32 operatorSetId,
        uint256 timestamp
    ) internal view returns (uint256 leftWad) {
        Checkpoints.Trace208 storage slashed = _slashed._items[_limitKey(operator, operatorSetId)];
        uint256 since = timestamp > limitWindowSeconds ? timestamp - limitWindowSeconds : 0;
        uint256 forgotten = slashed.upperLookupRecent(uint48(since));
        return limitWad - (slashed.latest() - forgotten);
    }

    /// @dev AVS-147. The last block in which a slash by `wad` would take anything of the operator's stake, as far as the core
    /// knows now: 0 when it would take nothing, the greatest number when nothing that is known ends it.
    ///
    /// What has been deallocated ends with its effect block. Shares of the operator are within reach for a withdrawal delay
    /// at least. The core does not tell when what is queued leaves, so a queue in reach counts as long as it is.
    function _atStakeThroughBlock(
        address operator,
        uint32 operatorSetId,
        uint256 wad
    ) internal view returns (uint256 lastBlock) {
        OperatorSet memory operatorSet = OperatorSet({avs: avs, id: operatorSetId});
        IStrategy[] memory strategies = allocationManager.getStrategiesInOperatorSet(operatorSet);
        for (uint256 i = 0; i < strategies.length && lastBlock != type(uint256).max; ++i) {
            Allocation memory allocation = allocationManager.getAllocation(operator, operatorSet, strategies[i]);
            uint256 magnitude = allocation.currentMagnitude;
            if (magnitude == 0) continue;
            (uint256 own, uint256 queued, uint64 maximum) = _sharesInReach(operator, strategies[i]);
            if (!_takesAny(own, queued, maximum, magnitude.mulWadUp(wad))) continue;
            if (allocation.pendingDiff >= 0) return type(uint256).max;
            uint256 left = magnitude - uint256(-int256(allocation.pendingDiff));
            if (_takesAny(own, queued, maximum, left.mulWadUp(wad))) return type(uint256).max;
            lastBlock = Math.max(lastBlock, allocation.effectBlock - 1);
        }
    }

    function _sharesInReach(
        address operator,
        IStrategy strategy
    ) private view returns (uint256 own, uint256 queued, uint64 maximumMagnitude) {
        IStrategy[] memory one = new IStrategy[](1);
        one[0] = strategy;
        IDelegationManager delegation = allocationManager.delegation();
        own = delegation.getOperatorShares(operator, one)[0];
        queued = delegation.getSlashableSharesInQueue(operator, strategy);
        maximumMagnitude = allocationManager.getMaxMagnitude(operator, strategy);
    }

    /// @dev Whether a slash that takes so much of the maximum magnitude takes a share, rounded as the core does.
    function _takesAny(uint256 own, uint256 queued, uint64 maximum, uint256 slashed) private pure returns (bool) {
        uint64 left = maximum - uint64(slashed);
        return own.slashedDown(maximum, left) != 0 || queued.slashedDown(maximum, left) != 0;
    }

    function _isNothing(uint256[] memory shares) private pure returns (bool) {
        for (uint256 i = 0; i < shares.length; ++i) {
            if (shares[i] != 0) return false;
        }
        return true;
    }

    /// @dev The core wants them in ascending order and keeps them in the order of their addition.
    function _ascendingStrategies(uint32 operatorSetId) private view returns (IStrategy[] memory strategies) {
        strategies = allocationManager.getStrategiesInOperatorSet(OperatorSet({avs: avs, id: operatorSetId}));
        address[] memory asAddresses;
        assembly ("memory-safe") {
            asAddresses := strategies
        }
        Arrays.sort(asAddresses);
    }

    function _limitKey(address operator, uint32 operatorSetId) private pure returns (bytes32) {
        return bytes32((uint256(operatorSetId) << 160) | uint160(operator));
    }
}
