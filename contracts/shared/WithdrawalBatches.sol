// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SharesMath} from "./SharesMath.sol";

/// @title Withdrawals in batches
/// @notice What both exit queues of the ladder are, the LST's and the vault's. Shares of many tickets wait together in the
/// open batch; it closes; the oldest closed batch is filled first, in as many parts as ETH comes in; each ticket claims its
/// part. A fill is one addition for the whole batch, so it costs the same for one ticket and for ten thousand.
///
/// Exactness. A ticket of s shares in a batch of S, for which A wei have come since its close, has been owed
///     ⌊s × A / S⌋
/// in total, whatever fills there were. S does not change while anything is paid for the batch: a ticket leaves a batch only
/// before its first fill. A only grows. So
/// - no ticket is ever owed less than it was paid: its floors are of one growing number;
/// - the tickets of a batch are owed at most A together, for ⌊a⌋ + ⌊b⌋ ≤ a + b, and more than A less one wei a ticket;
/// - when the last ticket has ended, what is unclaimed is the dust of these floors, and belongs to no ticket.
///
/// A ticket ends with its batch: once no share waits any more, what it is owed is final. Then its last claim is made even if
/// nothing has come since the one before (LST-70): a last fill can be too small for a small ticket to have a wei of it, and
/// whoever counts open tickets would count this one for ever.
///
/// Two slots a batch: enter and fill write the first, fill and claim the second, close both.
///
/// Not here: who may do it and when, what a fill pays, where a ticket is noted, and the ETH.
/// @custom:decisions 0160 0247 0253
library WithdrawalBatches {
    using SafeCast for uint256;

    /// @param shares of all its tickets
    /// @param filledShares of these, paid for
    /// @param tickets number of tickets ever in it
    /// @param cancelled of these, that have left it
    struct Asked {
        uint96 shares;
        uint96 filledShares;
        uint32 tickets;
        uint32 cancelled;
    }

    /// @param filledAssets ETH that has come for it since its close, in wei
    /// @param unclaimedAssets of these, not yet paid out, in wei
    /// @param openTickets tickets that have not ended; 0 while the batch is open
    /// @param closedAt timestamp; 0 while the batch is open
    struct Paid {
        uint96 filledAssets;
        uint96 unclaimedAssets;
        uint32 openTickets;
        uint32 closedAt;
    }

    struct Batch {
        Asked asked;
        Paid paid;
    }

    /// @param open number of the batch that tickets join
    /// @param filling number of the oldest batch that closed and is not filled, or the open one
    /// @param lastCloseAt timestamp
    /// @param closedShares shares that wait in closed batches
    struct Queue {
        uint64 open;
        uint64 filling;
        uint32 lastCloseAt;
        uint96 closedShares;
        mapping(uint256 batchId => Batch) batches;
    }

    error NothingToClaim(uint256 ticketId);

    /// @notice Batches count from 1.
    function start(Queue storage self, uint256 lastCloseAt) internal {
        (self.open, self.filling, self.lastCloseAt) = (1, 1, uint32(lastCloseAt));
    }

    /// @notice Puts a ticket of `shares` into the open batch.
    /// @return batchId number of the batch
    /// @return index of the ticket in it, from 0
    function enter(Queue storage self, uint256 shares) internal returns (uint256 batchId, uint256 index) {
        batchId = self.open;
        Batch storage batch = self.batches[batchId];
        Asked memory asked = batch.asked;
        index = asked.tickets++;
        asked.shares += shares.toUint96();
        batch.asked = asked;
    }

    /// @notice Takes a ticket out of a batch of which nothing is filled.
    /// @param isOpen whether it is the open one
    function cancel(Queue storage self, uint256 batchId, uint256 shares, bool isOpen) internal {
        Batch storage batch = self.batches[batchId];
        if (!isOpen) {
            self.closedShares -= uint96(shares);
            --batch.paid.openTickets;
        }
        batch.asked.shares -= uint96(shares);
        ++batch.asked.cancelled;
    }

    /// @notice Closes the open batch.
    /// @return batchId number of the batch
    /// @return shares that it has
    /// @return tickets that it has
    function close(Queue storage self) internal returns (uint256 batchId, uint256 shares, uint256 tickets) {
        batchId = self.open;
        Batch storage batch = self.batches[batchId];
        Asked memory asked = batch.asked;
        (shares, tickets) = (asked.shares, asked.tickets - asked.cancelled);
        batch.paid = Paid(0, 0, uint32(tickets), uint32(block.timestamp));
        (self.open, self.lastCloseAt) = (uint64(batchId + 1), uint32(block.timestamp));
        self.closedShares += asked.shares;
    }

    /// @notice Pays for `shares` of the oldest closed batch, at most as many as wait in it; the next one follows when none is
    /// left.
    /// @return unfilled shares that still wait in it
    function fill(Queue storage self, uint256 shares, uint256 assets) internal returns (uint256 unfilled) {
        Batch storage batch = self.batches[self.filling];
        Asked memory asked = batch.asked;
        unfilled = asked.shares - asked.filledShares - shares;
        if (unfilled == 0) ++self.filling;
        if (shares == 0) return unfilled;
        self.closedShares -= uint96(shares);
        batch.asked.filledShares = asked.filledShares + uint96(shares);
        unchecked {
            // what is unclaimed is never more than what was ever filled
            uint256 filledAssets = batch.paid.filledAssets + assets;
            batch.paid.unclaimedAssets += uint96(assets);
            batch.paid.filledAssets = filledAssets.toUint96();
        }
    }

    /// @notice A claim of a ticket of `shares` that was paid `paidAssets` before: takes what it is owed beyond that.
    /// @return assets to pay now, in wei
    /// @return owedAssets of the ticket since the beginning, in wei
    /// @return ends whether it was the ticket's last claim
    /// @dev Reverts `NothingToClaim` with the ticket's id.
    function claim(
        Queue storage self,
        uint256 batchId,
        uint256 ticketId,
        uint256 shares,
        uint256 paidAssets
    ) internal returns (uint256 assets, uint256 owedAssets, bool ends) {
        Batch storage batch = self.batches[batchId];
        Asked memory asked = batch.asked;
        Paid memory paid = batch.paid;
        owedAssets = SharesMath.toAssetsDown(shares, paid.filledAssets, asked.shares);
        assets = owedAssets - paidAssets;
        ends = asked.filledShares == asked.shares;
        if (assets == 0 && !ends) revert NothingToClaim(ticketId);
        paid.unclaimedAssets -= uint96(assets);
        if (ends) --paid.openTickets;
        batch.paid = paid;
    }

    /// @notice Takes what rounding has left of a batch that is filled, once all of its tickets have ended; else nothing.
    function takeDust(Queue storage self, uint256 batchId) internal returns (uint256 assets) {
        Batch storage batch = self.batches[batchId];
        if (batch.paid.openTickets != 0 || batch.asked.filledShares != batch.asked.shares) return 0;
        assets = batch.paid.unclaimedAssets;
        batch.paid.unclaimedAssets = 0;
    }

    /// @notice What a ticket of `shares` has been owed since the beginning, in wei, rounded down.
    function owedDown(Batch storage self, uint256 shares) internal view returns (uint256) {
        return SharesMath.toAssetsDown(shares, self.paid.filledAssets, self.asked.shares);
    }

    /// @notice Shares of a batch that wait for ETH.
    function unfilledShares(Batch storage self) internal view returns (uint256) {
        return self.asked.shares - self.asked.filledShares;
    }

    /// @notice Tickets of a batch that have not ended.
    function ticketsLeft(Batch storage self) internal view returns (uint256) {
        return self.paid.closedAt == 0 ? self.asked.tickets - self.asked.cancelled : self.paid.openTickets;
    }

    /// @notice Shares that wait in closed batches, and in the open one.
    function waitingShares(Queue storage self) internal view returns (uint256 closedShares, uint256 openShares) {
        return (self.closedShares, self.batches[self.open].asked.shares);
    }
}
