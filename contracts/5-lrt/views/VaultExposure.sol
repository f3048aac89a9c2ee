// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {SlashExposure} from "../../4-avs/exposure/SlashExposure.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {IVaultExposure} from "../interfaces/IVaultExposure.sol";

/// @title What the vault can lose to a service
/// @notice Sums `SlashExposure` over all delegators and turns shares into ETH:
///
///     loss = Σ over slots and strategies of assets(⌈w·R/M⌉ + 1) + 2 wei, w held or queued and still slashable
///          + Σ over slots of 32 ETH × unproven validators × R/M of the beacon chain strategy
///
/// (2 wei for the two roundings between shares and ETH). No order of slashes within the horizon takes more (OPS-17). Not
/// counted, as there: what is restaked or earned later, validators' own losses, an LST's own losses, and a change of
/// operator. Queued stake counts with the operator that it was queued from.
///
/// A slot that cannot be read in `SLOT_GAS` (its operator is in thousands of sets) counts with all that the core and the
/// pod hold for it, so no operator can make the sum fail or small; with too little gas for it the question fails (`NotEnoughGas`). A
/// slot that cannot even say that counts with what the vault's books have for it: nothing, from its quarantine on (OPS-31).
/// @custom:decisions 0102 0243
contract VaultExposure is IVaultExposure {
    uint256 private constant VALIDATOR_ASSETS = 32 ether;
    uint256 private constant ROUNDING_WEI = 2;
    /// @notice Gas that reading one slot may take: twice what it takes on the deployed core.
    uint256 public constant SLOT_GAS = 1_600_000;
    uint32 private constant NO_FLOOR = type(uint32).max;

    IRestaker public immutable restaker;
    SlashExposure public immutable exposure;
    IDelegationManager public immutable delegation;
    IStrategy private immutable _beaconChainEth;

    constructor(address restaker_, address exposure_) {
        restaker = IRestaker(restaker_);
        exposure = SlashExposure(exposure_);
        delegation = exposure.delegationManager();
        _beaconChainEth = delegation.beaconChainETHStrategy();
    }

    /// @inheritdoc IVaultExposure
    function maximumLoss(address avs, uint32 horizonBlocks) external view returns (uint256 assets) {
        return maximumLossGiven(avs, horizonBlocks, NO_FLOOR);
    }

    /// @inheritdoc IVaultExposure
    function maximumLossGiven(
        address avs,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) public view returns (uint256 assets) {
        return _sumOf(Question(_only(avs), horizonBlocks, delayFloorBlocks, true))[0];
    }

    /// @inheritdoc IVaultExposure
    function maximumLosses(
        address[] calldata avss,
        uint32 horizonBlocks
    ) external view returns (uint256[] memory assets) {
        return _sumOf(Question(avss, horizonBlocks, NO_FLOOR, true));
    }

    /// @inheritdoc IVaultExposure
    function stayingLoss(address avs, uint32 horizonBlocks) external view returns (uint256 assets) {
        return _sumOf(Question(_only(avs), horizonBlocks, NO_FLOOR, false))[0];
    }

    /// @inheritdoc IVaultExposure
    function stayingLosses(
        address[] calldata avss,
        uint32 horizonBlocks
    ) external view returns (uint256[] memory assets) {
        return _sumOf(Question(avss, horizonBlocks, NO_FLOOR, false));
    }

    function _sumOf(Question memory question) private view returns (uint256[] memory assets) {
        assets = new uint256[](question.avss.length);
        uint256 count = restaker.slotCount();
        for (uint256 i = 0; i < count; ++i) {
            address delegator = restaker.slotAt(i).delegator;
            uint256 gasBefore = gasleft();
            try this.lossesOf{gas: SLOT_GAS}(delegator, question) returns (uint256[] memory losses) {
                for (uint256 k = 0; k < losses.length; ++k) assets[k] += losses[k];
            } catch {
                _checkGas(gasBefore);
                uint256 all = question.withQueued ? _allOf(delegator) : _heldBy(delegator);
                for (uint256 k = 0; k < assets.length; ++k) assets[k] += all;
            }
        }
    }

    function _allOf(address delegator) private view returns (uint256) {
        // with little gas it might leave out what it believes not to be on its way out
        _checkGas(gasleft());
        try IOperatorDelegator(delegator).flows{gas: SLOT_GAS}() returns (IOperatorDelegator.Flows memory f) {
            return f.tokens + f.native + f.exiting;
        } catch {
            return _recordOf(delegator);
        }
    }

    function _heldBy(address delegator) private view returns (uint256 held) {
        IStrategy[] memory known = restaker.strategies();
        for (uint256 i = 0; i < known.length; ++i) {
            uint256 gasBefore = gasleft();
            try IOperatorDelegator(delegator).restaked{gas: SLOT_GAS}(known[i]) returns (uint256, uint256 assets) {
                held += assets;
            } catch {
                _checkGas(gasBefore);
                return _recordOf(delegator);
            }
        }
    }

    function _recordOf(address delegator) private view returns (uint256) {
        int256 record = restaker.vault().recordOf(delegator);
        return record > 0 ? uint256(record) : 0;
    }

    /// @inheritdoc IVaultExposure
    function lossOf(
        address delegator,
        address avs,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) external view returns (uint256 assets) {
        return lossesOf(delegator, Question(_only(avs), horizonBlocks, delayFloorBlocks, true))[0];
    }

    /// @inheritdoc IVaultExposure
    function lossesOf(address delegator, Question memory question) public view returns (uint256[] memory assets) {
        IStrategy[] memory known = restaker.strategies();
        IStrategy[] memory strategies = known;
        uint256[][] memory losses;
        if (question.withQueued) {
            (strategies, losses) = exposure.maximumLosses(
                delegator,
                question.avss,
                question.horizonBlocks,
                question.delayFloorBlocks
            );
        } else {
            losses = exposure.heldLosses(
                delegator,
                known,
                question.avss,
                question.horizonBlocks,
                question.delayFloorBlocks
            );
        }
        assets = new uint256[](question.avss.length);
        for (uint256 i = 0; i < strategies.length; ++i) {
            if (_isIn(known, strategies[i])) _addUp(assets, strategies[i], losses, i);
        }
        for (uint256 k = 0; k < assets.length; ++k) {
            assets[k] += _unprovenLossUp(
                delegator,
                question.avss[k],
                question.horizonBlocks,
                question.delayFloorBlocks
            );
        }
    }

    /// @dev Adds a strategy's losses in ETH, rounded up: rates are read once, for the greatest loss.
    function _addUp(
        uint256[] memory assets,
        IStrategy strategy,
        uint256[][] memory losses,
        uint256 index
    ) private view {
        uint256 greatest = 0;
        for (uint256 k = 0; k < assets.length; ++k) greatest = Math.max(greatest, losses[k][index]);
        if (greatest == 0) return;
        uint256 worth = _inEtherUp(strategy, greatest);
        for (uint256 k = 0; k < assets.length; ++k) {
            uint256 shares = losses[k][index];
            if (shares == greatest) assets[k] += worth;
            else if (shares != 0) assets[k] += Math.mulDiv(worth, shares, greatest, Math.Rounding.Ceil) + ROUNDING_WEI;
        }
    }

    function _only(address avs) private pure returns (address[] memory avss) {
        avss = new address[](1);
        avss[0] = avs;
    }

    /// @dev A callee gets 63/64 of what is left: with less than this before, its failure could be the caller's doing.
    function _checkGas(uint256 gasBefore) private pure {
        if (gasBefore < (SLOT_GAS * 64) / 63 + 50_000) revert NotEnoughGas(gasBefore);
    }

    /// @inheritdoc IVaultExposure
    function stayingLossOf(
        address delegator,
        address avs,
        address strategy,
        uint32 horizonBlocks
    ) external view returns (uint256 assets) {
        assets = _stayingLossUp(delegator, avs, IStrategy(strategy), horizonBlocks, NO_FLOOR);
        if (strategy == address(_beaconChainEth)) assets += _unprovenLossUp(delegator, avs, horizonBlocks, NO_FLOOR);
    }

    /// @inheritdoc IVaultExposure
    function reachOf(
        address operator,
        address avs,
        address strategy,
        uint32 horizonBlocks
    ) external view returns (uint64 reach, uint64 maximum) {
        return exposure.reachOf(operator, avs, IStrategy(strategy), horizonBlocks, NO_FLOOR);
    }

    /// @inheritdoc IVaultExposure
    function shortestDelay(address operator) external view returns (bool isSet, uint32 delayBlocks) {
        return exposure.shortestDelay(operator);
    }

    function _stayingLossUp(
        address delegator,
        address avs,
        IStrategy strategy,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) private view returns (uint256) {
        IStrategy[] memory one = new IStrategy[](1);
        one[0] = strategy;
        (uint256[] memory held, ) = delegation.getWithdrawableShares(delegator, one);
        if (held[0] == 0) return 0;
        uint256 lost = _partUp(held[0], delegator, avs, strategy, horizonBlocks, delayFloorBlocks);
        return lost == 0 ? 0 : _inEtherUp(strategy, lost);
    }

    function _unprovenLossUp(
        address delegator,
        address avs,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) private view returns (uint256) {
        uint256 unproven = IOperatorDelegator(delegator).unverifiedAssets();
        return _partUp(unproven, delegator, avs, _beaconChainEth, horizonBlocks, delayFloorBlocks);
    }

    /// @dev ⌈amount × R / M⌉ under the delegator's present operator.
    function _partUp(
        uint256 amount,
        address delegator,
        address avs,
        IStrategy strategy,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) private view returns (uint256) {
        if (amount == 0) return 0;
        address operator = delegation.delegatedTo(delegator);
        if (operator == address(0)) return 0;
        (uint64 reach, uint64 maximum) = exposure.reachOf(operator, avs, strategy, horizonBlocks, delayFloorBlocks);
        return reach == 0 ? 0 : Math.mulDiv(amount, reach, maximum, Math.Rounding.Ceil);
    }

    function _inEtherUp(IStrategy strategy, uint256 shares) private view returns (uint256) {
        if (address(strategy) == address(_beaconChainEth)) return shares;
        return restaker.toAssetsDown(strategy, strategy.sharesToUnderlyingView(shares) + 1) + ROUNDING_WEI;
    }

    function _isIn(IStrategy[] memory list, IStrategy strategy) private pure returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) {
            if (address(list[i]) == address(strategy)) return true;
        }
        return false;
    }
}
