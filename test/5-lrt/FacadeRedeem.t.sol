// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IExitQueue} from "../../contracts/5-lrt/interfaces/IExitQueue.sol";
import {IVault} from "../../contracts/5-lrt/interfaces/IVault.sol";
import {ExitTickets} from "../../contracts/5-lrt/queue/ExitTickets.sol";
import {IERC7540Operator} from "../../contracts/5-lrt/standards/IERC7540Operator.sol";
import {IERC7540Redeem} from "../../contracts/5-lrt/standards/IERC7540Redeem.sol";
import {IERC7575} from "../../contracts/5-lrt/standards/IERC7575.sol";
import {IERC7887Redeem} from "../../contracts/5-lrt/standards/IERC7887Redeem.sol";
import {VaultFacade} from "../../contracts/5-lrt/standards/VaultFacade.sol";
import {FacadeStand} from "../../contracts/testing/5-lrt/FacadeStand.sol";

/// @notice ERC-7540 and ERC-7887 for the way out.
contract FacadeRedeemTest is FacadeStand {
    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < 3; ++i) _deposit(_user(i), 30 ether);
        _stand.restaker().restake(address(_stand.components(0)), 90 ether);
        _vault.syncAll();
    }

    // --- requests -----------------------------------------------------------------------------------------------------

    function test_STD_20_a_request_locks_shares_and_waits_under_the_id_of_its_batch(uint256 shares) public {
        shares = bound(shares, _facade.LEAST_FROM_STRANGERS(), 30 ether);
        vm.expectEmit();
        emit IERC7540Redeem.RedeemRequest(BOB, ALICE, 1, ALICE, shares);
        vm.prank(ALICE);
        assertEq(_facade.requestRedeem(shares, BOB, ALICE), _queue.openBatchId(), "STD-20: the batch is the id");
        assertEq(_vault.balanceOf(ALICE), 30 ether - shares, "STD-20: out of the owner's hands");
        assertEq(_vault.balanceOf(address(_queue)), shares, "STD-20: in the queue");
        assertEq(_facade.pendingRedeemRequest(1, BOB), shares, "STD-21: waits for its controller");
        assertEq(_facade.pendingRedeemRequest(1, ALICE), 0, "STD-21: and not for its owner");
        assertEq(_facade.claimableRedeemRequest(1, BOB), 0, "STD-21: nothing to claim");
        assertEq(_facade.maxRedeem(BOB) + _facade.maxWithdraw(BOB), 0, "STD-22: nothing to redeem");
    }

    function test_STD_20_requests_for_one_controller_in_one_batch_are_one(uint256 first, uint256 second) public {
        first = bound(first, 1, 30 ether);
        second = bound(second, 1, 30 ether);
        _request(ALICE, first);
        vm.prank(BOB);
        _facade.requestRedeem(second, ALICE, BOB);
        assertEq(_facade.pendingRedeemRequest(1, ALICE), first + second, "STD-20: added up");
        assertEq(_queue.batchOf(1).tickets, 1, "STD-24: one ticket, whoever adds");
        assertEq(_queue.batchOf(1).shares, first + second, "STD-20: over the sum");
    }

    function test_STD_20_what_cannot_be_requested_whole_is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(VaultFacade.NotAllowed.selector, ALICE, BOB));
        vm.prank(BOB);
        _facade.requestRedeem(1 ether, BOB, ALICE);
        vm.expectRevert(VaultFacade.ControllerZero.selector);
        vm.prank(ALICE);
        _facade.requestRedeem(1 ether, address(0), ALICE);
        vm.expectRevert(abi.encodeWithSelector(VaultFacade.TooFewShares.selector, 0, 1));
        vm.prank(ALICE);
        _facade.requestRedeem(0, ALICE, ALICE);
        vm.expectRevert();
        vm.prank(ALICE);
        _facade.requestRedeem(30 ether + 1, ALICE, ALICE);
        vm.prank(CAROL);
        _vault.approve(address(_facade), 1 ether);
        vm.expectRevert();
        vm.prank(CAROL);
        _facade.requestRedeem(1 ether + 1, CAROL, CAROL);
        _stand.settings().contain(1 days);
        vm.expectRevert(abi.encodeWithSelector(IVault.Containment.selector, block.timestamp + 1 days));
        vm.prank(ALICE);
        _facade.requestRedeem(1 ether, ALICE, ALICE);
        assertEq(_vault.balanceOf(ALICE), 30 ether, "STD-20: nothing was taken");
    }

    // --- states ---------------------------------------------------------------------------------------------------------

    /// @dev All requests of a batch turn claimable together, in the same part and at the same price.
    function test_STD_21_requests_of_one_id_are_filled_alike(uint256 a, uint256 b, uint256 part, uint256 bps) public {
        (a, b) = (bound(a, 1 gwei, 30 ether), bound(b, 1 gwei, 30 ether));
        _request(ALICE, a);
        _request(BOB, b);
        assertEq(_request(CAROL, 1 ether), 1, "STD-21: the same batch");
        _close();
        _reprice(bound(bps, 5_000, 20_000));
        uint256 worth = _vault.toAssetsDown(a + b + 1 ether);
        _fill(bound(part, 1 gwei, worth));
        IExitQueue.Batch memory batch = _queue.batchOf(1);
        _expectFilled(ALICE, a, batch);
        _expectFilled(BOB, b, batch);
        assertEq(_facade.pendingRedeemRequest(2, ALICE) + _facade.claimableRedeemRequest(7, BOB), 0, "STD-21: no such");
    }

    function _expectFilled(address who, uint256 shares, IExitQueue.Batch memory batch) private view {
        uint256 claimable = (shares * batch.filledShares) / batch.shares;
        assertEq(_facade.claimableRedeemRequest(1, who), claimable, "STD-21: pro rata");
        assertEq(_facade.pendingRedeemRequest(1, who), shares - claimable, "STD-21: the rest waits");
        assertEq(_facade.maxRedeem(who), claimable, "STD-22: all that is claimable");
        uint256 assets = claimable == 0 ? 0 : (shares * batch.filledAssets) / batch.shares;
        assertEq(_facade.maxWithdraw(who), assets, "STD-22: at the price of the fill");
    }

    // --- claims ---------------------------------------------------------------------------------------------------------

    /// @dev In two parts and with a second fill between them: what is paid adds up to what the ticket was owed.
    function test_STD_22_a_claim_in_parts_pays_what_one_claim_pays(uint256 part, uint256 first, uint256 bps) public {
        _request(ALICE, 20 ether);
        _request(BOB, 10 ether);
        _close();
        _reprice(bound(bps, 5_000, 20_000));
        _fill(bound(part, 1 ether, _vault.toAssetsDown(30 ether) - 1 ether));
        uint256 claimable = _facade.maxRedeem(ALICE);
        uint256 assets = _facade.maxWithdraw(ALICE);
        first = bound(first, 0, claimable);
        vm.prank(ALICE);
        uint256 paid = _facade.redeem(first, CAROL, ALICE);
        assertLe(paid * claimable, assets * first, "STD-22: rounded against the mover");
        assertEq(_weth.balanceOf(CAROL), paid, "STD-22: in WETH, to the receiver");
        assertEq(_facade.maxRedeem(ALICE), claimable - first, "STD-22: the rest stays claimable");
        assertEq(_facade.maxWithdraw(ALICE), first == claimable ? 0 : assets - paid, "STD-22: for the rest");
        _reprice(10_000);
        _fill(100 ether);
        _redeemAll(ALICE);
        _redeemAll(BOB);
        IExitQueue.Batch memory batch = _queue.batchOf(1);
        uint256 owed = (20 ether * batch.filledAssets) / batch.shares;
        assertEq(_weth.balanceOf(CAROL) + _weth.balanceOf(ALICE), owed, "STD-22: all of it in the end");
        assertEq(batch.openTickets, 0, "STD-22: both tickets are claimed to the end");
        assertEq(address(_facade).balance, 0, "STD-25: nothing stays");
    }

    function test_STD_22_a_withdrawal_pays_exactly_and_takes_shares_rounded_up(uint256 bps, uint256 assets) public {
        _request(ALICE, 20 ether);
        _close();
        _reprice(bound(bps, 5_000, 20_000));
        _fill(100 ether);
        uint256 most = _facade.maxWithdraw(ALICE);
        uint256 claimable = _facade.maxRedeem(ALICE);
        assets = bound(assets, 1, most);
        vm.prank(ALICE);
        uint256 shares = _facade.withdraw(assets, ALICE, ALICE);
        assertEq(_weth.balanceOf(ALICE), assets, "STD-22: exactly");
        assertLe(assets * claimable, shares * most, "STD-22: shares rounded up");
        assertLe((shares - 1) * most, assets * claimable, "STD-22: by less than one");
        assertEq(_facade.maxRedeem(ALICE), claimable - shares, "STD-22: the rest of the shares");
        vm.expectRevert(
            abi.encodeWithSelector(
                VaultFacade.MoreThanClaimable.selector,
                most - assets + 1,
                _facade.maxWithdraw(ALICE)
            )
        );
        vm.prank(ALICE);
        _facade.withdraw(most - assets + 1, ALICE, ALICE);
    }

    /// @dev A last fill that adds no wei to a ticket still ends it, or its batch could never be swept.
    function test_STD_22_a_ticket_ends_even_when_its_last_fill_brings_nothing() public {
        _reprice(3_000);
        _request(ALICE, 3);
        _request(BOB, 10 ether);
        _close();
        _fill((_vault.toAssetsDown(10 ether) * 7) / 10);
        assertEq(_facade.maxRedeem(ALICE), 2, "STD-22: two of three");
        assertEq(_facade.maxWithdraw(ALICE), 0, "STD-22: for less than a wei");
        _redeemAll(ALICE);
        _fill(100 ether);
        _redeemAll(ALICE);
        assertEq(_queue.batchOf(1).openTickets, 1, "STD-22: her ticket is gone, his is not");
    }

    /// @dev Several batches with prices of their own: oldest first, and the maximum is taken in one call.
    function test_STD_22_claims_go_through_batches_oldest_first(uint256 bps, uint256 shares, bool byAssets) public {
        _request(ALICE, 10 ether);
        _close();
        _fill(10 ether);
        _request(ALICE, 5 ether);
        _close();
        _reprice(bound(bps, 5_000, 20_000));
        _fill(100 ether);
        assertEq(_facade.maxRedeem(ALICE), 15 ether, "STD-22: both");
        uint256 most = _facade.maxWithdraw(ALICE);
        if (byAssets) {
            vm.prank(ALICE);
            assertEq(_facade.withdraw(most, ALICE, ALICE), 15 ether, "STD-22: all assets are all shares");
        } else {
            shares = bound(shares, 1, 15 ether);
            vm.prank(ALICE);
            uint256 paid = _facade.redeem(shares, ALICE, ALICE);
            if (shares <= 10 ether) assertEq(paid, shares, "STD-22: the older at its own price");
            if (shares == 15 ether) assertEq(paid, most, "STD-22: all");
            vm.expectRevert(
                abi.encodeWithSelector(VaultFacade.MoreThanClaimable.selector, 15 ether - shares + 1, 15 ether - shares)
            );
            vm.prank(ALICE);
            _facade.redeem(15 ether - shares + 1, ALICE, ALICE);
            _redeemAll(ALICE);
        }
        assertEq(_weth.balanceOf(ALICE), most, "STD-22: nothing is lost between them");
        assertEq(address(_facade).balance, 0, "STD-25: nothing stays");
    }

    // --- operators --------------------------------------------------------------------------------------------------------

    function test_STD_23_only_the_controller_and_operators_act_and_only_while_they_are(uint256 caller) public {
        address stranger = address(uint160(bound(caller, 0x10000, type(uint160).max)));
        vm.assume(stranger != ALICE && stranger != OPERATOR);
        _request(ALICE, 10 ether);
        _close();
        _fill(100 ether);
        _request(ALICE, 10 ether);
        bytes[] memory calls = new bytes[](4);
        calls[0] = abi.encodeCall(_facade.redeem, (1 ether, OPERATOR, ALICE));
        calls[1] = abi.encodeCall(_facade.withdraw, (1 ether, OPERATOR, ALICE));
        calls[2] = abi.encodeCall(_facade.requestRedeem, (1 ether, OPERATOR, ALICE));
        calls[3] = abi.encodeCall(_facade.cancelRedeemRequest, (2, ALICE));
        for (uint256 i = 0; i < calls.length; ++i) _expectNotAllowed(stranger, calls[i]);
        vm.expectEmit();
        emit IERC7540Operator.OperatorSet(ALICE, OPERATOR, true);
        vm.prank(ALICE);
        assertTrue(_facade.setOperator(OPERATOR, true), "STD-23: returns true");
        assertTrue(_facade.isOperator(ALICE, OPERATOR) && !_facade.isOperator(OPERATOR, ALICE), "STD-23: one way");
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.prank(OPERATOR);
            (bool ok, ) = address(_facade).call(calls[i]);
            assertTrue(ok, "STD-23: an operator acts");
        }
        bytes memory claim = abi.encodeCall(_facade.claimCancelRedeemRequest, (2, OPERATOR, ALICE));
        _expectNotAllowed(stranger, claim);
        vm.prank(ALICE);
        _facade.setOperator(OPERATOR, false);
        _expectNotAllowed(OPERATOR, claim);
    }

    function _expectNotAllowed(address caller, bytes memory data) private {
        vm.prank(caller);
        (bool ok, bytes memory reason) = address(_facade).call(data);
        assertTrue(!ok && bytes4(reason) == VaultFacade.NotAllowed.selector, "STD-23: not allowed");
    }

    // --- nobody is in another's way -----------------------------------------------------------------------------------------

    /// @dev A stranger's dust costs him a ticket and gives it away: the victim's list grows by one a batch at most.
    function test_STD_24_a_strangers_requests_add_to_a_position_and_never_to_a_list(uint8 times) public {
        _request(ALICE, 10 ether);
        for (uint256 i = 0; i < uint256(times) % 16; ++i) {
            vm.prank(BOB);
            _facade.requestRedeem(1, ALICE, BOB);
        }
        _close();
        _fill(100 ether);
        assertEq(_queue.batchOf(1).openTickets, 1, "STD-24: one ticket");
        _redeemAll(ALICE);
        assertEq(_weth.balanceOf(ALICE), 10 ether + (uint256(times) % 16), "STD-24: the dust is the victim's");
    }

    /// @dev An entry costs its controller a claim, so a stranger's is worth more than that; who may act for him adds any.
    function test_STD_24_an_entry_by_a_stranger_pays_for_its_claim() public {
        uint256 least = _facade.LEAST_FROM_STRANGERS();
        vm.expectRevert(abi.encodeWithSelector(VaultFacade.TooFewShares.selector, least - 1, least));
        vm.prank(BOB);
        _facade.requestRedeem(least - 1, ALICE, BOB);
        vm.prank(ALICE);
        _facade.setOperator(BOB, true);
        vm.prank(BOB);
        _facade.requestRedeem(1, ALICE, BOB);
        vm.prank(CAROL);
        _facade.requestRedeem(1, ALICE, CAROL);
        vm.prank(CAROL);
        _facade.requestRedeem(least, BOB, CAROL);
        _close();
        _fill(100 ether);
        uint256 gasBefore = gasleft();
        _redeemAll(BOB);
        // the price of a whole claim of it alone, at 100 gwei, its fixed part included
        assertLe((gasBefore - gasleft()) * 100 gwei, 2 * _weth.balanceOf(BOB), "STD-24: worth its claim");
        assertEq(_weth.balanceOf(ALICE) + _facade.maxWithdraw(ALICE), 2, "STD-24: small ones of those who may");
    }

    /// @dev By its worth, not by its number: a hundredth of a share is next to nothing after a loss.
    function test_STD_24_an_entry_by_a_stranger_pays_for_its_claim_after_any_loss(uint256 bps) public {
        _reprice(bound(bps, 10, 10_000));
        uint256 worth = _facade.LEAST_FROM_STRANGERS();
        uint256 least = Math.mulDiv(worth, _vault.totalSupply() + 1e6, _facade.totalAssets() + 1e6);
        vm.expectRevert(abi.encodeWithSelector(VaultFacade.TooFewShares.selector, least - 1, least));
        vm.prank(BOB);
        _facade.requestRedeem(least - 1, ALICE, BOB);
        vm.prank(BOB);
        _facade.requestRedeem(least, ALICE, BOB);
        assertLe(worth, _vault.toAssetsDown(least) + 2, "STD-24: worth its claim");
    }

    /// @dev Tickets are the facade's alone: it approves nobody, and what others can call does not move them.
    function test_STD_24_tickets_cannot_be_taken_nor_paid_out_by_others() public {
        _request(ALICE, 10 ether);
        uint256 ticketId = 1 << 64;
        ExitTickets tickets = _stand.tickets();
        assertEq(tickets.ownerOf(ticketId), address(_facade), "STD-24: held here");
        vm.expectRevert();
        vm.prank(ALICE);
        tickets.transferFrom(address(_facade), ALICE, ticketId);
        _close();
        _fill(100 ether);
        vm.expectRevert(abi.encodeWithSelector(IExitQueue.NotTicketOwner.selector, ticketId, ALICE));
        vm.prank(ALICE);
        _queue.claim(ticketId, ALICE);
        uint256[] memory ids = new uint256[](1);
        ids[0] = ticketId;
        assertEq(_queue.claimFor(ids), 0, "STD-24: nobody claims for the facade");
        assertEq(address(_facade).balance, 0, "STD-24: nothing was pushed");
        vm.deal(ALICE, 1 ether);
        vm.prank(ALICE);
        (bool ok, bytes memory reason) = address(_facade).call{value: 1}("");
        assertTrue(!ok && bytes4(reason) == VaultFacade.UnexpectedEther.selector, "STD-25: no ETH of strangers");
    }

    // --- ERC-7887 -----------------------------------------------------------------------------------------------------------

    function test_STD_26_a_cancelled_request_gives_back_its_shares_in_two_steps(uint256 a, uint256 b) public {
        (a, b) = (bound(a, 1, 30 ether), bound(b, 1, 30 ether));
        _request(ALICE, a);
        _request(BOB, b);
        // containment stops requests, and never this
        _stand.settings().contain(1 days);
        vm.expectEmit();
        emit IERC7887Redeem.CancelRedeemRequest(ALICE, 1, ALICE);
        vm.prank(ALICE);
        _facade.cancelRedeemRequest(1, ALICE);
        assertEq(_facade.pendingRedeemRequest(1, ALICE), 0, "STD-26: waits no more");
        assertEq(_facade.claimableCancelRedeemRequest(1, ALICE), a, "STD-26: claimable");
        assertTrue(!_facade.pendingCancelRedeemRequest(1, ALICE), "STD-26: a cancellation never waits");
        assertEq(_vault.balanceOf(ALICE), 30 ether - a, "STD-26: nothing is pushed");
        assertEq(_facade.pendingRedeemRequest(1, BOB), b, "STD-24: the other is as it was");
        vm.expectRevert(abi.encodeWithSelector(VaultFacade.NothingToCancel.selector, 1, ALICE));
        vm.prank(ALICE);
        _facade.cancelRedeemRequest(1, ALICE);
        vm.expectEmit();
        emit IERC7887Redeem.CancelRedeemClaim(ALICE, CAROL, 1, ALICE, a);
        vm.prank(ALICE);
        _facade.claimCancelRedeemRequest(1, CAROL, ALICE);
        assertEq(_vault.balanceOf(CAROL), 30 ether + a, "STD-26: to the receiver");
        vm.expectRevert(abi.encodeWithSelector(VaultFacade.NothingToCancel.selector, 1, ALICE));
        vm.prank(ALICE);
        _facade.claimCancelRedeemRequest(1, CAROL, ALICE);
    }

    function test_STD_26_after_a_cancellation_the_same_batch_takes_another_request() public {
        _request(ALICE, 10 ether);
        vm.prank(ALICE);
        _facade.cancelRedeemRequest(1, ALICE);
        _request(ALICE, 4 ether);
        assertEq(_facade.pendingRedeemRequest(1, ALICE), 4 ether, "STD-26: the new one waits");
        assertEq(_facade.claimableCancelRedeemRequest(1, ALICE), 10 ether, "STD-26: the old is claimable");
        _close();
        vm.expectRevert(abi.encodeWithSelector(IExitQueue.BatchNotOpen.selector, 1));
        vm.prank(ALICE);
        _facade.cancelRedeemRequest(1, ALICE);
        _fill(100 ether);
        _redeemAll(ALICE);
        assertEq(_weth.balanceOf(ALICE), 4 ether, "STD-26: and is paid once");
    }

    // --- ERC-165 ------------------------------------------------------------------------------------------------------------

    function test_STD_27_it_says_which_interfaces_it_has(bytes4 id) public view {
        bytes4 whole = type(IERC7575).interfaceId;
        assertTrue(whole == 0x2f0a18c5, "STD-27: ERC-7575 has this id");
        assertTrue(type(IERC7540Operator).interfaceId == 0xe3bc4e65, "STD-27: ERC-7540's operators");
        assertTrue(type(IERC7540Redeem).interfaceId == 0x620ee8e4, "STD-27: ERC-7540's redemption");
        assertTrue(type(IERC7887Redeem).interfaceId == 0xe76cffc7, "STD-27: ERC-7887's redemption");
        bytes4[10] memory has = [
            type(IERC165).interfaceId,
            bytes4(0x2f0a18c5),
            0x50a526d6,
            0xc1f329ef,
            0xe1550342,
            0x2fd7d42a,
            0x70dec094,
            0xe3bc4e65,
            0x620ee8e4,
            0xe76cffc7
        ];
        bool listed = false;
        for (uint256 i = 0; i < has.length; ++i) {
            assertTrue(_facade.supportsInterface(has[i]), "STD-27: supported");
            if (has[i] == id) listed = true;
        }
        assertTrue(_facade.supportsInterface(id) == listed, "STD-27: and nothing else");
        // asynchronous deposits, cancelled or not, are not here
        assertTrue(!_facade.supportsInterface(0xce3bbe50) && !_facade.supportsInterface(0x8bf840e3), "STD-27: no");
        assertTrue(!_facade.supportsInterface(0xffffffff), "STD-27: ERC-165");
    }
}
