// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {ERC721} from "solady/src/tokens/ERC721.sol";
import {IExitQueue} from "../../contracts/5-lrt/interfaces/IExitQueue.sol";
import {FacadeStand} from "../../contracts/testing/5-lrt/FacadeStand.sol";
import {TicketReceiver} from "../../contracts/testing/5-lrt/TicketReceiver.sol";

/// @notice Tickets against ERC-721 and ERC-165.
contract TicketStandardsTest is FacadeStand {
    IERC721 private _tickets;
    uint256 private _id;

    function setUp() public override {
        super.setUp();
        _tickets = IERC721(address(_stand.tickets()));
        for (uint256 i = 0; i < 2; ++i) _deposit(_user(i), 10 ether);
        vm.prank(ALICE);
        _id = _queue.request(4 ether, ALICE, 0, type(uint256).max);
    }

    function test_STD_03_a_mint_and_a_burn_are_transfers_from_and_to_nobody() public {
        uint256 next = _id + 1;
        vm.expectEmit();
        emit IERC721.Transfer(address(0), CAROL, next);
        vm.prank(BOB);
        _queue.request(1 ether, CAROL, 0, type(uint256).max);
        assertEq(_tickets.ownerOf(next), CAROL, "STD-03: minted");
        assertEq(_tickets.balanceOf(CAROL), 1, "STD-03: counted");
        vm.expectEmit();
        emit IERC721.Transfer(CAROL, address(0), next);
        vm.prank(CAROL);
        _queue.cancel(next, CAROL);
        assertEq(_tickets.balanceOf(CAROL), 0, "STD-03: burned");
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        _tickets.ownerOf(next);
        vm.expectRevert(ERC721.BalanceQueryForZeroAddress.selector);
        _tickets.balanceOf(address(0));
    }

    /// @dev Who may move a ticket: its owner, whom he approved for it, and whom he made an operator. Nobody else.
    function test_STD_03_only_owner_approved_and_operator_move_a_ticket(uint256 how, uint256 stranger) public {
        address who = address(uint160(bound(stranger, 0x10000, type(uint160).max)));
        vm.assume(who != ALICE);
        how %= 4;
        if (how == 1) {
            vm.expectEmit();
            emit IERC721.Approval(ALICE, who, _id);
            vm.prank(ALICE);
            _tickets.approve(who, _id);
            assertEq(_tickets.getApproved(_id), who, "STD-03: approved");
        } else if (how == 2) {
            vm.expectEmit();
            emit IERC721.ApprovalForAll(ALICE, who, true);
            vm.prank(ALICE);
            _tickets.setApprovalForAll(who, true);
            assertTrue(_tickets.isApprovedForAll(ALICE, who), "STD-03: operator");
        }
        if (how == 0) vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
        else vm.expectEmit();
        if (how != 0) emit IERC721.Transfer(ALICE, BOB, _id);
        vm.prank(how == 3 ? ALICE : who);
        _tickets.transferFrom(ALICE, BOB, _id);
        if (how == 0) return assertEq(_tickets.ownerOf(_id), ALICE, "STD-03: stays");
        assertEq(_tickets.ownerOf(_id), BOB, "STD-03: moved");
        assertEq(_tickets.getApproved(_id), address(0), "STD-03: an approval ends with the transfer");
        if (how == 1) vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
        vm.prank(how == 1 ? who : BOB);
        _tickets.transferFrom(BOB, CAROL, _id);
    }

    function test_STD_03_a_transfer_from_another_or_to_nobody_is_refused() public {
        vm.expectRevert(ERC721.TransferFromIncorrectOwner.selector);
        vm.prank(ALICE);
        _tickets.transferFrom(BOB, CAROL, _id);
        vm.expectRevert(ERC721.TransferToZeroAddress.selector);
        vm.prank(ALICE);
        _tickets.transferFrom(ALICE, address(0), _id);
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        _tickets.getApproved(_id + 1);
        vm.expectRevert(ERC721.NotOwnerNorApproved.selector);
        vm.prank(BOB);
        _tickets.approve(BOB, _id);
        assertEq(_tickets.ownerOf(_id), ALICE, "STD-03: stays");
    }

    function test_STD_03_a_safe_transfer_asks_contracts_and_takes_no_other_answer(
        bytes4 answer,
        bytes memory data
    ) public {
        vm.assume(answer != IERC721Receiver.onERC721Received.selector);
        address rude = address(new TicketReceiver(answer));
        vm.expectRevert(ERC721.TransferToNonERC721ReceiverImplementer.selector);
        vm.prank(ALICE);
        _tickets.safeTransferFrom(ALICE, rude, _id, data);
        vm.expectRevert(ERC721.TransferToNonERC721ReceiverImplementer.selector);
        vm.prank(ALICE);
        _tickets.safeTransferFrom(ALICE, address(_vault), _id);
        TicketReceiver kind = new TicketReceiver(IERC721Receiver.onERC721Received.selector);
        vm.prank(ALICE);
        _tickets.safeTransferFrom(ALICE, address(kind), _id, data);
        assertEq(_tickets.ownerOf(_id), address(kind), "STD-03: taken");
        assertTrue(keccak256(kind.lastData()) == keccak256(data), "STD-03: was told the data");
        assertEq(kind.lastOperator(), ALICE, "STD-03: and the operator");
    }

    /// @dev What a ticket can claim is its new owner's, also what was filled before the sale; the old owner has nothing.
    function test_STD_03_a_sold_ticket_pays_its_new_owner(uint256 part) public {
        _stand.restaker().restake(address(_stand.components(0)), 10 ether);
        _close();
        _stand.restaker().restake(address(_stand.components(1)), _vault.surplusIdle());
        _stand.restaker().unwind(_stand.components(0), bound(part, 1, 1 ether), 0, 0);
        _queue.settle();
        vm.prank(ALICE);
        _tickets.transferFrom(ALICE, CAROL, _id);
        vm.expectRevert(abi.encodeWithSelector(IExitQueue.NotTicketOwner.selector, _id, ALICE));
        vm.prank(ALICE);
        _queue.claim(_id, ALICE);
        uint256 claimable = _queue.claimableOf(_id);
        vm.prank(CAROL);
        assertEq(_queue.claim(_id, CAROL), claimable, "STD-03: all that was filled");
        assertEq(CAROL.balance, claimable, "STD-03: to the new owner");
    }

    function test_STD_04_tickets_say_which_interfaces_they_have(bytes4 id) public view {
        bool has =
            id == type(IERC165).interfaceId ||
                id == type(IERC721).interfaceId ||
                id == type(IERC721Metadata).interfaceId;
        IERC165 tickets = IERC165(address(_tickets));
        assertTrue(tickets.supportsInterface(id) == has, "STD-04: this one");
        assertTrue(tickets.supportsInterface(type(IERC165).interfaceId), "STD-04: ERC-165");
        assertTrue(tickets.supportsInterface(type(IERC721).interfaceId), "STD-04: ERC-721");
        assertTrue(tickets.supportsInterface(type(IERC721Metadata).interfaceId), "STD-04: metadata");
        assertTrue(!tickets.supportsInterface(0xffffffff), "STD-04: never this");
    }
}
