// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IEigenPodManager} from "../../3-restaking/interfaces/IEigenPodManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {OperatorSet, Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IOperatorRules} from "../interfaces/IOperatorRules.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultExposure} from "../interfaces/IVaultExposure.sol";
import {SlashSyncs} from "./SlashSyncs.sol";

/// @title Whom stake may go to, and whom it is with
/// @notice Rules gate new stake, and say when anyone may take stake away. They cannot stop an operator from allocating what
/// it has: an operator is fit only if an allocation takes it longer than it takes the vault to leave (OPS-07), by its delay
/// in force and by one that is to come (OPS-72).
///
/// Whose slashes can cost the vault is read from the core (OPS-70): whom each slot is delegated to, and from whom it has
/// withdrawals in the queue that can still be slashed. Those of a slot that has had its operator for longer than the queue
/// lasts are that operator's, and are not read.
///
/// A cap on a service bounds what the whole vault could lose to it within the way out of the core, as `VaultExposure` counts
/// it: held, queued and unproven stake, by present allocations and those that can come in time (OPS-11). E is that sum, C
/// the cap, R/M the part of an operator's magnitude in a strategy that the service reaches:
///
///     room of a leg = (C − E) × M / R, down          no limit where the service reaches nothing
///     excess of a slot = (E' − C) × e / E' × M / R   E', e: of what is not queued yet, in all and in this slot and strategy
///
/// So slots give by their part in the exposure, at least a leg at a time. Queued stake stays exposed until its delay is
/// over and cannot be taken away faster, so it counts against new legs and not for trims.
///
/// What a cap can do: refuse new stake, and start unwinding once allocations have grown by themselves. What it cannot: stop
/// an operator from allocating what it has, or a service from slashing what is allocated. The bound holds against fit
/// operators for as long as the horizon lasts, from the moment that anyone trims.
/// @custom:decisions 0180
contract OperatorRules is IOperatorRules, SlashSyncs, AccessManaged {
    /// @notice Most services with a cap: each costs a reading of every slot for a leg.
    uint256 public constant MAX_CAPPED = 2;
    /// @notice Gas in which an operator's sets must be read: about a hundred of them.
    uint256 private constant SETS_GAS = 350_000;

    IDelegationManager public immutable delegation;
    IEigenPodManager public immutable eigenPodManager;

    IVaultExposure public immutable exposure;

    address[] private _capped;
    mapping(address avs => uint256 assets) private _capOf;
    mapping(address avs => bool) private _isCapped;

    constructor(
        address authority_,
        address restaker_,
        address allocationManager_,
        address exposure_
    ) AccessManaged(authority_) SlashSyncs(restaker_, allocationManager_) {
        exposure = IVaultExposure(exposure_);
        delegation = allocationManager.delegation();
        eigenPodManager = delegation.eigenPodManager();
    }

    // --- roles ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IOperatorRules
    function setAvsCap(address avs, uint256 capAssets) external restricted {
        if (!_isCapped[avs]) {
            if (_capped.length == MAX_CAPPED) revert TooManyCappedAvss(MAX_CAPPED);
            _capped.push(avs);
            _isCapped[avs] = true;
        }
        _capOf[avs] = capAssets;
        emit AvsCapSet(avs, capAssets);
    }

    /// @inheritdoc IOperatorRules
    function dropAvsCap(address avs) external restricted {
        if (!_isCapped[avs]) revert AvsNotCapped(avs);
        uint256 i = 0;
        while (_capped[i] != avs) ++i;
        _capped[i] = _capped[_capped.length - 1];
        _capped.pop();
        delete _isCapped[avs];
        delete _capOf[avs];
        emit AvsCapDropped(avs);
    }

    // --- caps on services -------------------------------------------------------------------------------------------

    /// @inheritdoc IOperatorRules
    function roomUnderCaps(uint256 slot, IStrategy strategy) external view returns (uint256 assets, address avs) {
        assets = type(uint256).max;
        (address[] memory avss, uint64[] memory reaches, uint64 maximum) = _reaching(
            restaker.slotAt(slot).operator,
            strategy
        );
        if (avss.length == 0) return (assets, avs);
        uint256[] memory exposed = exposure.maximumLosses(avss, horizonBlocks());
        for (uint256 i = 0; i < avss.length; ++i) {
            uint256 cap = _capOf[avss[i]];
            uint256 room = Math.mulDiv(cap > exposed[i] ? cap - exposed[i] : 0, maximum, reaches[i]);
            if (room < assets) (assets, avs) = (room, avss[i]);
        }
    }

    /// @inheritdoc IOperatorRules
    function excessOverCaps(uint256 slot, IStrategy strategy) external view returns (uint256 assets) {
        IRestaker.Slot memory s = restaker.slotAt(slot);
        (address[] memory avss, uint64[] memory reaches, uint64 maximum) = _reaching(s.operator, strategy);
        if (avss.length == 0) return 0;
        uint256[] memory staying = exposure.stayingLosses(avss, horizonBlocks());
        for (uint256 i = 0; i < avss.length; ++i) {
            uint256 part = _partOver(avss[i], s.delegator, strategy, staying[i], reaches[i], maximum);
            assets = Math.max(assets, part);
        }
    }

    /// @dev The capped services that reach an operator's stake in a strategy, and how much of its maximum magnitude.
    function _reaching(
        address operator,
        IStrategy strategy
    ) private view returns (address[] memory avss, uint64[] memory reaches, uint64 maximum) {
        uint256 count = _capped.length;
        (avss, reaches) = (new address[](count), new uint64[](count));
        uint256 found = 0;
        for (uint256 i = 0; i < count; ++i) {
            address avs = _capped[i];
            uint64 reach;
            (reach, maximum) = exposure.reachOf(operator, avs, address(strategy), horizonBlocks());
            if (reach != 0) (avss[found], reaches[found++]) = (avs, reach);
        }
        assembly ("memory-safe") {
            mstore(avss, found)
        }
    }

    function _partOver(
        address avs,
        address delegator,
        IStrategy strategy,
        uint256 staying,
        uint64 reach,
        uint64 maximum
    ) private view returns (uint256 assets) {
        if (staying <= _capOf[avs]) return 0;
        uint256 excess = staying - _capOf[avs];
        uint256 own = exposure.stayingLossOf(delegator, avs, address(strategy), horizonBlocks());
        uint256 part = Math.mulDiv(excess, own, staying, Math.Rounding.Ceil);
        // a part of less than a leg would be refused, and the excess never end
        uint256 least = Math.mulDiv(restaker.limits().minLegAssets, reach, maximum, Math.Rounding.Ceil);
        part = Math.max(part, Math.min(least, excess));
        return Math.mulDiv(Math.min(part, own), maximum, reach, Math.Rounding.Ceil);
    }

    // --- views ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IOperatorRules
    function avsCaps() external view returns (address[] memory avss, uint256[] memory capAssets) {
        avss = _capped;
        capAssets = new uint256[](avss.length);
        for (uint256 i = 0; i < avss.length; ++i) capAssets[i] = _capOf[avss[i]];
    }

    // --- whom it is with ------------------------------------------------------------------------------------------------

    /// @inheritdoc IOperatorRules
    function operatorsAtRisk() external view returns (address[] memory operators) {
        uint256 slots = restaker.slotCount();
        operators = new address[](slots);
        uint256 count = 0;
        for (uint256 i = 0; i < slots; ++i) {
            address delegator = restaker.slotAt(i).delegator;
            address current = delegation.delegatedTo(delegator);
            (operators, count) = _with(operators, count, current);
            if (current != address(0) && block.number > restaker.formersUntilBlock(i)) continue;
            bytes32[] memory roots = delegation.getQueuedWithdrawalRoots(delegator);
            for (uint256 j = 0; j < roots.length; ++j) {
                (operators, count) = _with(operators, count, _operatorInReach(roots[j]));
            }
        }
        assembly ("memory-safe") {
            mstore(operators, count)
        }
    }

    /// @dev The operator whose slashes a queued withdrawal still bears; zero for none.
    function _operatorInReach(bytes32 root) private view returns (address) {
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(root);
        bool isOver = block.number > uint256(withdrawal.startBlock) + delegation.minWithdrawalDelayBlocks();
        return isOver ? address(0) : withdrawal.delegatedTo;
    }

    /// @dev Adds an operator that is not in the list yet; the first `count` are filled.
    function _with(
        address[] memory list,
        uint256 count,
        address operator
    ) private pure returns (address[] memory, uint256) {
        if (operator == address(0)) return (list, count);
        for (uint256 i = 0; i < count; ++i) if (list[i] == operator) return (list, count);
        if (count == list.length) {
            address[] memory longer = new address[](2 * count + 1);
            for (uint256 i = 0; i < count; ++i) longer[i] = list[i];
            list = longer;
        }
        list[count] = operator;
        return (list, count + 1);
    }

    /// @inheritdoc IOperatorRules
    function syncOperator(address operator) external {
        _syncOperator(operator);
    }

    function _syncOperator(address operator) internal override {
        IVault vault = restaker.vault();
        bool found;
        bool synced;
        bytes memory reason;
        uint256 slot = 0;
        for (uint256 bits = restaker.slotsOf(operator); bits != 0; (bits, slot) = (bits >> 1, slot + 1)) {
            if (bits & 1 == 0) continue;
            address delegator = restaker.slotAt(slot).delegator;
            if (!_isWith(slot, delegator, operator)) continue;
            found = true;
            // nothing in the books is nothing to lose
            if (vault.recordOf(delegator) <= 0) continue;
            try vault.sync(delegator) {
                synced = true;
            } catch (bytes memory why) {
                reason = why;
            }
        }
        if (!found) revert IRestaker.NoSlotOf(operator);
        if (!synced && reason.length != 0) LowLevelCall.bubbleRevert(reason);
    }

    /// @dev Whether a slot that has or had the operator has stake with it, held or still slashable in the queue.
    function _isWith(uint256 slot, address delegator, address operator) private view returns (bool) {
        address current = delegation.delegatedTo(delegator);
        if (current == operator) return true;
        if (current != address(0) && block.number > restaker.formersUntilBlock(slot)) return false;
        bytes32[] memory roots = delegation.getQueuedWithdrawalRoots(delegator);
        for (uint256 i = 0; i < roots.length; ++i) if (_operatorInReach(roots[i]) == operator) return true;
        return false;
    }

    /// @inheritdoc IOperatorRules
    function horizonBlocks() public view returns (uint32) {
        return delegation.minWithdrawalDelayBlocks();
    }

    /// @inheritdoc IOperatorRules
    function isEligible(address operator) external view returns (bool) {
        _checkGas();
        if (!delegation.isOperator(operator)) return false;
        IRestaker.Limits memory limits = restaker.limits();
        (bool isSet, uint32 delay) = exposure.shortestDelay(operator);
        if (!isSet || delay < uint256(delegation.minWithdrawalDelayBlocks()) + limits.reactionBlocks) return false;
        uint64[] memory magnitudes = allocationManager.getMaxMagnitudes(operator, restaker.strategies());
        for (uint256 i = 0; i < magnitudes.length; ++i) {
            if (magnitudes[i] < limits.minMagnitudeWad) return false;
        }
        return _inFewSets(operator, limits.maxSets);
    }

    /// @inheritdoc IOperatorRules
    function isPodEligible(address delegator) external view returns (bool) {
        return eigenPodManager.beaconChainSlashingFactor(delegator) >= restaker.limits().minMagnitudeWad;
    }

    /// @dev INV-10. An operator can be in thousands of sets, more than a transaction can read: what `SETS_GAS` does not
    /// read is too many, given that the caller left that much.
    function _inFewSets(address operator, uint256 maxSets) private view returns (bool) {
        _checkGas();
        try allocationManager.getAllocatedSets{gas: SETS_GAS}(operator) returns (OperatorSet[] memory sets) {
            return sets.length <= maxSets;
        } catch {
            return false;
        }
    }

    function _checkGas() private view {
        if (gasleft() < (SETS_GAS * 64) / 63 + 10_000) revert NotEnoughGasForSets(gasleft());
    }
}
