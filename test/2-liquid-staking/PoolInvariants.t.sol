// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {StakedEther} from "../../contracts/2-liquid-staking/StakedEther.sol";
import {UnstakingQueue} from "../../contracts/2-liquid-staking/UnstakingQueue.sol";
import {PoolHandler} from "../../contracts/testing/staking/PoolHandler.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice Value on rung 2 under random sequences of everything that can happen there.
contract PoolInvariants is TestBase {
    PoolHandler private _handler;
    StakedEther private _stEth;
    UnstakingQueue private _queue;

    function setUp() public {
        vm.deal(address(this), 2 ** 120);
        _handler = new PoolHandler{value: 2 ** 120}();
        _stEth = _handler.stEth();
        _queue = _handler.queue();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_LST_02_onlyReportsLowerTheRate() public view {
        assertTrue(!_handler.rateFell(), "LST-02: the rate fell without a report");
    }

    function invariant_LST_60_everyShareIsSomebodys() public view {
        uint256 shares = _stEth.sharesOf(address(0xdead)) + _stEth.sharesOf(_handler.TREASURY());
        shares += _stEth.sharesOf(address(_queue)) + _stEth.sharesOf(_stEth.wrapper());
        for (uint256 i = 0; i < 3; ++i) shares += _stEth.sharesOf(_handler.holderOf(i));
        assertEq(shares, _stEth.getTotalShares(), "LST-60: shares");
        (, uint256 queued) = _queue.unfilledShares();
        assertEq(_stEth.sharesOf(address(_queue)), queued, "LST-60: the queue holds what it owes");
        assertLe(_handler.wstEth().totalSupply(), _stEth.sharesOf(_stEth.wrapper()), "LST-31: wrapped is backed");
        assertLe(_stEth.bufferedEther(), address(_stEth).balance, "LST-60: the buffer is there");
    }

    function invariant_LST_44_lockedIsClaimable() public view {
        uint256 claimable;
        uint256 requests = _queue.lastRequestId();
        for (uint256 id = 1; id <= requests; ++id) claimable += _queue.claimable(id);
        assertLe(claimable, _queue.lockedWei(), "LST-44: claimable is locked");
        assertLe(_queue.lockedWei(), claimable + requests, "LST-44: less than a wei a request more");
        assertEq(address(_queue).balance, _queue.lockedWei(), "LST-44: locked is there");
    }

    /// @dev The handler's acts work when they can: a passing invariant has seen them.
    function test_LST_60_everyActOfTheHandlerWorks() public {
        for (uint256 i = 0; i < 3; ++i) _handler.submit(i, 60 ether);
        _handler.transfer(0, 1, 1 ether);
        _handler.wrap(1, 5 ether);
        _handler.unwrap(1, 2 ether);
        _handler.stake(3);
        _handler.stake(1);
        _handler.ask(0, 55 ether, false);
        _handler.ask(1, 1 ether, true);
        _handler.close();
        _handler.wait_(300);
        _handler.exit(3);
        _handler.penalise(0, 1e9);
        _handler.slash(5);
        _handler.donate(1 ether);
        _handler.wait_(300);
        _handler.sweep(0);
        _handler.report(1);
        _handler.fill();
        _handler.claim(1);
        _handler.forget(0);
        assertEq(_handler.calls(), 17, "LST-60: acts counted");
        assertEq(_handler.refused(), 0, "LST-60: no act was refused");
        assertTrue(_queue.getBatch(1).claimedWei > 0, "LST-60: something was claimed");
    }
}
