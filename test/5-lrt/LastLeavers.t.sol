// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPricingRule} from "../../contracts/5-lrt/interfaces/IPricingRule.sol";
import {CappedRule} from "../../contracts/5-lrt/pricing/CappedRule.sol";
import {ExposedRule} from "../../contracts/5-lrt/pricing/ExposedRule.sol";
import {LossOnlyRule} from "../../contracts/5-lrt/pricing/LossOnlyRule.sol";
import {ExitQueue} from "../../contracts/5-lrt/queue/ExitQueue.sol";
import {Vault} from "../../contracts/5-lrt/Vault.sol";
import {ComponentMock} from "../../contracts/testing/5-lrt/ComponentMock.sol";
import {VaultStand} from "../../contracts/testing/5-lrt/VaultStand.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice Everybody leaves after a loss, and the ETH comes in parts: whatever has come is paid out.
contract LastLeaversTest is TestBase {
    address private constant ALICE = address(0xA11CE);
    /// @dev What the virtual wei gain when others leave: rules that forget gains keep that much back.
    uint256 private constant VIRTUAL = 1e6;

    function test_INV_04_exposed(uint256 assets, uint256 lossBps, uint256 first, uint256 second) public {
        _everybodyLeaves(new ExposedRule(), 1, assets, lossBps, first, second);
    }

    function test_INV_04_capped(uint256 assets, uint256 lossBps, uint256 first, uint256 second) public {
        _everybodyLeaves(new CappedRule(), VIRTUAL, assets, lossBps, first, second);
    }

    function test_INV_04_loss_only(uint256 assets, uint256 lossBps, uint256 first, uint256 second) public {
        _everybodyLeaves(new LossOnlyRule(), VIRTUAL, assets, lossBps, first, second);
    }

    function _everybodyLeaves(
        IPricingRule rule,
        uint256 dust,
        uint256 assets,
        uint256 lossBps,
        uint256 first,
        uint256 second
    ) private {
        VaultStand stand = new VaultStand(rule);
        (Vault vault, ExitQueue queue) = (stand.vault(), stand.queue());
        ComponentMock component = stand.components(0);
        assets = bound(assets, 1e6, 1_000 ether);
        vm.deal(address(this), assets);
        vault.deposit{value: assets}(ALICE, 0, type(uint256).max);
        stand.restaker().restake(address(component), assets);
        component.setAssets(assets - (assets * bound(lossBps, 0, 9_900)) / 10_000);
        vault.syncAll();
        uint256 shares = vault.balanceOf(ALICE);
        vm.prank(ALICE);
        queue.request(shares, ALICE, 0, type(uint256).max);
        vm.warp(block.timestamp + 1 hours);
        queue.close();
        uint256[3] memory parts = [bound(first, 1, 10_000), bound(second, 1, 10_000), 10_000];
        for (uint256 i = 0; i < parts.length; ++i) {
            uint256 back = (component.assets() * parts[i]) / 10_000;
            // the last leaver is paid dust as it is
            if (back < 2 || queue.fillingBatchId() == queue.openBatchId()) continue;
            stand.restaker().unwind(component, back, 0, 0);
            uint256 rate = vault.rate();
            queue.settle();
            assertLe(rate, vault.rate(), "INV-04: the rate of who stays");
            assertLe(vault.totals().idle, dust, "INV-04: what has come is paid");
        }
        assertEq(address(queue).balance, queue.lockedAssets(), "INV-04: and locked");
    }
}
