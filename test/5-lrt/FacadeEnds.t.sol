// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IExitQueue} from "../../contracts/5-lrt/interfaces/IExitQueue.sol";
import {IRunOff} from "../../contracts/5-lrt/interfaces/IRunOff.sol";
import {IVault} from "../../contracts/5-lrt/interfaces/IVault.sol";
import {ComponentMock} from "../../contracts/testing/5-lrt/ComponentMock.sol";
import {FacadeStand} from "../../contracts/testing/5-lrt/FacadeStand.sol";

/// @notice The facade over a vault that knows too little, is dead, or is wound up.
contract FacadeEndsTest is FacadeStand {
    uint256 private constant AGE = 3 days;

    ComponentMock private _component;

    function setUp() public override {
        super.setUp();
        _component = _stand.components(0);
        for (uint256 i = 0; i < 3; ++i) _deposit(_user(i), 30 ether);
        _stand.restaker().restake(address(_component), 90 ether);
        _vault.syncAll();
    }

    // --- what a pod said too long ago -----------------------------------------------------------------------------------

    /// @dev To the second: the maxima are 0 exactly while the vault refuses for age, and what was paid stays claimable.
    function test_STD_40_nothing_is_promised_on_an_old_checkpoint(uint256 age) public {
        _request(ALICE, 10 ether);
        _close();
        _fill(10 ether);
        _request(BOB, 10 ether);
        _close();
        age = AGE - 1 + (age % 3);
        uint256 asOf = block.timestamp;
        _component.setAsOf(asOf);
        _stand.restaker().unwind(_component, 10 ether, 0, 0);
        vm.warp(asOf + age);
        _vault.syncAll();
        bool old = age > AGE;
        (uint256 preview, uint256 mintPreview) = (_facade.previewDeposit(1 ether), _facade.previewMint(1 ether));
        assertTrue((_facade.maxDeposit(CAROL) == 0) == old, "STD-40: 0 exactly when it is too old");
        assertTrue((_facade.maxMint(CAROL) == 0) == old, "STD-40: and nothing to mint");
        _giveWeth(CAROL, 1 ether);
        bytes memory refusal = abi.encodeWithSelector(IVault.CheckpointTooOld.selector, asOf, AGE);
        if (old) vm.expectRevert(refusal);
        vm.prank(CAROL);
        _facade.deposit(1 ether, CAROL);
        if (old) vm.expectRevert(refusal);
        _queue.settle();
        assertEq(_facade.pendingRedeemRequest(2, BOB), old ? 10 ether : 0, "STD-40: pending until it may settle");
        assertEq(_facade.maxRedeem(ALICE), 10 ether, "STD-40: what was filled stays claimable");
        _redeemAll(ALICE);
        assertEq(_request(ALICE, 1 ether), 3, "STD-40: requests go on");
        assertEq(_facade.previewDeposit(1 ether), preview, "STD-40: a preview looks at no age");
        assertEq(_facade.previewMint(1 ether), mintPreview, "STD-40: nor does this");
        // a checkpoint, and a sync that reads it
        _component.setAsOf(0);
        _vault.syncAll();
        assertTrue(_facade.maxDeposit(CAROL) != 0, "STD-40: open again");
        if (old) _queue.settle();
        _redeemAll(BOB);
        assertEq(_weth.balanceOf(ALICE) + _weth.balanceOf(BOB), 20 ether, "STD-40: both are paid");
    }

    // --- next to nothing left ---------------------------------------------------------------------------------------------

    /// @dev At any rate around the floor, and with a gift that drips or without: a maximum is taken whole, and where there is
    /// none nothing is taken. No preview reverts.
    function test_STD_41_the_maxima_are_kept_around_the_floor(uint256 left, uint256 gift, uint256 amount) public {
        _fall(bound(left, 0, 180e12));
        // a gift of less than a gwei is refused
        gift = bound(gift, 0, 90e12);
        if (gift % 2 == 1 && gift >= 1 gwei) {
            vm.deal(BOB, gift);
            vm.prank(BOB);
            _vault.recapitalise{value: gift}();
        }
        _facade.previewDeposit(amount);
        _facade.previewMint(amount);
        _facade.convertToShares(amount % 1e30);
        _facade.convertToAssets(amount % 1e30);
        _stand.settings().setDepositCap(3 ether);
        uint256 most = _facade.maxDeposit(CAROL);
        uint256 mostShares = _facade.maxMint(CAROL);
        assertTrue((most == 0) == (mostShares == 0), "STD-41: both or none");
        _giveWeth(CAROL, 3 ether);
        if (most == 0) {
            vm.expectRevert(IVault.DeadState.selector);
            vm.prank(CAROL);
            _facade.deposit(1 ether, CAROL);
            assertEq(_weth.balanceOf(CAROL), 3 ether, "STD-41: nothing taken");
        } else if (amount % 2 == 0) {
            uint256 preview = _facade.previewDeposit(most);
            vm.prank(CAROL);
            assertEq(_facade.deposit(most, CAROL), preview, "STD-41: all of it, as previewed");
        } else {
            vm.prank(CAROL);
            assertLe(_facade.mint(mostShares, CAROL), most, "STD-41: all of it, for no more than the maximum");
            assertEq(_vault.balanceOf(CAROL), 30 ether + mostShares, "STD-41: exactly");
        }
    }

    // --- dead -------------------------------------------------------------------------------------------------------------

    /// @dev Whoever wants his shares back takes them, request by request; the others wait as they did, for what may come.
    function test_STD_42_requests_of_a_dead_vault_turn_back_one_by_one(uint256 a, uint256 b, bool gift) public {
        (a, b) = (bound(a, 1 ether, 30 ether), bound(b, 1 ether, 14 ether));
        _request(ALICE, a);
        _request(BOB, b);
        _close();
        _request(BOB, b);
        vm.expectRevert(abi.encodeWithSelector(IExitQueue.BatchNotOpen.selector, 1));
        vm.prank(ALICE);
        _facade.cancelRedeemRequest(1, ALICE);
        _fall(0);
        _cancel(ALICE, 1, a);
        _cancel(BOB, 2, b);
        assertEq(_facade.pendingRedeemRequest(1, BOB), b, "STD-42: the other request is as it was");
        vm.expectRevert(abi.encodeWithSelector(IRunOff.InGrace.selector, block.timestamp + _stand.GRACE()));
        _queue.settle();
        assertEq(_request(ALICE, 1 ether), 2, "STD-42: requests are taken");
        _cancel(ALICE, 2, 1 ether);
        if (!gift) return _cancel(BOB, 1, b);
        // a gift revives it, and BOB's first request is paid as if nothing had been cancelled
        vm.deal(CAROL, 90 ether);
        vm.prank(CAROL);
        _vault.recapitalise{value: 90 ether}();
        vm.warp(block.timestamp + 1 days);
        _queue.settle();
        uint256 worth = _facade.maxWithdraw(BOB);
        assertLe(worth, b, "STD-42: his part of the gift");
        assertLe(b, worth + 1e6, "STD-42: and no less");
        _redeemAll(BOB);
        assertEq(_weth.balanceOf(BOB), worth, "STD-42: paid");
        assertEq(_queue.batchOf(1).openTickets, 0, "STD-42: its last ticket");
    }

    /// @dev What was paid before the end stays claimable; the rest cannot turn back, and settles at zero after the grace.
    function test_STD_43_what_was_paid_before_the_end_is_kept(uint256 part, bool byShares) public {
        _request(ALICE, 20 ether);
        _request(BOB, 10 ether);
        _close();
        _fill(bound(part, 1 ether, 29 ether));
        uint256 most = _facade.maxWithdraw(ALICE);
        uint256 claimable = _facade.maxRedeem(ALICE);
        _fall(0);
        assertEq(_facade.maxWithdraw(ALICE), most, "STD-43: locked is locked");
        vm.expectRevert(abi.encodeWithSelector(IExitQueue.BatchNotOpen.selector, 1));
        vm.prank(ALICE);
        _facade.cancelRedeemRequest(1, ALICE);
        vm.prank(ALICE);
        if (byShares) _facade.redeem(claimable, ALICE, ALICE);
        else _facade.withdraw(most, ALICE, ALICE);
        assertEq(_weth.balanceOf(ALICE), most, "STD-43: and paid while it is dead");
        vm.warp(block.timestamp + _stand.GRACE());
        _vault.syncAll();
        _queue.settle();
        assertEq(_facade.pendingRedeemRequest(1, ALICE), 0, "STD-43: nothing waits any more");
        assertEq(_facade.maxRedeem(ALICE), 20 ether - claimable, "STD-43: the rest has ended");
        assertEq(_facade.maxWithdraw(ALICE), 0, "STD-43: at zero");
        _redeemAll(ALICE);
        assertEq(_weth.balanceOf(ALICE), most, "STD-43: for nothing");
        _redeemAll(BOB);
        assertEq(_queue.batchOf(1).openTickets, 0, "STD-43: no ticket stays behind");
        assertEq(address(_facade).balance, 0, "STD-25: no ETH either");
    }

    // --- wound up -----------------------------------------------------------------------------------------------------------

    /// @dev Nothing comes in for ever, even when the rate comes back; what comes late is paid to whoever asks for it.
    function test_STD_44_a_vault_that_is_wound_up_takes_nothing_and_pays_what_comes_late(uint256 late) public {
        _request(ALICE, 30 ether);
        _close();
        _fall(0);
        vm.warp(block.timestamp + _stand.GRACE());
        _stand.runOff().windUp();
        late = bound(late, 1 gwei, 180 ether);
        _component.setAssets(late);
        vm.deal(address(_component), late);
        for (uint256 i = 0; i < 2; ++i) {
            _vault.syncAll();
            vm.warp(block.timestamp + 1 days);
        }
        _vault.syncAll();
        assertEq(_facade.maxDeposit(CAROL) + _facade.maxMint(CAROL), 0, "STD-44: nothing in");
        assertTrue(_facade.previewDeposit(late) != 0, "STD-44: a preview looks at no limit");
        _giveWeth(CAROL, 1 ether);
        vm.expectRevert(IVault.WoundUp.selector);
        vm.prank(CAROL);
        _facade.deposit(1 ether, CAROL);
        _request(BOB, 30 ether);
        _close();
        _fill(late);
        _queue.settle();
        _redeemAll(ALICE);
        _redeemAll(BOB);
        assertLe(_weth.balanceOf(ALICE), _weth.balanceOf(BOB) + 2, "STD-44: the same for both");
        assertLe(_weth.balanceOf(BOB), _weth.balanceOf(ALICE) + 2, "STD-44: the same for both");
        assertLe((late * 30 ether) / 90 ether, _weth.balanceOf(ALICE) + 1e6, "STD-44: a third of what came");
        assertEq(_facade.maxRedeem(ALICE) + _facade.pendingRedeemRequest(1, ALICE), 0, "STD-44: no more of it");
        assertLe(address(_facade).balance, 0, "STD-25: nothing stays");
    }

    // --- the ground -----------------------------------------------------------------------------------------------------------

    /// @dev All but `left` wei of what the vault has is lost.
    function _fall(uint256 left) private {
        _component.setAssets(left);
        vm.deal(address(_component), left);
        _vault.syncAll();
        assertEq(_vault.totals().recognised, left, "fallen");
    }

    function _cancel(address who, uint256 requestId, uint256 shares) private {
        uint256 held = _vault.balanceOf(who);
        vm.prank(who);
        _facade.cancelRedeemRequest(requestId, who);
        assertEq(_facade.pendingRedeemRequest(requestId, who), 0, "STD-42: waits no more");
        assertEq(_facade.claimableRedeemRequest(requestId, who), 0, "STD-42: and is not paid");
        vm.prank(who);
        _facade.claimCancelRedeemRequest(requestId, who, who);
        assertEq(_vault.balanceOf(who), held + shares, "STD-42: its shares are back");
    }
}
