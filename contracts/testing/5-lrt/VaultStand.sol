// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {CoreFactory} from "../../3-restaking/CoreFactory.sol";
import {Cover} from "../../5-lrt/cover/Cover.sol";
import {SlashingGuard} from "../../5-lrt/exits/SlashingGuard.sol";
import {RunOff} from "../../5-lrt/exits/RunOff.sol";
import {IPricingRule} from "../../5-lrt/interfaces/IPricingRule.sol";
import {IVaultModules} from "../../5-lrt/interfaces/IVaultModules.sol";
import {ExitQueue} from "../../5-lrt/queue/ExitQueue.sol";
import {ExitTickets} from "../../5-lrt/queue/ExitTickets.sol";
import {VaultSettings} from "../../5-lrt/access/VaultSettings.sol";
import {Vault} from "../../5-lrt/Vault.sol";
import {ComponentMock} from "./ComponentMock.sol";
import {CoreDelayMock} from "./CoreDelayMock.sol";
import {RestakerMock} from "./RestakerMock.sol";

/// @title A vault for Solidity tests
/// @notice The real vault, queue, tickets and cover over two components whose value a test sets; a batch closes once an
/// hour, gains drip for a day.
contract VaultStand {
    uint256 public constant DRIP = 1 days;
    uint256 public constant GRACE = 7 days;

    Vault public immutable vault;
    ExitQueue public immutable queue;
    ExitTickets public immutable tickets;
    Cover public immutable cover;
    RestakerMock public immutable restaker;
    VaultSettings public immutable settings;
    RunOff public immutable runOff;
    ComponentMock[2] public components;

    CoreFactory public immutable factory;

    constructor(IPricingRule rule) {
        factory = new CoreFactory();
        AccessManager authority = new AccessManager(address(this));
        address[7] memory places;
        for (uint256 i = 0; i < 7; ++i) places[i] = factory.addressOf(i + 1);
        restaker = new RestakerMock(IVaultModules(places[0]));
        address[] memory refs = new address[](9);
        (refs[0], refs[1], refs[2]) = (places[4], places[1], address(restaker));
        (refs[3], refs[4], refs[5], refs[6]) = (places[3], address(rule), address(this), address(this));
        (refs[7], refs[8]) = (places[5], places[6]);
        uint256[] memory numbers = new uint256[](3);
        (numbers[0], numbers[1], numbers[2]) = (DRIP, 1 days, 3 days);
        vault = Vault(factory.create(type(Vault).creationCode, refs, numbers));
        queue = ExitQueue(factory.create(type(ExitQueue).creationCode, _both(places[0], places[2]), _waits()));
        address[] memory unpainted = _both(places[1], address(0));
        tickets = ExitTickets(factory.create(type(ExitTickets).creationCode, unpainted, new uint256[](0)));
        // the core takes a day, the slowest slash another
        address core = address(new CoreDelayMock(7_200));
        cover = Cover(factory.create(type(Cover).creationCode, _both(places[0], core), _coverNumbers()));
        address[] memory bound = _both(address(authority), places[0]);
        settings = VaultSettings(factory.create(type(VaultSettings).creationCode, bound, new uint256[](0)));
        uint256[] memory grace = new uint256[](1);
        grace[0] = GRACE;
        address[] memory held = new address[](3);
        (held[0], held[1], held[2]) = (address(authority), address(restaker), address(settings));
        factory.create(type(SlashingGuard).creationCode, held, new uint256[](2));
        runOff = RunOff(factory.create(type(RunOff).creationCode, bound, grace));
        for (uint256 i = 0; i < 2; ++i) {
            components[i] = new ComponentMock();
            settings.addComponent(address(components[i]));
        }
        authority.setTargetFunctionRole(address(settings), _selectors(), authority.PUBLIC_ROLE());
    }

    /// @dev What the handler of a test may set.
    function _selectors() private view returns (bytes4[] memory list) {
        list = new bytes4[](4);
        (list[0], list[1]) = (settings.setFee.selector, settings.setDepositCap.selector);
        (list[2], list[3]) = (settings.pauseDeposits.selector, settings.contain.selector);
    }

    /// @dev Cap and window, lock and door, the slowest slash, a fifth of the fees.
    function _coverNumbers() private pure returns (uint256[] memory list) {
        list = new uint256[](6);
        (list[0], list[1], list[2]) = (10 ether, 7 days, 3 days);
        (list[3], list[4], list[5]) = (1 days, 1 days, 2_000);
    }

    /// @dev An hour between closings, any number of shares, no least wait.
    function _waits() private pure returns (uint256[] memory list) {
        list = new uint256[](3);
        (list[0], list[1]) = (1 hours, 1);
    }

    function _both(address a, address b) private pure returns (address[] memory list) {
        list = new address[](2);
        (list[0], list[1]) = (a, b);
    }
}
