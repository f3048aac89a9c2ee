// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IExitQueue} from "../../contracts/5-lrt/interfaces/IExitQueue.sol";
import {IVault} from "../../contracts/5-lrt/interfaces/IVault.sol";
import {ExitQueue} from "../../contracts/5-lrt/queue/ExitQueue.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";
import {VaultHandler} from "../../contracts/testing/5-lrt/VaultHandler.sol";
import {Vault} from "../../contracts/5-lrt/Vault.sol";

/// @notice What holds after any sequence of what users, keepers and the world can do.
contract VaultInvariantsTest is TestBase {
    VaultHandler private _handler;
    Vault private _vault;
    ExitQueue private _queue;

    function setUp() public {
        _handler = new VaultHandler();
        (_vault, _queue) = (_handler.vault(), _handler.queue());
    }

    function targetContracts() public view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(_handler);
    }

    /// hardhat-config: invariant.depth = 100
    function invariant_VLT_01_holds_what_it_owes() public view {
        IVault.Totals memory t = _vault.totals();
        int256 held = int256(t.idle);
        address[] memory components = _vault.components();
        for (uint256 i = 0; i < components.length; ++i) held += _vault.recordOf(components[i]);
        uint256 owed = t.recognised + t.lockedProfit + t.feesOwed;
        assertEq(uint256(held), owed, "VLT-01: holds what it owes");
        assertEq(address(_vault).balance, t.idle, "VLT-01: idle ETH is here");
    }

    /// hardhat-config: invariant.depth = 100
    function invariant_QUE_07_locked_is_claimable() public view {
        uint256 claimable;
        uint256 count = _handler.ticketCount();
        for (uint256 i = 0; i < count; ++i) claimable += _queue.claimableOf(_handler.ticketIds(i));
        uint256 locked = _queue.lockedAssets();
        assertEq(address(_queue).balance, locked, "QUE-07: locked ETH is here");
        assertLe(claimable, locked, "QUE-07: claimable is locked");
        assertLe(locked, claimable + count, "QUE-07: less than a wei a ticket is dust");
    }

    /// hardhat-config: invariant.depth = 100
    function invariant_QUE_12_waiting_shares_are_escrowed() public view {
        (uint256 closed, uint256 open) = _queue.waitingShares();
        assertEq(closed + open, _vault.balanceOf(address(_queue)), "QUE-12: escrow");
        uint256 filling = _queue.fillingBatchId();
        uint256 waiting;
        for (uint256 id = filling; id < _queue.openBatchId(); ++id) {
            IExitQueue.Batch memory b = _queue.batchOf(id);
            waiting += b.shares - b.filledShares;
        }
        assertEq(waiting, closed, "QUE-12: closed batches");
    }

    /// @dev Random sequences could pass by doing nothing: this one, always the same, does a bit of everything.
    function test_VLT_01_a_walk_that_reaches_everything() public {
        uint256 seed = 20_261_122;
        for (uint256 step = 0; step < 600; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            _step(seed % 16, seed >> 32, seed >> 128);
            if (step % 25 == 0) {
                invariant_VLT_01_holds_what_it_owes();
                invariant_QUE_07_locked_is_claimable();
                invariant_QUE_12_waiting_shares_are_escrowed();
            }
        }
        string[9] memory actions = [
            "deposit",
            "request",
            "cancel",
            "claim",
            "close",
            "settle",
            "restake",
            "unwind",
            "syncOne"
        ];
        for (uint256 i = 0; i < actions.length; ++i) assertLe(3, _handler.done(actions[i]), actions[i]);
    }

    function _step(uint256 action, uint256 a, uint256 b) private {
        if (action == 0) _handler.deposit(a, b);
        else if (action == 1) _handler.request(a, b);
        else if (action == 2) _handler.cancel(a);
        else if (action == 3) _handler.claim(a);
        else if (action == 4) _handler.transfer(a, b);
        else if (action == 5) _handler.close();
        else if (action == 6) _handler.settle();
        else if (action == 7) _handler.sweep(a);
        else if (action == 8) _handler.syncAll();
        else if (action == 9) _handler.syncOne(a);
        else if (action == 10) _handler.restake(a, b);
        else if (action == 11) _handler.unwind(a, b, a);
        else if (action == 12) _handler.payOwed();
        else if (action == 13) _handler.gain(a, b);
        else if (action == 14) _handler.lose(a, b);
        else _handler.pass(a);
    }
}
