// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardsCoordinator} from "../../3-restaking/interfaces/IRewardsCoordinator.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {AllocateParams, OperatorSet, RegisterParams} from "../../3-restaking/interfaces/Types.sol";
import {StrategyAndMultiplier} from "../../3-restaking/interfaces/RewardsTypes.sol";
import {StrategyBase} from "../../3-restaking/strategies/StrategyBase.sol";
import {DataAvailability} from "../../4-avs/availability/DataAvailability.sol";
import {IServiceManager} from "../../4-avs/interfaces/IServiceManager.sol";
import {ServiceManager} from "../../4-avs/ServiceManager.sol";
import {InstantSlasher} from "../../4-avs/slashers/InstantSlasher.sol";
import {VetoableSlasher} from "../../4-avs/slashers/VetoableSlasher.sol";
import {ReplayToken} from "../replay/ReplayToken.sol";
import {Core, CoreStage} from "../restaking/CoreStage.sol";

/// @notice A service over a core, and who acts on it.
struct ServicesParts {
    Core core;
    IStrategy strategy;
    DataAvailability store;
    InstantSlasher instant;
    VetoableSlasher vetoable;
    address prover;
    address committee;
    address[3] operators;
}

/// @notice A core with one service for Solidity tests: three operators behind both of its sets, of which one is slashed
/// at once and one by announcements.
abstract contract ServicesStage is CoreStage {
    uint256 internal constant INSTANT_LIMIT = 3e17;
    uint48 internal constant INSTANT_WINDOW = 3_000;
    uint256 internal constant VETOABLE_LIMIT = 5e17;
    uint48 internal constant VETOABLE_WINDOW = 600;
    uint256 private constant OBSERVER_GAS = 100_000;

    function deployServices() internal returns (ServicesParts memory parts) {
        vm.roll(WITHDRAWAL_DELAY + 2);
        vm.warp(1_900_000_000);
        parts.core = deployCore();
        IStrategy[] memory strategies = new IStrategy[](1);
        strategies[0] = new StrategyBase(parts.core.strategies, new ReplayToken("TKN"), parts.core.pausers);
        parts.core.strategies.addStrategiesToDepositWhitelist(strategies);
        parts.strategy = strategies[0];
        (parts.prover, parts.committee) = (address(0x9407E4), address(0xC0117EE));
        parts.operators = [address(0x0901), address(0x0902), address(0x0903)];
        parts.store = new DataAvailability(
            parts.core.allocation,
            IRewardsCoordinator(address(0)),
            address(this),
            "ipfs://data",
            6_000,
            1e17,
            24,
            1e15
        );
        address service = address(parts.store);
        parts.instant = new InstantSlasher(
            parts.core.allocation,
            service,
            service,
            address(this),
            OBSERVER_GAS,
            INSTANT_LIMIT,
            INSTANT_WINDOW
        );
        parts.vetoable = new VetoableSlasher(
            parts.core.allocation,
            service,
            parts.prover,
            address(this),
            OBSERVER_GAS,
            VETOABLE_LIMIT,
            VETOABLE_WINDOW,
            parts.committee,
            60,
            60
        );
        _createSets(parts);
        for (uint256 i = 0; i < 3; ++i) _bringOperator(parts, i);
    }

    function _createSets(ServicesParts memory parts) private {
        StrategyAndMultiplier[] memory weights = new StrategyAndMultiplier[](1);
        weights[0] = StrategyAndMultiplier(parts.strategy, 1e18);
        ServiceManager.SetRules memory rules = ServiceManager.SetRules(0, 3, uint32(DEALLOCATION_DELAY), false);
        parts.store.createSet(1, weights, address(parts.instant), address(0), rules);
        parts.store.createSet(2, weights, address(parts.vetoable), address(0xBEEF), rules);
    }

    /// @dev With stake of its own, of which two fifths are behind each set.
    function _bringOperator(ServicesParts memory parts, uint256 i) private {
        address operator = parts.operators[i];
        ReplayToken token = ReplayToken(address(parts.strategy.underlyingToken()));
        token.mint(operator, (i + 2) * 10 ether);
        vm.startPrank(operator);
        parts.core.delegation.registerAsOperator(address(0), 0, "");
        token.approve(address(parts.core.strategies), type(uint256).max);
        parts.core.strategies.depositIntoStrategy(parts.strategy, token, (i + 2) * 10 ether);
        vm.roll(block.number + CONFIGURATION_DELAY + 1);
        AllocateParams[] memory params = new AllocateParams[](2);
        uint32[] memory ids = new uint32[](2);
        for (uint32 set = 0; set < 2; ++set) {
            ids[set] = set + 1;
            params[set].operatorSet = OperatorSet(address(parts.store), set + 1);
            params[set].strategies = new IStrategy[](1);
            params[set].strategies[0] = parts.strategy;
            params[set].newMagnitudes = new uint64[](1);
            params[set].newMagnitudes[0] = 4e17;
        }
        parts.core.allocation.modifyAllocations(operator, params);
        bytes memory key = abi.encode(IServiceManager.KeyKind.Ecdsa, vm.addr(i + 1));
        parts.core.allocation.registerForOperatorSets(operator, RegisterParams(address(parts.store), ids, key));
        vm.stopPrank();
        vm.roll(block.number + 1);
    }
}
