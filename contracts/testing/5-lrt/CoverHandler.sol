// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Cover} from "../../5-lrt/cover/Cover.sol";
import {FeeSplit} from "../../5-lrt/cover/FeeSplit.sol";
import {ICover} from "../../5-lrt/interfaces/ICover.sol";
import {ExposedRule} from "../../5-lrt/pricing/ExposedRule.sol";
import {Vault} from "../../5-lrt/Vault.sol";
import {TestBase} from "../TestBase.sol";
import {ComponentMock} from "./ComponentMock.sol";
import {VaultStand} from "./VaultStand.sol";

/// @title Everything that can happen to a cover, in any order
/// @notice Four underwriters, a vault that loses, gains and pays fees. Keeps what it needs to judge: every draw with its time, every
/// request with the time of its asking.
contract CoverHandler is TestBase {
    struct Draw {
        uint256 timestamp;
        uint256 assets;
    }

    uint256 public constant USERS = 4;

    VaultStand public stand;
    Vault public vault;
    Cover public cover;
    FeeSplit public split;
    /// @notice Fees that were paid while the cover had shares, and all of them.
    uint256 public underwritten;
    uint256 public collected;
    Draw[] public draws;
    uint256[] public requests;
    mapping(uint256 leaveId => uint256 timestamp) public askedAt;
    mapping(string action => uint256 times) public done;

    constructor() {
        stand = new VaultStand(new ExposedRule());
        (vault, cover) = (stand.vault(), stand.cover());
        split = new FeeSplit(address(cover), address(0xFEE));
        stand.settings().setFee(1_000, address(split));
        vm.deal(address(this), 1_000 ether);
        vault.deposit{value: 1_000 ether}(address(this), 0, type(uint256).max);
        stand.restaker().restake(address(stand.components(0)), 900 ether);
    }

    function user(uint256 seed) public pure returns (address) {
        return address(uint160(0xC0FE + (seed % USERS)));
    }

    // --- underwriters -----------------------------------------------------------------------------------------------

    function join(uint256 seed, uint256 assets) external {
        vault.syncAll();
        address other = user((seed % USERS) + 1);
        uint256 before = cover.toAssetsDown(cover.sharesOf(other));
        assets = bound(assets, 1e9, 4 ether);
        vm.deal(address(this), assets);
        try cover.join{value: assets}(user(seed), 0) returns (uint256 shares) {
            // nobody's shares fall but by what is owed to all, which newcomers have paid for
            if (vault.totals().feesOwed == 0) {
                assertLe(before, cover.toAssetsDown(cover.sharesOf(other)) + 1, "COV-01: a join takes from others");
                assertLe(cover.toAssetsDown(shares), assets + 1e6, "COV-01: a join buys more than it pays for");
            }
            ++done["join"];
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) == ICover.CoverSpent.selector, "COV-08: refused for another reason");
            ++done["spent"];
        }
    }

    function ask(uint256 seed, uint256 shares) external {
        address who = user(seed);
        if (cover.sharesOf(who) == 0) return;
        shares = bound(shares, 1, cover.sharesOf(who));
        vm.prank(who);
        uint256 id = cover.cooldown(shares);
        requests.push(id);
        askedAt[id] = block.timestamp;
        ++done["ask"];
    }

    function withdraw(uint256 seed) external {
        if (requests.length == 0) return;
        // one of the last, whose door is not closed for good
        uint256 id = requests[requests.length - 1 - (seed % (requests.length < 6 ? requests.length : 6))];
        ICover.Leave memory asked = cover.leaveOf(id);
        if (asked.owner == address(0)) return;
        vault.syncAll();
        uint256 due = cover.toAssetsDown(asked.shares);
        uint256 before = asked.owner.balance;
        vm.prank(asked.owner);
        try cover.withdraw(id, asked.owner, 0) returns (uint256 assets) {
            assertLe(askedAt[id] + cover.cooldownSeconds(), block.timestamp, "COV-03: left before the lock");
            assertLe(
                block.timestamp,
                askedAt[id] + cover.cooldownSeconds() + cover.unstakeWindowSeconds(),
                "COV-03: left too late"
            );
            assertEq(assets, due, "COV-02: left with another part");
            assertEq(asked.owner.balance - before, due, "COV-02: paid something else");
            ++done["withdraw"];
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) == ICover.UnstakeWindowClosed.selector, "COV-03: refused for another reason");
            ++done["shut"];
        }
    }

    function cancelCooldown(uint256 seed) external {
        if (requests.length == 0 || seed % 4 != 0) return;
        uint256 id = requests[seed % requests.length];
        address owner = cover.leaveOf(id).owner;
        if (owner == address(0)) return;
        vm.prank(owner);
        cover.cancelCooldown(id);
        ++done["cancelCooldown"];
    }

    function fund(uint256 assets) external {
        assets = bound(assets, 1, 1 ether);
        vm.deal(address(this), assets);
        cover.fund{value: assets}();
        ++done["fund"];
    }

    // --- the vault and the world ------------------------------------------------------------------------------------

    /// @notice A loss that a lone sync notes and that proves to be none: it costs the cover nothing.
    function loseAndRecover(uint256 assets) external {
        vault.syncAll();
        ComponentMock component = stand.components(0);
        (uint256 before, uint256 drawn) = (component.assets(), cover.totalDrawn());
        assets = bound(assets, 1, 30 ether);
        if (before < assets + 100 ether) return;
        component.setAssets(before - assets);
        vault.sync(address(component));
        component.setAssets(before);
        vault.syncAll();
        assertEq(cover.totalDrawn(), drawn, "COV-04: a reversed loss costs nothing");
        ++done["reversed"];
    }

    function lose(uint256 assets, bool alone) public {
        ComponentMock component = stand.components(0);
        assets = bound(assets, 1, 30 ether);
        if (component.assets() < assets + 100 ether) return;
        vault.syncAll();
        (uint256 free, uint256 before) = (cover.available(), cover.totalDrawn());
        uint256 lockedProfit = vault.totals().lockedProfit;
        component.setAssets(component.assets() - assets);
        if (alone) {
            vault.sync(address(component));
            assertEq(cover.totalDrawn(), before, "COV-06: a lone sync draws nothing");
        }
        vault.syncAll();
        uint256 drawn = cover.totalDrawn() - before;
        uint256 due = assets > lockedProfit ? assets - lockedProfit : 0;
        assertEq(drawn, due < free ? due : free, "COV-06: draws what it has to");
        if (drawn == 0) return;
        draws.push(Draw(block.timestamp, drawn));
        ++done["draw"];
    }

    /// @notice A loss of all that the cover can pay after a whole window, and a little more.
    function drain() external {
        vm.warp(block.timestamp + 7 days);
        vault.syncAll();
        lose(vault.totals().lockedProfit + cover.available() + 1, false);
    }

    function gain(uint256 assets) external {
        ComponentMock component = stand.components(0);
        component.setAssets(component.assets() + bound(assets, 1, 60 ether));
        vault.syncAll();
    }

    function payOwed() external {
        uint256 fees = vault.payOwed();
        collected += fees;
        if (cover.totalShares() != 0) underwritten += fees;
        if (fees != 0) ++done["fees"];
    }

    function payTreasury() external {
        if (address(split).balance != 0) split.payTreasury();
    }

    function pass(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 12, 1 days));
    }

    // --- views ------------------------------------------------------------------------------------------------------

    function drawCount() external view returns (uint256) {
        return draws.length;
    }

    /// @notice All shares there are, and what they would be paid if each went by itself.
    function claims() external view returns (uint256 shares, uint256 assets, uint256 count) {
        for (uint256 i = 0; i < USERS; ++i)
            (shares, assets, count) = _add(shares, assets, count, cover.sharesOf(user(i)));
        for (uint256 i = 0; i < requests.length; ++i) {
            (shares, assets, count) = _add(shares, assets, count, cover.leaveOf(requests[i]).shares);
        }
    }

    function _add(
        uint256 shares,
        uint256 assets,
        uint256 count,
        uint256 more
    ) private view returns (uint256, uint256, uint256) {
        return (shares + more, assets + cover.toAssetsDown(more), count + 1);
    }
}
