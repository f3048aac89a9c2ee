// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FacadeStand} from "../../contracts/testing/5-lrt/FacadeStand.sol";

/// @notice Whatever three controllers do through the facade, in any order.
contract FacadeHistoryTest is FacadeStand {
    uint256 private constant STEPS = 24;

    mapping(address controller => uint256 shares) private _asked;
    mapping(address controller => uint256 shares) private _done;
    uint256 private _withdrawals;
    mapping(string action => uint256 times) private _did;

    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < 3; ++i) _deposit(_user(i), 30 ether);
        _stand.restaker().restake(address(_stand.components(0)), 90 ether);
        _vault.syncAll();
    }

    /// @dev After each step everybody's shares are somewhere, and the facade holds what it owes and nothing else.
    function test_STD_25_it_holds_what_it_owes_and_no_more_after_any_history(uint256 seed) public {
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _step(seed % 12, _user(seed >> 8), seed >> 16);
            _check();
        }
        _payEverybody();
        // what withdrawals round away: less than the price of a share each, and the price never leaves [0.3, 3]
        assertLe(address(_facade).balance, 3 * _withdrawals, "STD-25: nothing stays but what was rounded away");
    }

    function test_STD_25_a_history_that_is_known_does_every_step() public {
        uint8[14] memory actions = [0, 0, 1, 2, 3, 0, 4, 5, 6, 7, 4, 5, 8, 9];
        for (uint256 i = 0; i < actions.length; ++i) {
            _step(actions[i], _user(i), 7 ether + i * 1e9);
            _check();
        }
        _payEverybody();
        assertTrue(_did["request"] > 1 && _did["cancel"] > 0 && _did["close"] > 0, "STD-25: asked");
        assertTrue(_did["redeem"] > 0 && _did["withdraw"] > 0, "STD-25: claimed");
    }

    function _step(uint256 action, address who, uint256 x) private {
        if (action < 2) _requestFor(who, _user(x), x);
        else if (action == 2) _cancel(who);
        else if (action == 3) _claimCancelled(who);
        else if (action == 4) _closeIfAny();
        else if (action < 7) _fillSome(x);
        else if (action == 7 || action == 10) _redeemPart(who, x);
        else if (action == 8 || action == 11) _withdrawPart(who, x);
        else if (_vault.rate() > 0.7 ether && _vault.rate() < 1.5 ether) _reprice(bound(x, 8_000, 12_000));
    }

    function _requestFor(address owner, address controller, uint256 x) private {
        if (_vault.balanceOf(owner) == 0) return;
        bool starts = owner != controller && _facade.pendingRedeemRequest(_queue.openBatchId(), controller) == 0;
        uint256 least = starts ? _facade.convertToShares(_facade.LEAST_FROM_STRANGERS()) : 1;
        if (_vault.balanceOf(owner) < least) return;
        uint256 shares = bound(x, least, _vault.balanceOf(owner));
        vm.prank(owner);
        _facade.requestRedeem(shares, controller, owner);
        _asked[controller] += shares;
        ++_did["request"];
    }

    function _cancel(address who) private {
        uint256 open = _queue.openBatchId();
        uint256 pending = _facade.pendingRedeemRequest(open, who);
        if (pending == 0) return;
        vm.prank(who);
        _facade.cancelRedeemRequest(open, who);
        _asked[who] -= pending;
        ++_did["cancel"];
    }

    function _claimCancelled(address who) private {
        for (uint256 id = 1; id <= _queue.openBatchId(); ++id) {
            if (_facade.claimableCancelRedeemRequest(id, who) == 0) continue;
            vm.prank(who);
            _facade.claimCancelRedeemRequest(id, who, who);
        }
    }

    function _closeIfAny() private {
        if (_queue.batchOf(_queue.openBatchId()).shares == 0) return;
        _close();
        ++_did["close"];
    }

    function _fillSome(uint256 x) private {
        if (_queue.fillingBatchId() == _queue.openBatchId()) return;
        _fill(bound(x, 1 ether, 60 ether));
    }

    function _redeemPart(address who, uint256 x) private {
        uint256 shares = bound(x, 0, _facade.maxRedeem(who));
        vm.prank(who);
        _facade.redeem(shares, who, who);
        _done[who] += shares;
        if (shares != 0) ++_did["redeem"];
    }

    function _withdrawPart(address who, uint256 x) private {
        uint256 assets = bound(x, 0, _facade.maxWithdraw(who));
        vm.prank(who);
        _done[who] += _facade.withdraw(assets, who, who);
        ++_withdrawals;
        if (assets != 0) ++_did["withdraw"];
    }

    function _check() private view {
        uint256 open = _queue.openBatchId();
        uint256 cancelled = 0;
        uint256 owed = 0;
        for (uint256 i = 0; i < 3; ++i) {
            address who = _user(i);
            uint256 found = _done[who];
            for (uint256 id = 1; id <= open; ++id) {
                found += _facade.pendingRedeemRequest(id, who) + _facade.claimableRedeemRequest(id, who);
                cancelled += _facade.claimableCancelRedeemRequest(id, who);
            }
            assertEq(found, _asked[who], "STD-21: asked = pending + claimable + claimed");
            owed += _facade.maxWithdraw(who);
        }
        assertEq(_vault.balanceOf(address(_facade)), cancelled, "STD-25: shares of cancelled requests only");
        assertEq(_weth.balanceOf(address(_facade)), 0, "STD-25: no WETH");
        assertLe(owed, address(_facade).balance + _queue.lockedAssets(), "STD-25: what it owes is there");
    }

    function _payEverybody() private {
        _closeIfAny();
        while (_queue.fillingBatchId() != _queue.openBatchId()) _fill(200 ether);
        for (uint256 i = 0; i < 3; ++i) {
            address who = _user(i);
            _claimCancelled(who);
            _redeemPart(who, _facade.maxRedeem(who));
            assertEq(_done[who], _asked[who], "STD-22: everything asked for is claimed in the end");
        }
        assertLe(_queue.lockedAssets(), 3 * _queue.openBatchId(), "STD-25: all tickets are claimed to the end");
    }
}
