// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IExitQueue} from "../../contracts/5-lrt/interfaces/IExitQueue.sol";
import {IPricingRule} from "../../contracts/5-lrt/interfaces/IPricingRule.sol";
import {IVault} from "../../contracts/5-lrt/interfaces/IVault.sol";
import {CappedRule} from "../../contracts/5-lrt/pricing/CappedRule.sol";
import {ExposedRule} from "../../contracts/5-lrt/pricing/ExposedRule.sol";
import {LossOnlyRule} from "../../contracts/5-lrt/pricing/LossOnlyRule.sol";
import {ExitQueue} from "../../contracts/5-lrt/queue/ExitQueue.sol";
import {Vault} from "../../contracts/5-lrt/Vault.sol";
import {ComponentMock} from "../../contracts/testing/5-lrt/ComponentMock.sol";
import {VaultStand} from "../../contracts/testing/5-lrt/VaultStand.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice Who held when value was lost gets what comes back of it. A vault loses a component that says it is in doubt, or
/// one that cannot be read, or everything; then anything happens: gifts, newcomers, requests, closings, settlements, tickets
/// that are turned back, legs, syncs, a run-off; then some of it, or all, comes back. A run has `LADDER_LIVES` lives, drawn
/// from `LADDER_SEED` and the run's own seed.
contract WhatComesBackTest is TestBase {
    enum Loss {
        InDoubt,
        Unreadable,
        Everything
    }

    struct Ticket {
        uint256 id;
        uint256 user;
        uint256 shares;
        /// exit rate at which its batch closed; 0: still open
        uint256 closedRay;
        bool beforeLoss;
        bool ended;
        /// of its shares, when something came back
        uint256 unpaid;
    }

    uint256 private constant RAY = 1e27;
    uint256 private constant VIRTUAL = 1e6;
    uint256 private constant FOREVER = type(uint256).max;
    uint256 private constant OLD = 3;
    uint256 private constant STEPS = 12;
    /// @dev A wei for each call that rounds.
    uint256 private constant ROUNDING = 64;

    IPricingRule private _rule;
    VaultStand private _stand;
    Vault private _vault;
    ExitQueue private _queue;
    Ticket[] private _tickets;
    Loss private _loss;
    /// @dev T + U and supply before the loss, and T + U after it.
    uint256 private _totalThen;
    uint256 private _supplyThen;
    uint256 private _totalAfter;
    uint256 private _back;
    bool private _isBack;
    /// @dev What newcomers have brought.
    uint256 private _brought;
    /// @dev Somebody came when the doubt was over or the vault alive again: what comes then is a gain like others.
    bool private _late;
    mapping(uint256 user => uint256 assets) private _paidBefore;

    /// hardhat-config: fuzz.runs = 12
    function test_INV_32_exposed(uint256 seed) public {
        _lives(new ExposedRule(), seed);
    }

    /// hardhat-config: fuzz.runs = 12
    function test_INV_32_capped(uint256 seed) public {
        _lives(new CappedRule(), seed);
    }

    /// hardhat-config: fuzz.runs = 12
    function test_INV_32_loss_only(uint256 seed) public {
        _lives(new LossOnlyRule(), seed);
    }

    function _lives(IPricingRule rule, uint256 seed) private {
        _rule = rule;
        uint256 first = vm.envOr("LADDER_SEED", uint256(0));
        uint256 lives = vm.envOr("LADDER_LIVES", uint256(6));
        for (uint256 i = 0; i < lives; ++i) this.life(uint256(keccak256(abi.encode(seed, first, i))));
    }

    /// @notice One life, in a call of its own: its memory is its own.
    function life(uint256 seed) external {
        _begin();
        _grow(seed);
        seed = _next(seed);
        _lose(Loss(seed % 3), seed >> 8);
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = _next(seed);
            _step(seed % 16, seed >> 16, seed >> 64);
        }
        seed = _next(seed);
        _comeBack(seed);
        _finish();
    }

    function _next(uint256 seed) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed)));
    }

    // --- before ------------------------------------------------------------------------------------------------------

    function _begin() private {
        _stand = new VaultStand(_rule);
        (_vault, _queue) = (_stand.vault(), _stand.queue());
        _stand.settings().setFee(1_000, address(0xFEE));
        delete _tickets;
        (_brought, _late, _isBack) = (0, false, false);
        for (uint256 i = 0; i < OLD; ++i) _paidBefore[i] = 0;
    }

    /// @dev Dust, whales and others come, all is invested, something is earned, and some of them ask to leave.
    function _grow(uint256 seed) private {
        for (uint256 i = 0; i < OLD; ++i) {
            seed = _next(seed);
            _enter(i, _size(seed, seed >> 8));
        }
        uint256 idle = _vault.surplusIdle();
        seed = _next(seed);
        uint256 toLeft = bound(seed >> 8, idle / 10, (idle * 99) / 100);
        _stand.restaker().restake(address(_left()), toLeft);
        _stand.restaker().restake(address(_right()), idle - toLeft);
        if (seed % 2 == 0) _set(_right(), _right().assets() + bound(seed >> 128, 0, idle / 10));
        vm.warp(block.timestamp + 6 hours);
        _vault.syncAll();
        for (uint256 i = 0; i < OLD; ++i) {
            seed = _next(seed);
            if (seed % 2 == 0) _request(i, seed >> 8, seed >> 64);
        }
        if (seed % 4 != 0) _close();
        _vault.syncAll();
    }

    function _size(uint256 a, uint256 b) private pure returns (uint256) {
        if (a % 5 == 0) return bound(b, 10 gwei, 1000 gwei);
        if (a % 5 == 1) return bound(b, 100_000 ether, 1_000_000 ether);
        return bound(b, 1 gwei, 50 ether) + 10 gwei;
    }

    function _lose(Loss loss, uint256 seed) private {
        IVault.Totals memory t = _vault.totals();
        (_loss, _totalThen, _supplyThen) = (loss, t.recognised + t.lockedProfit, t.supply);
        ComponentMock left = _left();
        if (loss == Loss.InDoubt) {
            _set(left, seed % 3 == 0 ? 0 : bound(seed >> 8, 0, left.assets()));
            left.setInDoubt(true);
        } else if (loss == Loss.Unreadable) {
            left.setBroken(true);
            _vault.reportFailure(address(left));
            _quarantine(seed >> 8);
        } else {
            _set(left, 0);
            _set(_right(), 0);
        }
        _vault.syncAll();
        t = _vault.totals();
        _totalAfter = t.recognised + t.lockedProfit;
        for (uint256 i = 0; i < _tickets.length; ++i) _tickets[i].beforeLoss = _tickets[i].closedRay != 0;
        assertTrue(_vault.isInDoubt() == (loss != Loss.Everything), "VLT-85: in doubt");
    }

    /// @dev While the clock of a report runs nobody is settled, and whoever waits may turn a ticket back that is not paid yet.
    function _quarantine(uint256 seed) private {
        vm.warp(block.timestamp + bound(seed, 0, 1 days - 1));
        if (_queue.fillingBatchId() != _queue.openBatchId()) {
            try _queue.settle() {
                assertTrue(false, "VLT-95: settled between a report and its quarantine");
            } catch {}
        }
        for (uint256 i = 0; i < _tickets.length; ++i) {
            seed = _next(seed);
            if (seed % 2 == 0) _turnBack(i);
        }
        vm.warp(block.timestamp + 1 days);
    }

    // --- in between --------------------------------------------------------------------------------------------------

    function _step(uint256 action, uint256 a, uint256 b) private {
        if (action == 0) _give(a, b);
        else if (action < 4) _comeIn(a, b);
        else if (action < 6) _settle();
        else if (action < 8) _request(a % OLD, a >> 8, b);
        else if (action == 8) _close();
        else if (action == 9) _turnBack(a);
        else if (action == 10) _restake();
        else if (action == 11) _unwind(_right(), a % 2 == 0 ? _right().assets() : bound(b, 0, _right().assets()));
        else if (action == 12) _sync(a);
        else if (action == 13) _windUp();
        else if (action == 14) vm.warp(block.timestamp + bound(b, 12, a % 8 == 0 ? 8 days : 12 hours));
        else _vault.payOwed();
    }

    /// @dev Next to nothing, or up to a tenth of all that there was.
    function _give(uint256 a, uint256 b) private {
        uint256 assets = bound(b, 1 gwei, Math.max(1 gwei, a % 4 == 0 ? _totalThen / 10 : _totalThen / 10_000));
        vm.deal(address(this), assets);
        try _vault.recapitalise{value: assets}() {} catch {}
    }

    /// @dev A newcomer tries, with or without a sync before: only a vault that is alive and in no doubt lets him in.
    function _comeIn(uint256 a, uint256 b) private {
        if (a % 2 == 0) _sync(0);
        (bool closed, uint256 assets) = (_vault.isDead() || _vault.isInDoubt(), _size(a >> 8, b));
        vm.deal(address(this), assets);
        try _vault.deposit{value: assets}(_newcomer(), 0, FOREVER) {
            assertTrue(!closed, "VLT-85: entered a vault that is dead or in doubt");
            _brought += assets;
            if (!_isBack) _late = true;
        } catch {}
    }

    function _settle() private {
        if (_right().assets() != 0) _unwind(_right(), _right().assets());
        while (_queue.fillingBatchId() != _queue.openBatchId()) {
            try _queue.settle() {} catch {
                return;
            }
        }
    }

    function _request(uint256 user, uint256 a, uint256 b) private {
        uint256 shares = _vault.balanceOf(_user(user));
        if (shares == 0) return;
        if (a % 2 == 0) shares = bound(b, 1, shares);
        vm.prank(_user(user));
        try _queue.request(shares, _user(user), 0, FOREVER) returns (uint256 id) {
            _tickets.push(Ticket(id, user, shares, 0, false, false, 0));
        } catch {}
    }

    function _close() private {
        if (block.timestamp < _queue.closeableAt()) vm.warp(_queue.closeableAt());
        try _queue.close() returns (uint256 batchId) {
            IVault.Totals memory t = _vault.totals();
            uint256 closedRay = Math.mulDiv(t.recognised + VIRTUAL, RAY, t.supply + VIRTUAL);
            for (uint256 i = 0; i < _tickets.length; ++i) {
                if (_tickets[i].id >> 64 == batchId) _tickets[i].closedRay = closedRay;
            }
        } catch {}
    }

    function _turnBack(uint256 a) private {
        if (_tickets.length == 0) return;
        Ticket storage ticket = _tickets[a % _tickets.length];
        if (ticket.ended) return;
        bool isOpen = ticket.id >> 64 == _queue.openBatchId();
        bool may = isOpen || (_queue.batchOf(ticket.id >> 64).filledShares == 0 && _mayComeBack());
        vm.prank(_user(ticket.user));
        try _queue.cancel(ticket.id, _user(ticket.user)) {
            assertTrue(may, "VLT-95: turned back without a doubt, or after a payment");
            ticket.ended = true;
        } catch {
            assertTrue(!may, "VLT-95: a ticket that nothing was paid for cannot be turned back in doubt");
        }
    }

    /// @dev Dead, in doubt at the last full sync, or unreadable since a report, until the grace after its quarantine is over.
    function _mayComeBack() private view returns (bool) {
        if (_vault.isDead() || _vault.isInDoubt()) return true;
        uint256 since = _vault.failingSince(address(_left()));
        return since != 0 && block.timestamp < since + 1 days + _stand.runOff().graceSeconds();
    }

    function _restake() private {
        uint256 surplus = _vault.surplusIdle();
        if (surplus != 0 && !_vault.isWoundUp()) _stand.restaker().restake(address(_right()), surplus);
    }

    function _unwind(ComponentMock component, uint256 assets) private {
        if (assets != 0) _stand.restaker().unwind(component, assets, 0, 0);
    }

    function _sync(uint256 a) private {
        if (a % 2 == 0) return _vault.syncAll();
        ComponentMock component = a % 4 == 1 ? _left() : _right();
        try _vault.sync(address(component)) {} catch {}
    }

    function _windUp() private {
        try _stand.runOff().windUp() {} catch {}
    }

    // --- what comes back ---------------------------------------------------------------------------------------------

    function _comeBack(uint256 seed) private {
        _vault.syncAll();
        for (uint256 i = 0; i < _tickets.length; ++i) {
            Ticket storage ticket = _tickets[i];
            if (ticket.ended) continue;
            _paidBefore[ticket.user] += _queue.claimableOf(ticket.id);
            ticket.unpaid = _unpaid(ticket);
        }
        ComponentMock left = _left();
        uint256 lost = _totalThen - _totalAfter;
        _back = seed % 2 == 0 ? lost : bound(seed >> 8, 0, lost);
        _set(left, _loss == Loss.Unreadable ? _back : left.assets() + _back);
        left.setBroken(false);
        left.setInDoubt(false);
        // it is back, and nobody has synced
        _comeIn(1, seed >> 16);
        _vault.syncAll();
        _isBack = true;
        // it has been found, and drips
        _comeIn(1, seed >> 24);
        vm.warp(block.timestamp + 2 days);
        _vault.syncAll();
    }

    /// @dev All come home, and who waits is paid, if his vault pays.
    function _finish() private {
        _unwind(_left(), _left().assets());
        _settle();
        if (_late) return;
        uint256 got = _vault.toAssetsDown(_vault.balanceOf(_newcomer()));
        assertLe(got, _brought + ROUNDING, "INV-32: who came later has a part of what came back");
        uint256 fairRay = Math.mulDiv(_totalAfter + _back + VIRTUAL, RAY, _supplyThen + VIRTUAL);
        for (uint256 i = 0; i < OLD; ++i) _checkUser(i, fairRay);
    }

    /// @dev What a holder holds is worth its part of what there was after the loss and of what came back, at least; the virtual
    /// wei, which a price below 1 counts, are not there for the last who leave (INV-04).
    function _checkUser(uint256 user, uint256 fairRay) private view {
        uint256 shares = _vault.balanceOf(_user(user));
        (uint256 due, uint256 got) = (Math.mulDiv(shares, fairRay, RAY), _vault.toAssetsDown(shares));
        for (uint256 i = 0; i < _tickets.length; ++i) {
            Ticket memory ticket = _tickets[i];
            if (ticket.user != user || ticket.ended) continue;
            due += Math.mulDiv(ticket.unpaid, _dueRay(ticket, fairRay), RAY);
            got += _queue.claimableOf(ticket.id) + _vault.toAssetsDown(_unpaid(ticket));
        }
        assertLe(due, got - _paidBefore[user] + VIRTUAL + ROUNDING, "INV-32: who held has not what came back");
    }

    /// @dev The rules cap a batch at the price of its closing; under loss-only, what makes up for a loss that nobody doubted
    /// is theirs who stay.
    function _dueRay(Ticket memory ticket, uint256 fairRay) private view returns (uint256) {
        bytes32 rule = keccak256(bytes(_rule.name()));
        if (ticket.closedRay == 0 || rule == keccak256("exposed")) return fairRay;
        if (ticket.beforeLoss && _loss == Loss.Everything && rule == keccak256("loss-only")) return 0;
        return Math.min(fairRay, ticket.closedRay);
    }

    function _unpaid(Ticket memory ticket) private view returns (uint256) {
        IExitQueue.Batch memory batch = _queue.batchOf(ticket.id >> 64);
        return Math.mulDiv(ticket.shares, batch.shares - batch.filledShares, batch.shares);
    }

    // --- who, and where ----------------------------------------------------------------------------------------------

    function _enter(uint256 user, uint256 assets) private {
        vm.deal(address(this), assets);
        _vault.deposit{value: assets}(_user(user), 0, FOREVER);
    }

    function _set(ComponentMock component, uint256 assets) private {
        component.setAssets(assets);
        vm.deal(address(component), assets);
    }

    function _left() private view returns (ComponentMock) {
        return _stand.components(0);
    }

    function _right() private view returns (ComponentMock) {
        return _stand.components(1);
    }

    function _user(uint256 user) private pure returns (address) {
        return address(uint160(0x01D + user));
    }

    function _newcomer() private pure returns (address) {
        return address(0x0E3);
    }
}
