// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ExposedRule} from "../../5-lrt/pricing/ExposedRule.sol";
import {Vault} from "../../5-lrt/Vault.sol";
import {ExitQueue} from "../../5-lrt/queue/ExitQueue.sol";
import {TestBase} from "../TestBase.sol";
import {ComponentMock} from "./ComponentMock.sol";
import {VaultStand} from "./VaultStand.sol";

/// @title Everything that can happen to the vault, in any order
/// @notice Three users and a keeper; gains and losses of two components. Each user action asserts that it does not lower
/// the exit rate. Counts what succeeded, so that a test can say whether it tried anything at all.
contract VaultHandler is TestBase {
    uint256 private constant FOREVER = type(uint256).max;

    VaultStand public stand;
    Vault public vault;
    ExitQueue public queue;
    uint256[] public ticketIds;
    mapping(string action => uint256 times) public done;

    constructor() {
        stand = new VaultStand(new ExposedRule());
        (vault, queue) = (stand.vault(), stand.queue());
        stand.settings().setFee(1_000, address(0xFEE));
    }

    /// @dev Counts a call that got to its end; one that had nothing to do returns before.
    modifier byUser(string memory action) {
        uint256 rate = vault.rate();
        _;
        assertLe(rate, vault.rate() + 1, string.concat("VLT-03: rate after ", action));
    }

    function user(uint256 seed) public pure returns (address) {
        return address(uint160(0xA11CE + (seed % 3)));
    }

    // --- users ------------------------------------------------------------------------------------------------------

    function deposit(uint256 seed, uint256 assets) external {
        vault.syncAll();
        _deposit(seed, assets);
    }

    function _deposit(uint256 seed, uint256 assets) private byUser("deposit") {
        assets = bound(assets, 1e6, 1_000 ether);
        address who = user(seed);
        vm.deal(address(this), assets);
        vault.deposit{value: assets}(who, 0, FOREVER);
        ++done["deposit"];
    }

    function request(uint256 seed, uint256 shares) external byUser("request") {
        address who = user(seed);
        if (vault.balanceOf(who) == 0) return;
        shares = bound(shares, 1, vault.balanceOf(who));
        vm.prank(who);
        ticketIds.push(queue.request(shares, who, 0, FOREVER));
        ++done["request"];
    }

    function cancel(uint256 seed) external byUser("cancel") {
        if (ticketIds.length == 0) return;
        uint256 last = ticketIds.length - 1;
        uint256 id = ticketIds[last - (seed % (last < 3 ? last + 1 : 4))];
        address owner = queue.ticketOf(id).owner;
        if (owner == address(0) || id >> 64 != queue.openBatchId()) return;
        vm.prank(owner);
        queue.cancel(id, owner);
        ++done["cancel"];
    }

    function claim(uint256 seed) external byUser("claim") {
        if (ticketIds.length == 0) return;
        uint256 id = ticketIds[seed % ticketIds.length];
        if (queue.claimableOf(id) == 0) return;
        address owner = queue.ticketOf(id).owner;
        vm.prank(owner);
        queue.claim(id, owner);
        ++done["claim"];
    }

    function transfer(uint256 seed, uint256 shares) external byUser("transfer") {
        address from = user(seed);
        shares = bound(shares, 0, vault.balanceOf(from));
        vm.prank(from);
        assertTrue(vault.transfer(user(seed / 3), shares), "transfer");
    }

    // --- anyone -----------------------------------------------------------------------------------------------------

    function close() external {
        if (block.timestamp < queue.closeableAt() || queue.batchOf(queue.openBatchId()).shares == 0) return;
        queue.close();
        ++done["close"];
    }

    function settle() external {
        if (queue.fillingBatchId() == queue.openBatchId()) return;
        vault.syncAll();
        uint256 rate = vault.rate();
        try queue.settle() {
            ++done["settle"];
        } catch {}
        // an empty vault is new
        if (vault.totalSupply() != 0) assertLe(rate, vault.rate() + 1, "QUE-05: rate after settle");
    }

    function sweep(uint256 batchId) external {
        try queue.sweep(bound(batchId, 1, queue.openBatchId())) {
            ++done["sweep"];
        } catch {}
    }

    function syncAll() external {
        vault.syncAll();
    }

    function syncOne(uint256 seed) external {
        vault.sync(address(stand.components(seed % 2)));
        ++done["syncOne"];
    }

    function restake(uint256 seed, uint256 assets) external {
        uint256 surplus = vault.surplusIdle();
        if (surplus == 0) return;
        stand.restaker().restake(address(stand.components(seed % 2)), bound(assets, 1, surplus));
        ++done["restake"];
    }

    function unwind(uint256 seed, uint256 assets, uint256 cost) external {
        ComponentMock component = stand.components(seed % 2);
        uint256 held = component.assets();
        if (held < 1_000) return;
        cost = bound(cost, 0, 10);
        stand.restaker().unwind(component, bound(assets, 1, held - cost), cost, 10);
        ++done["unwind"];
    }

    function payOwed() external {
        vault.payOwed();
    }

    // --- the world --------------------------------------------------------------------------------------------------

    function gain(uint256 seed, uint256 bps) external {
        ComponentMock component = stand.components(seed % 2);
        uint256 assets = component.assets();
        uint256 more = (assets * bound(bps, 1, 1_000)) / 10_000;
        component.setAssets(assets + more);
        vm.deal(address(component), address(component).balance + more);
        ++done["gain"];
    }

    function lose(uint256 seed, uint256 bps) external {
        ComponentMock component = stand.components(seed % 2);
        uint256 assets = component.assets();
        uint256 less = (assets * bound(bps, 1, 3_000)) / 10_000;
        component.setAssets(assets - less);
        vm.deal(address(component), address(component).balance - less);
        ++done["lose"];
    }

    function fundCover(uint256 assets) external {
        assets = bound(assets, 1, 1 ether);
        vm.deal(address(this), assets);
        stand.cover().fund{value: assets}();
    }

    function pass(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 12, 2 days));
        ++done["pass"];
    }

    function ticketCount() external view returns (uint256) {
        return ticketIds.length;
    }
}
