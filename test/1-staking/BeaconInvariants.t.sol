// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BeaconChainHarness} from "../../contracts/testing/staking/BeaconChainHarness.sol";
import {BeaconHandler} from "../../contracts/testing/staking/BeaconHandler.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice Value on rung 1 under random sequences of everything that can happen there.
contract BeaconInvariants is TestBase {
    BeaconHandler private _handler;
    BeaconChainHarness private _chain;

    function setUp() public {
        vm.deal(address(this), 2 ** 120);
        _handler = new BeaconHandler{value: 2 ** 120}(34_000_000e9);
        _chain = _handler.chain();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_STA_50_everyGweiIsBacked() public view {
        assertEq(
            address(_chain).balance,
            _chain.writtenGwei() * 1 gwei + _chain.issuanceReserveWei(),
            "STA-50: ether = balances + deposits under way + reserve"
        );
        assertEq(
            address(_chain).balance,
            _handler.fundedWei() + _handler.depositedWei() + _handler.feesWei() - _handler.sweptWei(),
            "STA-50: nothing comes or goes but deposits, funding, fees and sweeps"
        );
    }

    /// @dev Owners have nothing but what was swept to them: their fees were given and spent.
    function invariant_STA_51_sweptEtherIsTheOwners() public view {
        uint256 paidWei;
        for (uint256 i = 0; i < 3; ++i) paidWei += _handler.ownerOf(i).balance;
        assertEq(paidWei, _handler.sweptWei(), "STA-51: owners hold what was swept");
    }

    /// @dev The handler's acts work when they can: a passing invariant has seen them.
    function test_STA_50_everyActOfTheHandlerWorks() public {
        _handler.deposit(1, 40e9, 0, true);
        _handler.deposit(2, 32e9, 1, false);
        _handler.wait_(500);
        _handler.request(1, 5e9, 0);
        _handler.penalise(1, 17e9);
        _handler.wait_(300);
        _handler.settle(0);
        assertTrue(_handler.sweptWei() == 0, "STA-50: nothing swept yet");
        _handler.sweep(0);
        assertTrue(_handler.sweptWei() > 0, "STA-50: something was swept");
        _handler.eject(1);
        _handler.slashElsewhere(1e9);
        _handler.slash(0);
        assertEq(_handler.calls(), 11, "STA-50: acts counted");
        assertEq(_handler.refused(), 0, "STA-50: no act was refused");
    }

    /// @dev A switch and a consolidation too, which in a network of a million ETH would have no churn.
    function test_STA_71_consolidationsOfTheHandlerWork() public {
        _handler.deposit(1, 40e9, 0, true);
        _handler.deposit(2, 33e9, 0, false);
        _handler.deposit(3, 32e9, 1, false);
        _handler.wait_(300);
        _handler.consolidate(3, 3, 1);
        assertTrue(uint8(_chain.validator(2).withdrawalCredentials[0]) == 2, "STA-70: the third has switched");
        _handler.consolidate(2, 1, 0);
        uint64 before = _chain.validator(0).balanceGwei;
        _handler.wait_(270);
        assertTrue(_chain.validator(0).balanceGwei >= before + 32e9, "STA-71: the second has moved into the first");
        assertTrue(_chain.validator(1).balanceGwei < 32e9, "STA-71: and left what was above its effective balance");
        invariant_STA_50_everyGweiIsBacked();
        _handler.settle(0);
        invariant_STA_50_everyGweiIsBacked();
    }
}
