// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {OperatorSet} from "../../3-restaking/interfaces/Types.sol";
import {IOperatorRules} from "../interfaces/IOperatorRules.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {IVaultExposure} from "../interfaces/IVaultExposure.sol";
import {SlashSyncs} from "./SlashSyncs.sol";

/// @title Whom stake may go to
/// @notice Rules gate new stake, and say when anyone may take stake away. They cannot stop an operator from allocating what
/// it has: an operator is fit only if an allocation takes it longer than it takes the vault to leave (OPS-07).
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
contract OperatorRules is IOperatorRules, SlashSyncs, AccessManaged {
    /// @notice Most services with a cap: each costs a reading of every slot for a leg.
    uint256 public constant MAX_CAPPED = 2;
    /// @notice Gas in which an operator's sets must be read: about a hundred of them.
    uint256 private constant SETS_GAS = 350_000;

    IDelegationManager public immutable delegation;

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
        address operator = restaker.slotAt(slot).operator;
        for (uint256 i = 0; i < _capped.length; ++i) {
            address one = _capped[i];
            (uint64 reach, uint64 maximum) = exposure.reachOf(operator, one, address(strategy), horizonBlocks());
            if (reach == 0) continue;
            uint256 exposed = exposure.maximumLoss(one, horizonBlocks());
            uint256 free = _capOf[one] > exposed ? _capOf[one] - exposed : 0;
            uint256 room = Math.mulDiv(free, maximum, reach);
            if (room < assets) (assets, avs) = (room, one);
        }
    }

    /// @inheritdoc IOperatorRules
    function excessOverCaps(uint256 slot, IStrategy strategy) external view returns (uint256 assets) {
        for (uint256 i = 0; i < _capped.length; ++i) {
            assets = Math.max(assets, _excessOver(_capped[i], restaker.slotAt(slot), strategy));
        }
    }

    function _excessOver(
        address avs,
        IRestaker.Slot memory slot,
        IStrategy strategy
    ) private view returns (uint256 assets) {
        (uint64 reach, uint64 maximum) = exposure.reachOf(slot.operator, avs, address(strategy), horizonBlocks());
        if (reach == 0) return 0;
        uint256 staying = exposure.stayingLoss(avs, horizonBlocks());
        if (staying <= _capOf[avs]) return 0;
        uint256 excess = staying - _capOf[avs];
        uint256 own = exposure.stayingLossOf(slot.delegator, avs, address(strategy), horizonBlocks());
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

    /// @inheritdoc IOperatorRules
    function horizonBlocks() public view returns (uint32) {
        return delegation.minWithdrawalDelayBlocks();
    }

    /// @inheritdoc IOperatorRules
    function isFit(address operator) external view returns (bool) {
        _checkGas();
        if (!delegation.isOperator(operator)) return false;
        IRestaker.Limits memory limits = restaker.limits();
        (bool isSet, uint32 delay) = allocationManager.getAllocationDelay(operator);
        if (!isSet || delay < uint256(delegation.minWithdrawalDelayBlocks()) + limits.reactionBlocks) return false;
        uint64[] memory magnitudes = allocationManager.getMaxMagnitudes(operator, restaker.strategies());
        for (uint256 i = 0; i < magnitudes.length; ++i) {
            if (magnitudes[i] < limits.minMagnitudeWad) return false;
        }
        return _inFewSets(operator, limits.maxSets);
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
