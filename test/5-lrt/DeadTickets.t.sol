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
import {DyingVault} from "../../contracts/testing/5-lrt/DyingVault.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice Whatever becomes of a vault, every ticket reaches an end: claimed, turned back into shares, or settled at zero.
contract DeadTicketsTest is TestBase {
    uint256 private constant STEPS = 60;

    DyingVault private _dying;
    Vault private _vault;
    ExitQueue private _queue;

    /// hardhat-config: fuzz.runs = 40
    function test_VLT_73_exposed(uint256 seed) public {
        _liveAndDie(new ExposedRule(), seed);
    }

    /// hardhat-config: fuzz.runs = 40
    function test_VLT_73_capped(uint256 seed) public {
        _liveAndDie(new CappedRule(), seed);
    }

    /// hardhat-config: fuzz.runs = 40
    function test_VLT_73_loss_only(uint256 seed) public {
        _liveAndDie(new LossOnlyRule(), seed);
    }

    /// @dev Random sequences could pass by doing nothing: these, always the same, see every end, and every way to it.
    function test_VLT_73_walks_that_reach_everything() public {
        string[15] memory all = [
            "request",
            "cancelled",
            "turned back",
            "claim",
            "ended at zero",
            "ended paid",
            "close",
            "settled at zero",
            "settled",
            "wound up",
            "late receipt",
            "revived",
            "quarantined",
            "restake",
            "unwind"
        ];
        uint256[15] memory times;
        for (uint256 seed = 1; seed <= 40; ++seed) {
            _liveAndDie(new ExposedRule(), seed);
            for (uint256 i = 0; i < all.length; ++i) times[i] += _dying.done(all[i]);
        }
        for (uint256 i = 0; i < all.length; ++i) assertLe(1, times[i], all[i]);
    }

    function _liveAndDie(IPricingRule rule, uint256 seed) private {
        _dying = new DyingVault(rule);
        (_vault, _queue) = (_dying.vault(), _dying.queue());
        for (uint256 step = 0; step < STEPS; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            _step(seed % 20, seed >> 32, seed >> 128);
            if (step % 10 == 0) _checkBooks();
        }
        _dying.finish(seed % 2 == 0);
        _checkBooks();
        _checkEnds();
    }

    function _step(uint256 action, uint256 a, uint256 b) private {
        if (action < 3) _dying.request(a, b);
        else if (action < 5) _dying.close();
        else if (action == 5) _dying.settle();
        else if (action < 8) _dying.cancel(a);
        else if (action == 8) _dying.claim(a);
        else if (action == 9) _dying.unwind(a, b);
        else if (action == 10) _dying.restake(a, b);
        else if (action == 11) _dying.sync(a);
        else if (action == 12) _dying.end(a);
        else if (action < 15) _dying.lose(a, b);
        else if (action == 15) _dying.loseAPart(a, b);
        else if (action == 16) _dying.receiveLate(a, b);
        else if (action == 17) _dying.give(a, b);
        else if (action == 18) _dying.toggle(a);
        else if (a % 2 == 0) _dying.deposit(a, b);
        else _dying.pass(a);
    }

    /// @dev VLT-01 and QUE-07, at any moment.
    function _checkBooks() private view {
        IVault.Totals memory t = _vault.totals();
        int256 held = int256(t.idle);
        address[] memory components = _vault.components();
        for (uint256 i = 0; i < components.length; ++i) held += _vault.recordOf(components[i]);
        assertEq(uint256(held), t.recognised + t.lockedProfit + t.feesOwed, "VLT-73: holds what it owes");
        uint256 claimable;
        uint256 count = _dying.ticketCount();
        for (uint256 i = 0; i < count; ++i) claimable += _queue.claimableOf(_dying.ticketIds(i));
        uint256 locked = _queue.lockedAssets();
        assertEq(address(_queue).balance, locked, "VLT-73: locked ETH is here");
        assertLe(claimable, locked, "VLT-73: claimable is locked");
        assertLe(locked, claimable + count, "VLT-73: less than a wei a ticket is dust");
    }

    function _checkEnds() private view {
        uint256 paid;
        for (uint256 i = 0; i < _dying.ticketCount(); ++i) {
            uint256 id = _dying.ticketIds(i);
            DyingVault.End end = _dying.endOf(id);
            assertTrue(end != DyingVault.End.None, "VLT-73: a ticket without an end");
            paid += _dying.paidTo(id);
            if (end == DyingVault.End.TurnedBack) continue;
            IExitQueue.Batch memory b = _queue.batchOf(id >> 64);
            assertEq(b.filledShares, b.shares, "VLT-73: it ended before its batch");
            uint256 due = Math.mulDiv(_dying.sharesOf(id), b.filledAssets, b.shares);
            assertEq(_dying.paidTo(id), due, "VLT-73: its part of what its batch got");
        }
        assertEq(_queue.lockedAssets(), 0, "VLT-73: nothing stays locked");
        assertEq(paid + _dying.swept(), _dying.filled(), "VLT-73: all that was locked is paid or swept");
        assertEq(_vault.balanceOf(address(_queue)), 0, "VLT-73: nothing stays in escrow");
    }
}
