// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SharePrice} from "../../../contracts/5-lrt/accounting/SharePrice.sol";
import {IExitQueue} from "../../../contracts/5-lrt/interfaces/IExitQueue.sol";
import {IPricingRule} from "../../../contracts/5-lrt/interfaces/IPricingRule.sol";
import {IVault} from "../../../contracts/5-lrt/interfaces/IVault.sol";
import {CappedRule} from "../../../contracts/5-lrt/pricing/CappedRule.sol";
import {ExposedRule} from "../../../contracts/5-lrt/pricing/ExposedRule.sol";
import {LossOnlyRule} from "../../../contracts/5-lrt/pricing/LossOnlyRule.sol";
import {KeeperStage} from "../../../contracts/testing/5-lrt/KeeperStage.sol";

/// @notice Moments more than a drip apart, so that nothing still drips at any of them. Beside both keepers stands what the
/// rule says in words: the price of each fill by the rates when its batch closed and now, and by the losses between.
contract KeeperOrderTest is KeeperStage {
    uint256 private constant RAY = SharePrice.RAY;
    uint256 private constant V = SharePrice.VIRTUAL;

    enum Rule {
        Exposed,
        Capped,
        LossOnly
    }

    /// @param rateRay the exit rate when it closed
    /// @param keptRay what the losses since then have left of it
    /// @param due what its tickets should have been paid so far
    struct Due {
        uint256 rateRay;
        uint256 keptRay;
        uint256 due;
    }

    Rule private _rule;
    uint256 private _before;
    mapping(uint256 batchId => Due) private _dues;

    function test_INV_05_exposed(uint256 seed) public {
        _play(new ExposedRule(), Rule.Exposed, seed);
    }

    function test_INV_05_capped(uint256 seed) public {
        _play(new CappedRule(), Rule.Capped, seed);
    }

    function test_INV_05_loss_only(uint256 seed) public {
        _play(new LossOnlyRule(), Rule.LossOnly, seed);
    }

    /// @dev It tries what it means to: one history in which a batch of each keeper is paid in three parts.
    function test_INV_05_pays_in_parts() public {
        for (uint256 seed = 1; seed <= 10; ++seed) _play(new ExposedRule(), Rule.Exposed, seed);
        assertLe(30, partialFills, "fills in parts");
    }

    function _play(IPricingRule contractOf, Rule rule, uint256 seed) private {
        _rule = rule;
        _begin(contractOf, seed, (seed % 2) * 1_000);
        for (uint256 n = _draw(5) + 2; n != 0; --n) {
            vm.warp(block.timestamp + 26 hours);
            _usersAct();
            vm.warp(block.timestamp + 50);
            _before = sides[IDLE].vault.totals().recognised;
            _worldTurnsTwice();
            uint256[2] memory legs = _drawLegs();
            _workIdly(legs);
            _workBusily(legs);
            _expectEqual();
            _restake(_draw(101), _draw(2));
        }
    }

    /// @dev What the rule owes at this moment to the batches that wait, oldest first, as far as the ETH goes.
    function _beforePayment() internal override {
        IExitQueue queue = sides[IDLE].queue;
        IVault.Totals memory t = sides[IDLE].vault.totals();
        uint256 rateRay = ((t.recognised + V) * RAY) / (t.supply + V);
        uint256 there = t.idle;
        for (uint256 id = queue.fillingBatchId(); id < queue.openBatchId(); ++id) {
            Due storage d = _dues[id];
            IExitQueue.Batch memory batch = queue.batchOf(id);
            if (batch.closedAt == block.timestamp) (d.rateRay, d.keptRay, d.due) = (rateRay, RAY, 0);
            else if (t.recognised < _before) d.keptRay = (d.keptRay * (t.recognised + V)) / (_before + V);
            uint256 owed = ((batch.shares - batch.filledShares) * _priceRay(d, rateRay)) / RAY;
            if (owed > there) owed = there;
            there -= owed;
            d.due += owed;
        }
    }

    function _priceRay(Due storage d, uint256 rateRay) private view returns (uint256 priceRay) {
        if (_rule == Rule.Exposed) return rateRay;
        priceRay = _rule == Rule.Capped ? d.rateRay : (d.rateRay * d.keptRay) / RAY;
        if (priceRay > rateRay) priceRay = rateRay;
    }

    function _expectEqual() private view {
        uint256 dust = _dust();
        for (uint256 i = 0; i < ticketIds.length; ++i) {
            uint256 idle = sides[IDLE].queue.claimableOf(ticketIds[i]);
            assertLe(_apart(idle, sides[BUSY].queue.claimableOf(ticketIds[i])), dust, "INV-05: what a ticket is paid");
        }
        for (uint256 u = 0; u < 3; ++u) {
            uint256 idle = sides[IDLE].vault.toAssetsDown(sides[IDLE].vault.balanceOf(_user(u)));
            uint256 busy = sides[BUSY].vault.toAssetsDown(sides[BUSY].vault.balanceOf(_user(u)));
            assertLe(_apart(idle, busy), dust, "INV-05: what a holder has");
        }
        (uint256 idleWaits, ) = sides[IDLE].queue.waitingShares();
        (uint256 busyWaits, ) = sides[BUSY].queue.waitingShares();
        assertLe(_apart(idleWaits, busyWaits), dust, "INV-05: what waits");
        for (uint256 i = 0; i < 2; ++i) _expectBalanced(sides[i]);
        for (uint256 id = sides[IDLE].queue.openBatchId() - 1; id != 0; --id) {
            uint256 paid = sides[IDLE].queue.batchOf(id).filledAssets;
            assertLe(_apart(paid, _dues[id].due), dust, "INV-05: what the rule says");
        }
    }
}
