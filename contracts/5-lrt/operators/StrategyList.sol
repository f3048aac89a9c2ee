// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IAllocations} from "../interfaces/IAllocations.sol";
import {IFullVault} from "../interfaces/IFullVault.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";

/// @title Strategies: what the vault restakes, and how it stops
/// @notice The core's beacon chain strategy stands first and stays. A strategy of an LST comes with the LST's reserve and
/// goes in three steps: the governor retires it, or its LST (no leg goes in, of a retired LST no deposit either); anyone
/// then trims it out of every slot and completes (`LegsOut`), and exits a retired LST whatever exits ask for; when no slot
/// holds or has queued any of it, the governor removes it, and unlists the LST once its reserve is empty (OPS-16).
///
/// Emptiness is asked of the core: deposit shares and queued withdrawals, not values, so nothing worthless today is hidden
/// that could be worth something tomorrow. What strangers send to strategy, delegators or reserve holds up nothing.
/// @custom:decisions 0104
abstract contract StrategyList is IRestaker, AccessManaged {
    uint256 public constant MAX_STRATEGIES = 4;

    IFullVault public immutable override vault;
    IDelegationManager public immutable delegation;
    IStrategy public immutable beaconChainEth;
    IAllocations public immutable override targets;

    IStrategy[] private _strategies;
    mapping(IStrategy strategy => ILstReserve reserve) internal _reserveOf;
    mapping(address lst => IStrategy strategy) public strategyOf;
    mapping(IStrategy strategy => bool) public isRetiring;

    constructor(address vault_, address delegation_, address targets_) {
        targets = IAllocations(targets_);
        vault = IFullVault(vault_);
        delegation = IDelegationManager(delegation_);
        beaconChainEth = delegation.beaconChainETHStrategy();
        _strategies.push(beaconChainEth);
    }

    // --- roles ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IRestaker
    function addStrategy(IStrategy strategy) external restricted {
        address lst = address(strategy.underlyingToken());
        ILstReserve reserve = _reserveFor(lst);
        if (address(_reserveOf[strategy]) != address(0)) revert StrategyKnown(address(strategy));
        if (_strategies.length == MAX_STRATEGIES) revert TooManyStrategies(MAX_STRATEGIES);
        if (reserve.isRetiring()) revert StrategyRetiring(address(strategy));
        _strategies.push(strategy);
        _reserveOf[strategy] = reserve;
        strategyOf[lst] = strategy;
        emit StrategyAdded(address(strategy), address(reserve));
    }

    /// @inheritdoc IRestaker
    function retireStrategy(IStrategy strategy) external restricted {
        _checkKnown(strategy);
        _retire(strategy);
    }

    /// @inheritdoc IRestaker
    function retireLst(address lst) external restricted {
        ILstReserve reserve = _reserveFor(lst);
        reserve.retire();
        for (uint256 i = 1; i < _strategies.length; ++i) {
            if (address(_reserveOf[_strategies[i]]) == address(reserve)) _retire(_strategies[i]);
        }
    }

    function _retire(IStrategy strategy) private {
        isRetiring[strategy] = true;
        emit StrategyRetired(address(strategy));
    }

    /// @inheritdoc IRestaker
    function removeStrategy(IStrategy strategy) external restricted {
        if (!isRetiring[strategy]) revert StrategyNotRetiring(address(strategy));
        address holder = targets.holderOf(strategy);
        if (holder != address(0)) revert StrategyNotEmpty(address(strategy), holder);
        address lst = _reserveOf[strategy].lst();
        delete _reserveOf[strategy];
        delete isRetiring[strategy];
        delete strategyOf[lst];
        bool found;
        for (uint256 i = 1; i < _strategies.length; ++i) {
            if (found) _strategies[i - 1] = _strategies[i];
            else if (address(_strategies[i]) == address(strategy)) found = true;
            // another strategy of the LST takes its place
            if (address(_strategies[i]) != address(strategy) && _reserveOf[_strategies[i]].lst() == lst) {
                strategyOf[lst] = _strategies[i];
            }
        }
        _strategies.pop();
        emit StrategyRemoved(address(strategy));
    }

    // --- views ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IRestaker
    function toAssetsDown(IStrategy strategy, uint256 quantity) external view returns (uint256) {
        return _reserveOf[strategy].toAssetsDown(quantity);
    }

    /// @inheritdoc IRestaker
    function worthOf(IStrategy strategy, uint256 shares) external view returns (uint256 quantity, uint256 assets) {
        quantity = strategy.sharesToUnderlyingView(shares);
        assets = _reserveOf[strategy].toAssetsDown(quantity);
    }

    /// @inheritdoc IRestaker
    function strategies() public view returns (IStrategy[] memory) {
        return _strategies;
    }

    /// @inheritdoc IRestaker
    function lstStrategies() external view returns (IStrategy[] memory list) {
        list = new IStrategy[](_strategies.length - 1);
        for (uint256 i = 0; i < list.length; ++i) list[i] = _strategies[i + 1];
    }

    /// @inheritdoc IRestaker
    function reserveOf(IStrategy strategy) external view returns (address) {
        return address(_reserveOf[strategy]);
    }

    function _isNative(IStrategy strategy) internal view returns (bool) {
        return address(strategy) == address(beaconChainEth);
    }

    function _checkKnown(IStrategy strategy) internal view {
        if (address(_reserveOf[strategy]) == address(0)) revert StrategyUnknown(address(strategy));
    }

    /// @dev The reserve of a listed LST.
    function _reserveFor(address lst) internal view returns (ILstReserve reserve) {
        reserve = ILstReserve(vault.lstReserve(lst));
        if (address(reserve) == address(0)) revert StrategyUnknown(lst);
    }
}
