// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IExitQueue} from "../../../contracts/5-lrt/interfaces/IExitQueue.sol";
import {IPricingRule} from "../../../contracts/5-lrt/interfaces/IPricingRule.sol";
import {IVault} from "../../../contracts/5-lrt/interfaces/IVault.sol";
import {CappedRule} from "../../../contracts/5-lrt/pricing/CappedRule.sol";
import {ExposedRule} from "../../../contracts/5-lrt/pricing/ExposedRule.sol";
import {LossOnlyRule} from "../../../contracts/5-lrt/pricing/LossOnlyRule.sol";
import {KeeperStage} from "../../../contracts/testing/5-lrt/KeeperStage.sol";

/// @notice Moments minutes to hours apart, so that gains are always pending.
///
/// At the same moments: what the busy keeper does there changes nothing but dust. A rule that withholds puts it into U by
/// every settlement, and a line of drip ends at a whole second: each part may end it a second sooner.
///
/// Between the moments too: T + U is what there is, whoever syncs when. So T, and with it what a leaver is paid, differs by no
/// more than what still drips: a loss that is found sooner eats U that would have flowed, a gain that is found sooner has
/// served less. What moves, moves between who leaves meanwhile and who stays.
contract KeeperDripTest is KeeperStage {
    /// @dev The greatest income per second so far, in wei, of either side.
    uint256 private _flow;
    /// @dev What shares that were paid at a moment had of what one side had in T then and the other still in U, summed; and
    /// the shares that were paid so far.
    uint256 private _moved;
    uint256 private _paidShares;
    /// @dev The greatest and least that the busy side's loss factor has been, in parts of the idle side's, in ray: under the
    /// rule that forgets gains a loss counts for good when it is found alone, and not when a gain is netted with it.
    uint256 private _mostRay;
    uint256 private _leastRay;
    bool private _withholds;
    bool private _forgetsGains;
    uint256 private constant RAY = 1e27;

    function test_INV_06_same_moments_exposed(uint256 seed) public {
        _withholds = false;
        _play(new ExposedRule(), seed, false);
    }

    function test_INV_06_same_moments_capped(uint256 seed) public {
        _withholds = true;
        _play(new CappedRule(), seed, false);
    }

    function test_INV_06_same_moments_loss_only(uint256 seed) public {
        _withholds = true;
        _play(new LossOnlyRule(), seed, false);
    }

    function test_INV_06_between_exposed(uint256 seed) public {
        _play(new ExposedRule(), seed, true);
    }

    function test_INV_06_between_capped(uint256 seed) public {
        _play(new CappedRule(), seed, true);
    }

    function test_INV_06_between_loss_only(uint256 seed) public {
        _forgetsGains = true;
        (_mostRay, _leastRay) = (RAY, RAY);
        _play(new LossOnlyRule(), seed, true);
    }

    function _play(IPricingRule rule, uint256 seed, bool between) private {
        _begin(rule, seed, between ? 0 : (seed % 2) * 1_000);
        for (uint256 n = _draw(6) + 2; n != 0; --n) {
            uint256 gap = [uint256(60), 600, 1 hours, 4 hours, 9 hours][_draw(5)];
            if (between) _meddle(gap);
            vm.warp(block.timestamp + gap);
            _usersAct();
            vm.warp(block.timestamp + 50);
            if (between) _worldTurns(true);
            else _worldTurnsTwice();
            uint256[2] memory legs = _drawLegs();
            _workIdly(legs);
            _workBusily(legs);
            _look();
            if (between) _expectClose();
            else _expectEqual();
            _restake(_draw(101), _draw(2));
        }
    }

    /// @dev Something happens, and somebody syncs on the busy side alone: parts, or all.
    function _meddle(uint256 gap) private {
        vm.warp(block.timestamp + gap);
        _worldTurns(true);
        for (uint256 n = _draw(3); n != 0; --n) _sync(BUSY, _draw(2));
        if (_draw(3) == 0) _syncAll(BUSY);
    }

    function _look() private {
        (IVault.Totals memory a, IVault.Totals memory b) = (sides[IDLE].vault.totals(), sides[BUSY].vault.totals());
        uint256 paid = _paid(IDLE) > _paid(BUSY) ? _paid(IDLE) : _paid(BUSY);
        uint256 apart =
            (_apart(a.lockedProfit, b.lockedProfit) * RAY) / (a.supply + 1) +
                (_factorsApart() * b.recognised) / b.supply;
        _moved += (apart * (paid - _paidShares)) / RAY + 1;
        _paidShares = paid;
        for (uint256 i = 0; i < 2; ++i) {
            _expectBalanced(sides[i]);
            IVault.Totals memory t = sides[i].vault.totals();
            if (t.dripEnd <= block.timestamp) continue;
            uint256 flow = t.lockedProfit / (t.dripEnd - block.timestamp) + 1;
            if (flow > _flow) _flow = flow;
        }
    }

    /// @dev In ray; 0 under rules that do not look at losses.
    function _factorsApart() private returns (uint256) {
        if (!_forgetsGains) return 0;
        uint256 ratioRay = (sides[BUSY].vault.lossFactor() * RAY) / sides[IDLE].vault.lossFactor();
        if (ratioRay > _mostRay) _mostRay = ratioRay;
        if (ratioRay < _leastRay) _leastRay = ratioRay;
        return ((_mostRay - _leastRay) * RAY) / _leastRay;
    }

    function _paid(uint256 side) private view returns (uint256 shares) {
        IExitQueue queue = sides[side].queue;
        for (uint256 id = queue.openBatchId() - 1; id != 0; --id) shares += queue.batchOf(id).filledShares;
    }

    function _expectEqual() private view {
        uint256 dust = _dust();
        if (_withholds) dust += (sides[IDLE].payments + sides[BUSY].payments) * _flow;
        for (uint256 i = 0; i < ticketIds.length; ++i) {
            uint256 idle = sides[IDLE].queue.claimableOf(ticketIds[i]);
            assertLe(_apart(idle, sides[BUSY].queue.claimableOf(ticketIds[i])), dust, "INV-06: what a ticket is paid");
        }
        for (uint256 u = 0; u < 3; ++u) {
            uint256 idle = sides[IDLE].vault.toAssetsDown(sides[IDLE].vault.balanceOf(_user(u)));
            uint256 busy = sides[BUSY].vault.toAssetsDown(sides[BUSY].vault.balanceOf(_user(u)));
            assertLe(_apart(idle, busy), dust, "INV-06: what a holder has");
        }
    }

    function _expectClose() private view {
        // what moves at one payment changes the price of all later ones: as much again covers that
        uint256 bound = _dust() + 2 * _moved;
        for (uint256 i = 0; i < ticketIds.length; ++i) {
            assertLe(_apart(_worthOf(IDLE, i), _worthOf(BUSY, i)), bound, "INV-06: what moves to or from a ticket");
        }
        for (uint256 u = 0; u < 3; ++u) {
            assertLe(_apart(_heldBy(IDLE, u), _heldBy(BUSY, u)), bound, "INV-06: what moves to or from a holder");
        }
    }

    /// @dev At the price that counts all that is there.
    function _heldBy(uint256 side, uint256 u) private view returns (uint256) {
        return (sides[side].vault.balanceOf(_user(u)) * sides[side].vault.depositRate()) / 1e18;
    }

    /// @dev What a ticket has been paid, and the rest of it at the price that counts all that is there.
    function _worthOf(uint256 side, uint256 i) private view returns (uint256) {
        IExitQueue.Batch memory b = sides[side].queue.batchOf(ticketIds[i] >> 64);
        uint256 shares = sides[side].queue.ticketOf(ticketIds[i]).shares;
        uint256 waits = (shares * (b.shares - b.filledShares)) / b.shares;
        return sides[side].queue.claimableOf(ticketIds[i]) + (waits * sides[side].vault.depositRate()) / 1e18;
    }
}
