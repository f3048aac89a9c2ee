// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPricingRule} from "../../5-lrt/interfaces/IPricingRule.sol";
import {IExitQueue} from "../../5-lrt/interfaces/IExitQueue.sol";
import {ExitQueue} from "../../5-lrt/queue/ExitQueue.sol";
import {Vault} from "../../5-lrt/Vault.sol";
import {WithdrawalBatches} from "../../shared/WithdrawalBatches.sol";
import {TestBase} from "../TestBase.sol";
import {ComponentMock} from "./ComponentMock.sol";
import {VaultStand} from "./VaultStand.sol";

/// @title A vault that dies, is revived, and dies again
/// @notice Three holders with tickets at every stage, losses to nothing and next to nothing, gifts, late receipts, a
/// component that cannot be read. Remembers what each ticket was paid and how it ended, and how often each thing
/// happened. `finish` does what anybody may do until nothing more can be done.
contract DyingVault is TestBase {
    enum End {
        None,
        Claimed,
        TurnedBack,
        SettledAtZero
    }

    uint256 private constant FOREVER = type(uint256).max;

    VaultStand public stand;
    Vault public vault;
    ExitQueue public queue;
    uint256[] public ticketIds;
    mapping(uint256 ticketId => uint256 shares) public sharesOf;
    mapping(uint256 ticketId => uint256 assets) public paidTo;
    mapping(uint256 ticketId => End) public endOf;
    mapping(string what => uint256 times) public done;
    uint256 public swept;
    uint256 public filled;

    constructor(IPricingRule rule) {
        stand = new VaultStand(rule);
        (vault, queue) = (stand.vault(), stand.queue());
        for (uint256 i = 0; i < 3; ++i) deposit(i, 10 ether);
        stand.restaker().restake(address(stand.components(0)), 30 ether);
    }

    function user(uint256 seed) public pure returns (address) {
        return address(uint160(0xDEAD1 + (seed % 3)));
    }

    function deposit(uint256 seed, uint256 assets) public {
        vault.syncAll();
        assets = bound(assets, 1e9, 10 ether);
        vm.deal(address(this), assets);
        try vault.deposit{value: assets}(user(seed), 0, FOREVER) {
            ++done["deposit"];
        } catch {}
    }

    // --- tickets ----------------------------------------------------------------------------------------------------

    function request(uint256 seed, uint256 shares) external {
        address who = user(seed);
        uint256 held = vault.balanceOf(who);
        if (held == 0) return;
        shares = bound(shares, 1, held);
        vm.prank(who);
        uint256 id = queue.request(shares, who, 0, FOREVER);
        ticketIds.push(id);
        sharesOf[id] = shares;
        ++done["request"];
    }

    function cancel(uint256 seed) external {
        if (ticketIds.length != 0) _cancel(_late(seed));
    }

    function _cancel(uint256 id) private {
        address owner = queue.ticketOf(id).owner;
        if (owner == address(0)) return;
        bool wasClosed = id >> 64 != queue.openBatchId();
        uint256 before = vault.balanceOf(owner);
        vm.prank(owner);
        try queue.cancel(id, owner) {
            assertEq(vault.balanceOf(owner) - before, sharesOf[id], "VLT-73: turned back into all of its shares");
            assertEq(paidTo[id], 0, "VLT-73: turned back after a payment");
            endOf[id] = End.TurnedBack;
            ++done[wasClosed ? "turned back" : "cancelled"];
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) == IExitQueue.BatchNotOpen.selector, "VLT-73: cancel refused for another reason");
        }
    }

    function claim(uint256 seed) external {
        if (ticketIds.length != 0) _claim(_late(seed));
    }

    /// @dev One of the last tickets: older ones have mostly ended.
    function _late(uint256 seed) private view returns (uint256) {
        uint256 count = ticketIds.length;
        return ticketIds[count - 1 - (seed % (count < 5 ? count : 5))];
    }

    function _claim(uint256 id) private {
        address owner = queue.ticketOf(id).owner;
        if (owner == address(0)) return;
        uint256 due = queue.claimableOf(id);
        uint256 before = owner.balance;
        vm.prank(owner);
        try queue.claim(id, owner) returns (uint256 assets) {
            assertEq(assets, due, "VLT-73: claims what is claimable");
            assertEq(owner.balance - before, due, "VLT-73: is paid what it claims");
            paidTo[id] += assets;
            ++done["claim"];
            if (queue.ticketOf(id).owner != address(0)) return;
            endOf[id] = paidTo[id] == 0 ? End.SettledAtZero : End.Claimed;
            ++done[paidTo[id] == 0 ? "ended at zero" : "ended paid"];
        } catch (bytes memory reason) {
            assertTrue(
                bytes4(reason) == WithdrawalBatches.NothingToClaim.selector,
                "VLT-73: claim refused, another reason"
            );
            assertEq(due, 0, "VLT-73: refused what is claimable");
        }
    }

    // --- anyone -----------------------------------------------------------------------------------------------------

    function close() public {
        uint256 opensAt = queue.closeableAt();
        if (queue.batchOf(queue.openBatchId()).shares == 0) return;
        if (block.timestamp < opensAt) vm.warp(opensAt);
        try queue.close() {
            ++done["close"];
        } catch {}
    }

    function settle() public returns (bool ok) {
        try queue.settle() returns (uint256, uint256 shares, uint256 assets) {
            filled += assets;
            if (shares == 0) ++done["skipped"];
            else if (assets == 0) ++done["settled at zero"];
            else ++done[queue.fillingBatchId() == queue.openBatchId() ? "settled" : "settled in part or before others"];
            return true;
        } catch {
            ++done["unsettled"];
        }
    }

    function unwind(uint256 seed, uint256 assets) public {
        ComponentMock component = stand.components(seed % 2);
        if (component.broken() || component.assets() == 0) return;
        vault.syncAll();
        stand.restaker().unwind(component, bound(assets, 1, component.assets()), 0, 0);
        ++done["unwind"];
    }

    function restake(uint256 seed, uint256 assets) external {
        uint256 surplus = vault.surplusIdle();
        ComponentMock component = stand.components(seed % 2);
        if (surplus == 0 || component.broken()) return;
        stand.restaker().restake(address(component), bound(assets, 1, surplus));
        ++done["restake"];
    }

    /// @notice Sometimes after the grace.
    function end(uint256 seed) external {
        if (vault.deadSince() != 0 && seed % 2 == 0) vm.warp(block.timestamp + stand.GRACE());
        windUp();
    }

    function windUp() public {
        try stand.runOff().windUp() {
            ++done["wound up"];
        } catch {}
    }

    function sync(uint256 seed) external {
        if (seed % 3 == 2) vault.syncAll();
        else if (!stand.components(seed % 3).broken()) vault.sync(address(stand.components(seed % 3)));
    }

    // --- the world --------------------------------------------------------------------------------------------------

    /// @notice A component keeps at most a millionth of what it has, and often nothing.
    function lose(uint256 seed, uint256 kept) external {
        ComponentMock component = stand.components(seed % 2);
        _set(component, seed % 4 < 2 ? 0 : bound(kept, 0, component.assets() / 1e6));
        if (!component.broken()) vault.sync(address(component));
        if (seed % 3 != 0) vault.syncAll();
        ++done["lose"];
    }

    function loseAPart(uint256 seed, uint256 bps) external {
        ComponentMock component = stand.components(seed % 2);
        _set(component, (component.assets() * bound(bps, 1, 10_000)) / 10_000);
    }

    /// @notice Something comes late, perhaps enough to revive the vault.
    function receiveLate(uint256 seed, uint256 assets) external {
        ComponentMock component = stand.components(seed % 2);
        _set(component, component.assets() + bound(assets, 1, seed % 4 < 2 ? 1e12 : 5 ether));
        ++done[vault.isWoundUp() ? "late receipt" : "gain"];
    }

    function give(uint256 seed, uint256 assets) external {
        assets = bound(assets, 1, seed % 2 == 0 ? 1e12 : 5 ether);
        vm.deal(address(this), assets);
        bool wasDead = vault.isDead();
        try vault.recapitalise{value: assets}() {} catch {}
        vm.warp(block.timestamp + 1 days);
        vault.syncAll();
        if (wasDead && !vault.isDead()) ++done["revived"];
    }

    /// @notice A component stops answering, or answers again.
    function toggle(uint256 seed) external {
        ComponentMock component = stand.components(1);
        component.setBroken(!component.broken() && seed % 2 == 0);
        if (!component.broken()) return;
        if (vault.failingSince(address(component)) == 0) vault.reportFailure(address(component));
        vm.warp(block.timestamp + 1 days);
        vault.syncAll();
        ++done["quarantined"];
    }

    function pass(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 12, 4 days));
        if (!stand.components(1).broken() || vault.failingSince(address(stand.components(1))) != 0) vault.syncAll();
    }

    function _set(ComponentMock component, uint256 assets) private {
        component.setAssets(assets);
        vm.deal(address(component), assets);
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    /// @notice Nothing comes any more, or what is there comes home: anybody does what can be done, and holders claim.
    function finish(bool allLost) external {
        stand.components(1).setBroken(false);
        for (uint256 i = 0; i < 2 && allLost; ++i) _set(stand.components(i), 0);
        for (uint256 round = 0; round < 4; ++round) {
            vault.syncAll();
            vm.warp(block.timestamp + stand.GRACE());
            windUp();
            close();
            for (uint256 i = 0; i < 2; ++i) unwind(i, stand.components(i).assets());
            vault.payOwed();
            while (queue.fillingBatchId() != queue.openBatchId() && settle()) {}
        }
        for (uint256 i = 0; i < ticketIds.length; ++i) {
            _claim(ticketIds[i]);
            _cancel(ticketIds[i]);
        }
        for (uint256 id = 1; id < queue.openBatchId(); ++id) {
            try queue.sweep(id) returns (uint256 assets) {
                swept += assets;
            } catch {}
        }
    }

    function ticketCount() external view returns (uint256) {
        return ticketIds.length;
    }
}
