// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IExitQueue} from "../../5-lrt/interfaces/IExitQueue.sol";
import {IPricingRule} from "../../5-lrt/interfaces/IPricingRule.sol";
import {IVault} from "../../5-lrt/interfaces/IVault.sol";
import {ExitQueue} from "../../5-lrt/queue/ExitQueue.sol";
import {Vault} from "../../5-lrt/Vault.sol";
import {TestBase} from "../TestBase.sol";
import {ComponentMock} from "./ComponentMock.sol";
import {RestakerMock} from "./RestakerMock.sol";
import {VaultStand} from "./VaultStand.sol";

/// @title Two vaults, one history, two keepers
/// @notice What users do and what happens to the components is the same on both sides, at the same seconds. The keeper of the
/// first does each piece of work once and whole; that of the second does the same pieces in parts, in another order, and
/// repeats what it likes. Little ETH is idle, so that batches are filled in parts over several moments.
abstract contract KeeperStage is TestBase {
    struct Side {
        VaultStand stand;
        Vault vault;
        ExitQueue queue;
        RestakerMock restaker;
        ComponentMock[2] places;
        uint256 calls;
        uint256 payments;
    }

    uint256 internal constant FOREVER = type(uint256).max;
    uint256 internal constant IDLE = 0;
    uint256 internal constant BUSY = 1;

    Side[2] internal sides;
    uint256[] internal ticketIds;
    /// @dev Partial fills that were seen, so that a test can say whether it tried any.
    uint256 internal partialFills;
    uint256 private _random;

    // --- the same on both sides --------------------------------------------------------------------------------------

    function _begin(IPricingRule rule, uint256 seed, uint256 feeBps) internal {
        _random = seed;
        delete ticketIds;
        for (uint256 i = 0; i < 2; ++i) {
            Side storage s = sides[i];
            s.stand = new VaultStand(rule);
            (s.vault, s.queue, s.restaker) = (s.stand.vault(), s.stand.queue(), s.stand.restaker());
            if (feeBps != 0) s.stand.settings().setFee(uint16(feeBps), address(0xFEE));
            vm.deal(address(this), 1_000 ether);
            for (uint256 u = 0; u < 3; ++u) s.vault.deposit{value: 20 ether}(_user(u), 0, FOREVER);
            for (uint256 p = 0; p < 2; ++p) {
                s.places[p] = s.stand.components(p);
                s.restaker.restake(address(s.places[p]), p == 0 ? 36 ether : 20 ether);
                // what it will gain is there to be paid out
                vm.deal(address(s.places[p]), 10_000 ether);
            }
        }
        // a batch closes an interval after the deployment
        vm.warp(block.timestamp + 2 hours);
    }

    function _user(uint256 index) internal pure returns (address) {
        return address(uint160(0xA11CE + index));
    }

    /// @dev A number below `n`, from the seed.
    function _draw(uint256 n) internal returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return (_random >> 64) % n;
    }

    /// @dev Perhaps somebody comes, and somebody asks to leave.
    function _usersAct() internal {
        uint256 value = _draw(3) == 0 ? (_draw(8) + 1) * 1 ether : 0;
        (address comes, address leaves) = (_user(_draw(3)), _user(_draw(3)));
        uint256 percent = [uint256(0), 13, 50, 80][_draw(4)];
        uint256[2] memory shares;
        for (uint256 i = 0; i < 2; ++i) {
            Side storage s = sides[i];
            s.vault.syncAll();
            vm.deal(address(this), 1_000 ether);
            if (value != 0) s.vault.deposit{value: value}(comes, 0, FOREVER);
            shares[i] = (s.vault.balanceOf(leaves) * percent) / 100;
        }
        uint256 asked = shares[0] < shares[1] ? shares[0] : shares[1];
        if (asked < 1e6) return;
        uint256 ticketId;
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(leaves);
            uint256 given = sides[i].queue.request(asked, leaves, 0, FOREVER);
            if (i == 1) assertEq(given, ticketId, "the same ticket");
            ticketId = given;
        }
        ticketIds.push(ticketId);
    }

    /// @dev Both components gain or lose, by up to a tenth and a fifth; together it may come to nothing.
    function _worldTurns(bool mayMatch) internal returns (uint256 gains, uint256 losses) {
        int256 first = 0;
        for (uint256 p = 0; p < 2; ++p) {
            uint256 held = sides[0].places[p].assets();
            assertEq(held, sides[1].places[p].assets(), "the same in both worlds");
            int256 change = (int256(held) * (int256(_draw(301)) - 200)) / 1_000;
            if (_draw(4) == 0) change = 0;
            if (p == 1 && mayMatch && _draw(2) == 0 && int256(held) > first) change = -first;
            first = change;
            if (change > 0) gains += uint256(change);
            else losses += uint256(-change);
            for (uint256 i = 0; i < 2; ++i) sides[i].places[p].setAssets(uint256(int256(held) + change));
        }
    }

    /// @dev The same in two turns: what is lost may come back at once, when the busy keeper has heard of the loss alone.
    function _worldTurnsTwice() internal {
        _worldTurns(true);
        for (uint256 n = _draw(4); n != 0; --n) _sync(BUSY, _draw(2));
        if (_draw(2) == 0) return;
        for (uint256 p = 0; p < 2; ++p) {
            uint256 assets = sides[0].places[p].assets();
            assets += (assets * _draw(201)) / 1_000;
            for (uint256 i = 0; i < 2; ++i) sides[i].places[p].setAssets(assets);
        }
    }

    /// @dev How much leaves each component at a moment.
    function _drawLegs() internal returns (uint256[2] memory legs) {
        for (uint256 p = 0; p < 2; ++p) {
            uint256 percent = [uint256(0), 2, 7, 20][_draw(4)];
            legs[p] = (sides[0].places[p].assets() * percent) / 100;
        }
    }

    // --- keepers -----------------------------------------------------------------------------------------------------

    /// @dev Everything once: the batch closes, stake comes back, all is read, batches are paid.
    function _workIdly(uint256[2] memory legs) internal {
        _close(IDLE);
        for (uint256 p = 0; p < 2; ++p) _unwind(IDLE, p, legs[p]);
        _syncAll(IDLE);
        _beforePayment();
        _settleAll(IDLE);
    }

    /// @dev All is known on the idle side, and nothing paid yet.
    function _beforePayment() internal virtual {}

    /// @dev The same pieces in parts and any order, with syncs, closings and settlements in between.
    function _workBusily(uint256[2] memory legs) internal {
        for (uint256 n = _draw(4); n != 0; --n) _fuss();
        uint256 first = _draw(2);
        uint256[2] memory left = [legs[0], legs[1]];
        for (uint256 n = 0; n < 6; ++n) {
            uint256 p = n % 2 == 0 ? first : 1 - first;
            uint256 part = n > 3 ? left[p] : (left[p] * _draw(101)) / 100;
            left[p] -= part;
            _unwind(BUSY, p, part);
            _fuss();
        }
        _syncAll(BUSY);
        _syncAll(BUSY);
        _close(BUSY);
        _settleAll(BUSY);
        _syncAll(BUSY);
        _settleAll(BUSY);
    }

    /// @dev A call that anybody may make at any time.
    function _fuss() internal {
        uint256 what = _draw(7);
        if (what < 3) _sync(BUSY, what % 2);
        else if (what == 3) _syncAll(BUSY);
        else if (what == 4) _close(BUSY);
        else _settle(BUSY);
    }

    /// @dev What nobody waits for goes back to work; `part` of a hundred of it first on the busy side.
    function _restake(uint256 percent, uint256 place) internal {
        uint256 part = _draw(101);
        uint256 surplus = sides[0].vault.surplusIdle();
        uint256 other = sides[1].vault.surplusIdle();
        uint256 amount = ((surplus < other ? surplus : other) * percent) / 100;
        if (amount == 0) return;
        sides[0].restaker.restake(address(sides[0].places[place]), amount);
        uint256 first = (amount * part) / 100;
        sides[1].restaker.restake(address(sides[1].places[place]), first);
        sides[1].restaker.restake(address(sides[1].places[place]), amount - first);
        (sides[0].calls, sides[1].calls) = (sides[0].calls + 1, sides[1].calls + 2);
    }

    function _sync(uint256 side, uint256 place) internal {
        ++sides[side].calls;
        sides[side].vault.sync(address(sides[side].places[place]));
    }

    function _syncAll(uint256 side) internal {
        ++sides[side].calls;
        sides[side].vault.syncAll();
    }

    function _unwind(uint256 side, uint256 place, uint256 assets) internal {
        if (assets == 0) return;
        Side storage s = sides[side];
        ++s.calls;
        s.restaker.unwind(s.places[place], assets, 0, 0);
    }

    /// @dev Whether it did: not before the interval is over, and not an empty batch.
    function _close(uint256 side) internal returns (bool done) {
        ++sides[side].calls;
        try sides[side].queue.close() {
            done = true;
        } catch {}
    }

    /// @dev One batch, as far as idle ETH goes; whether it paid anything.
    function _settle(uint256 side) internal returns (bool done) {
        Side storage s = sides[side];
        ++s.calls;
        try s.queue.settle() returns (uint256 batchId, uint256, uint256) {
            done = true;
            ++s.payments;
            IExitQueue.Batch memory batch = s.queue.batchOf(batchId);
            if (batch.filledShares != 0 && batch.filledShares < batch.shares) ++partialFills;
        } catch {}
    }

    function _settleAll(uint256 side) internal {
        for (uint256 n = 0; n < 8; ++n) {
            if (!_settle(side)) return;
        }
    }

    // --- what is compared --------------------------------------------------------------------------------------------

    /// @dev Two wei a call that was made on either side.
    function _dust() internal view returns (uint256) {
        return 2 * (sides[0].calls + sides[1].calls);
    }

    function _apart(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a - b : b - a;
    }

    /// @dev VLT-01, with what the components are worth in truth: after a full sync records must say the same.
    function _expectBalanced(Side storage s) internal view {
        IVault.Totals memory t = s.vault.totals();
        uint256 held = t.idle + s.places[0].assets() + s.places[1].assets();
        assertEq(held, t.recognised + t.lockedProfit + t.feesOwed, "VLT-01: what is held is owed");
    }
}
