// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoreFactory} from "../../3-restaking/CoreFactory.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IEigenPodManager} from "../../3-restaking/interfaces/IEigenPodManager.sol";
import {IPauserRegistry} from "../../3-restaking/interfaces/IPauserRegistry.sol";
import {IStrategyManager} from "../../3-restaking/interfaces/IStrategyManager.sol";
import {DelegationManager} from "../../3-restaking/delegation/DelegationManager.sol";
import {PauserRegistry} from "../../3-restaking/permissions/PauserRegistry.sol";
import {PermissionController} from "../../3-restaking/permissions/PermissionController.sol";
import {EigenPodManager} from "../../3-restaking/pods/EigenPodManager.sol";
import {StrategyManager} from "../../3-restaking/strategies/StrategyManager.sol";
import {ReplayPod} from "../replay/ReplayPod.sol";
import {TestBase} from "../TestBase.sol";
import {AllocationManagerHarness} from "./AllocationManagerHarness.sol";

/// @notice A core as its users know it.
struct Core {
    AllocationManagerHarness allocation;
    IDelegationManager delegation;
    IStrategyManager strategies;
    IEigenPodManager pods;
    IPauserRegistry pausers;
}

/// @notice A core for Solidity tests, created as in a deployment, with pods that report what they are told. The test
/// whitelists strategies.
abstract contract CoreStage is TestBase {
    uint32 internal constant WITHDRAWAL_DELAY = 10;
    uint32 internal constant DEALLOCATION_DELAY = 10;
    uint32 internal constant CONFIGURATION_DELAY = 12;

    function deployCore() internal returns (Core memory core) {
        CoreFactory factory = new CoreFactory();
        address[] memory pausers = new address[](0);
        core.pausers = new PauserRegistry(pausers, address(this));
        address permissions = address(new PermissionController());
        core.allocation = AllocationManagerHarness(factory.addressOf(1));
        core.delegation = IDelegationManager(factory.addressOf(2));
        core.strategies = IStrategyManager(factory.addressOf(3));
        core.pods = IEigenPodManager(factory.addressOf(4));

        factory.create(
            type(AllocationManagerHarness).creationCode,
            _words(address(core.delegation), address(0), address(core.pausers), permissions),
            _words(DEALLOCATION_DELAY, CONFIGURATION_DELAY)
        );
        address[] memory refs = new address[](5);
        (refs[0], refs[1]) = (address(core.strategies), address(core.pods));
        (refs[2], refs[3], refs[4]) = (address(core.allocation), address(core.pausers), permissions);
        uint256[] memory numbers = new uint256[](1);
        numbers[0] = WITHDRAWAL_DELAY;
        factory.create(type(DelegationManager).creationCode, refs, numbers);
        factory.create(
            type(StrategyManager).creationCode,
            _words(address(core.allocation), address(core.delegation), address(core.pausers), address(this)),
            new uint256[](0)
        );
        address pod = address(new ReplayPod(address(0), address(core.pods), 0, 0));
        factory.create(
            type(EigenPodManager).creationCode,
            _words(address(0), pod, address(core.delegation), address(core.pausers)),
            new uint256[](0)
        );
    }

    function _words(address a, address b, address c, address d) private pure returns (address[] memory words) {
        words = new address[](4);
        (words[0], words[1], words[2], words[3]) = (a, b, c, d);
    }

    function _words(uint256 a, uint256 b) private pure returns (uint256[] memory words) {
        words = new uint256[](2);
        (words[0], words[1]) = (a, b);
    }
}
