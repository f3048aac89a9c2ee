// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Ranges} from "../../shared/Ranges.sol";
import {WithdrawalBatches} from "../../shared/WithdrawalBatches.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {IExitTickets} from "../interfaces/IExitTickets.sol";
import {IPricingRule} from "../interfaces/IPricingRule.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultEvents} from "../interfaces/IVaultEvents.sol";
import {IFullVault} from "../interfaces/IFullVault.sol";

/// @title The exit queue
/// @notice Requests join the open batch; a batch closes when unwinding starts for it; the oldest closed batch is filled
/// first, pro rata inside it, as ETH comes (`WithdrawalBatches`). No request, however large, can be in another's way.
///
/// What the contract holds for a batch is what its tickets can claim plus less than a wei each (QUE-07), and when the last
/// ticket is paid the rest goes back into the vault's U.
///
/// ETH that a fill has locked is here, out of the vault's reach: only claims and sweeps lower it, and no loss of the
/// vault touches it. What the shares of a batch earn or lose before that is the vault's pricing rule's business.
///
/// QUE-23: no batch is filled sooner than `leastWaitSeconds` after its close, however much idle ETH there is. The vault takes
/// LSTs at what their own exit pays; if it paid sooner than that exit does, whoever can have an LST for less on a market
/// would bring it here to be paid early with the ETH of those who stay. Whoever brings one asks after he has brought it, and
/// his batch closes after he has asked: so a wait as long as the slowest LST's exit rules that out. It depends on nobody's
/// deposits or requests, so nobody can make another wait by it; and a batch that needs stake waits for the core anyway.
///
/// QUE-40: no batch is priced on information from before its close. Who asks may know more of validators than the last
/// checkpoint says; his batch closes after he has asked, so what he knew is in the price. Anybody makes the checkpoints, and
/// nobody can hold them up.
///
/// Three slots a batch: two of `WithdrawalBatches`, and `mark`, written when it closes. ETH sent here by force belongs to
/// nobody and moves nothing.
/// @custom:decisions 0131 0233 0247
contract ExitQueue is IExitQueue {
    using WithdrawalBatches for WithdrawalBatches.Queue;
    using WithdrawalBatches for WithdrawalBatches.Batch;

    /// @notice Gas that an owner is given when others claim for it.
    uint256 public constant RECEIVER_GAS = 100_000;
    /// @dev More than the rest of a claim needs.
    uint256 private constant CLAIM_GAS = 100_000;

    IFullVault public immutable vault;
    IExitTickets private immutable _tickets;
    uint256 public immutable closeIntervalSeconds;
    uint256 public immutable minRequestShares;
    uint256 public immutable leastWaitSeconds;

    WithdrawalBatches.Queue private _queue;
    mapping(uint256 batchId => IPricingRule.Mark) private _marks;
    /// @dev Only for tickets that were paid while their batch was not yet filled.
    mapping(uint256 ticketId => uint256 assets) private _claimed;
    mapping(address owner => bool allowed) public claimableByOthers;

    constructor(
        address vault_,
        address tickets_,
        uint256 closeIntervalSeconds_,
        uint256 minRequestShares_,
        uint256 leastWaitSeconds_
    ) {
        vault = IFullVault(vault_);
        _tickets = IExitTickets(tickets_);
        closeIntervalSeconds = Ranges.within(closeIntervalSeconds_, 1 minutes, 30 days);
        minRequestShares = Ranges.within(minRequestShares_, 1, 10e18);
        leastWaitSeconds = Ranges.within(leastWaitSeconds_, 0, 90 days);
        _queue.start(block.timestamp);
    }

    // --- requests ---------------------------------------------------------------------------------------------------

    /// @inheritdoc IExitQueue
    function request(
        uint256 shares,
        address owner,
        uint256 minAssets,
        uint256 deadline
    ) external returns (uint256 ticketId) {
        uint256 assets = _escrow(shares, owner, minAssets, deadline);
        return _issue(shares, owner, assets);
    }

    /// @inheritdoc IExitQueue
    function requestMany(
        uint256[] calldata shares,
        address owner,
        uint256 minAssets,
        uint256 deadline
    ) external returns (uint256[] memory ticketIds) {
        uint256 all = 0;
        for (uint256 i = 0; i < shares.length; ++i) all += shares[i];
        uint256 assets = _escrow(all, owner, minAssets, deadline);
        ticketIds = new uint256[](shares.length);
        for (uint256 i = 0; i < shares.length; ++i) {
            ticketIds[i] = _issue(shares[i], owner, Math.mulDiv(assets, shares[i], all));
        }
    }

    function _escrow(
        uint256 shares,
        address owner,
        uint256 minAssets,
        uint256 deadline
    ) private returns (uint256 assets) {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, block.timestamp);
        if (owner == address(0)) revert OwnerZero();
        assets = vault.escrow(msg.sender, shares);
        if (assets < minAssets) revert QuoteTooLow(assets, minAssets);
    }

    function _issue(uint256 shares, address owner, uint256 assets) private returns (uint256 ticketId) {
        // few shares may be worth a lot, after a gift to a vault of next to none
        if ((shares < minRequestShares && assets < minRequestShares) || shares == 0) {
            revert TooFewShares(shares, minRequestShares);
        }
        (uint256 batchId, uint256 index) = _queue.enter(shares);
        ticketId = (batchId << 64) | index;
        _tickets.mint(owner, ticketId, shares);
        emit Requested(ticketId, msg.sender, owner, shares, assets);
    }

    /// @inheritdoc IExitQueue
    function cancel(uint256 ticketId, address receiver) external {
        // QUE-43: here they would be lost
        if (receiver == address(this)) revert IVault.TakesNoShares(receiver);
        if (receiver == address(0)) revert IVault.ReceiverZero();
        uint256 batchId = ticketId >> 64;
        (address owner, uint256 shares, ) = _checkOwner(ticketId);
        bool isOpen = batchId == _queue.open;
        if (!isOpen) {
            uint256 filled = _queue.batches[batchId].asked.filledShares;
            if (filled != 0 || !vault.runOff().mayTurnBack()) revert BatchNotOpen(batchId);
        }
        _queue.cancel(batchId, shares, isOpen);
        _tickets.burn(ticketId);
        vault.release(receiver, shares);
        emit Cancelled(ticketId, owner, receiver, shares);
    }

    // --- batches ----------------------------------------------------------------------------------------------------

    /// @inheritdoc IExitQueue
    function close() external returns (uint256 batchId) {
        if (block.timestamp < closeableAt()) revert NotYetCloseable(closeableAt());
        (uint256 closedShares, uint256 openShares) = _queue.waitingShares();
        if (openShares == 0) revert BatchEmpty(_queue.open);
        IPricingRule.Mark memory mark = vault.markForClose(closedShares);
        uint256 tickets_;
        (batchId, openShares, tickets_) = _queue.close();
        _marks[batchId] = mark;
        emit BatchClosed(batchId, openShares, tickets_, mark.rateRay, mark.lossFactorRay);
    }

    /// @inheritdoc IExitQueue
    function settle() external returns (uint256 batchId, uint256 shares, uint256 assets) {
        batchId = _queue.filling;
        if (batchId == _queue.open) revert NothingToSettle();
        WithdrawalBatches.Batch storage batch = _queue.batches[batchId];
        uint256 unfilled = batch.unfilledShares();
        if (unfilled == 0) {
            // all of its tickets turned back into shares
            _queue.fill(0, 0);
            return (batchId, 0, 0);
        }
        uint256 closedAt = batch.paid.closedAt;
        uint256 fillableAt = closedAt + leastWaitSeconds;
        if (block.timestamp < fillableAt) revert NotYetFillable(batchId, fillableAt);
        uint256 asOf;
        (shares, assets, asOf) = vault.fill(batchId, unfilled, _marks[batchId]);
        // QUE-40
        if (asOf < closedAt) revert NewsBeforeClose(batchId, asOf, closedAt);
        unfilled = _queue.fill(shares, assets);
        emit BatchFilled(batchId, shares, assets, unfilled);
    }

    /// @inheritdoc IExitQueue
    function receiveFill() external payable {
        if (msg.sender != address(vault)) revert OnlyVault(msg.sender);
    }

    // --- claims -----------------------------------------------------------------------------------------------------

    /// @inheritdoc IExitQueue
    function claim(uint256 ticketId, address recipient) public returns (uint256 assets) {
        (address owner, uint256 shares, bool partlyPaid) = _checkOwner(ticketId);
        return _claim(ticketId, owner, shares, partlyPaid, recipient, gasleft());
    }

    /// @inheritdoc IExitQueue
    function claimMany(uint256[] calldata ticketIds, address recipient) external returns (uint256 assets) {
        for (uint256 i = 0; i < ticketIds.length; ++i) assets += claim(ticketIds[i], recipient);
    }

    /// @inheritdoc IExitQueue
    function claimFor(uint256[] calldata ticketIds) external returns (uint256 assets) {
        for (uint256 i = 0; i < ticketIds.length; ++i) {
            // a failure below this could be the caller's doing
            if (gasleft() < (RECEIVER_GAS + CLAIM_GAS) * 2) revert NotEnoughGas(gasleft());
            try this.claimForOwner(ticketIds[i]) returns (uint256 paid) {
                assets += paid;
            } catch {
                emit ClaimSkipped(ticketIds[i]);
            }
        }
    }

    /// @inheritdoc IExitQueue
    function claimForOwner(uint256 ticketId) external returns (uint256 assets) {
        if (msg.sender != address(this)) revert NotTicketOwner(ticketId, msg.sender);
        (address owner, uint256 shares, bool partlyPaid, ) = _tickets.info(ticketId, address(0));
        if (owner == address(0) || (owner.code.length != 0 && !claimableByOthers[owner])) {
            revert NotTicketOwner(ticketId, owner);
        }
        return _claim(ticketId, owner, shares, partlyPaid, owner, RECEIVER_GAS);
    }

    /// @inheritdoc IExitQueue
    function allowClaimsByOthers(bool allowed) external {
        claimableByOthers[msg.sender] = allowed;
        emit ClaimsByOthersAllowed(msg.sender, allowed);
    }

    /// @dev Books, then pays. What the recipient returns is not copied.
    function _claim(
        uint256 ticketId,
        address owner,
        uint256 shares,
        bool partlyPaid,
        address recipient,
        uint256 receiverGas
    ) private returns (uint256 assets) {
        bool done;
        (assets, done) = _take(ticketId, shares, partlyPaid);
        emit Claimed(ticketId, owner, recipient, assets, done);
        bool sent;
        assembly ("memory-safe") {
            sent := call(receiverGas, recipient, assets, 0, 0, 0, 0)
        }
        if (!sent) revert PaymentFailed(recipient, assets);
    }

    /// @dev Books a claim: burns the ticket when its batch is filled, else notes what it has been paid.
    function _take(uint256 ticketId, uint256 shares, bool partlyPaid) private returns (uint256 assets, bool done) {
        uint256 paid = partlyPaid ? _claimed[ticketId] : 0;
        uint256 owed;
        (assets, owed, done) = _queue.claim(ticketId >> 64, ticketId, shares, paid);
        if (done) {
            if (partlyPaid) delete _claimed[ticketId];
            _tickets.burn(ticketId);
        } else {
            _claimed[ticketId] = owed;
            if (!partlyPaid) _tickets.markPartlyPaid(ticketId);
        }
    }

    /// @inheritdoc IExitQueue
    function sweep(uint256 batchId) external returns (uint256 assets) {
        assets = _queue.takeDust(batchId);
        if (assets == 0) revert NothingToSweep(batchId);
        emit DustSwept(batchId, assets);
        vault.receiveGain{value: assets}(IVaultEvents.Gain.SweptDust);
    }

    function _checkOwner(uint256 ticketId) private view returns (address owner, uint256 shares, bool partlyPaid) {
        bool allowed;
        (owner, shares, partlyPaid, allowed) = _tickets.info(ticketId, msg.sender);
        if (!allowed) revert NotTicketOwner(ticketId, msg.sender);
    }

    // --- views ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IExitQueue
    function batchOf(uint256 batchId) external view returns (Batch memory b) {
        WithdrawalBatches.Batch storage found = _queue.batches[batchId];
        (WithdrawalBatches.Asked memory asked, WithdrawalBatches.Paid memory paid) = (found.asked, found.paid);
        b.shares = asked.shares;
        b.filledShares = asked.filledShares;
        b.filledAssets = paid.filledAssets;
        b.unclaimedAssets = paid.unclaimedAssets;
        b.tickets = asked.tickets - asked.cancelled;
        b.openTickets = found.ticketsLeft();
        b.closedAt = paid.closedAt;
    }

    /// @inheritdoc IExitQueue
    function ticketOf(uint256 ticketId) external view returns (Ticket memory t) {
        (t.owner, t.shares, , ) = _tickets.info(ticketId, address(0));
        t.batchId = ticketId >> 64;
        t.claimedAssets = _claimed[ticketId];
        t.claimableAssets = claimableOf(ticketId);
    }

    /// @inheritdoc IExitQueue
    function claimableOf(uint256 ticketId) public view returns (uint256) {
        (, uint256 shares, , ) = _tickets.info(ticketId, address(0));
        if (shares == 0) return 0;
        return _queue.batches[ticketId >> 64].owedDown(shares) - _claimed[ticketId];
    }

    /// @inheritdoc IExitQueue
    function openBatchId() external view returns (uint256) {
        return _queue.open;
    }

    /// @inheritdoc IExitQueue
    function fillingBatchId() external view returns (uint256) {
        return _queue.filling;
    }

    /// @inheritdoc IExitQueue
    function waitingShares() external view returns (uint256 closedShares, uint256 openShares) {
        return _queue.waitingShares();
    }

    /// @inheritdoc IExitQueue
    function lockedAssets() external view returns (uint256 assets) {
        uint256 open = _queue.open;
        for (uint256 batchId = 1; batchId < open; ++batchId) assets += _queue.batches[batchId].paid.unclaimedAssets;
    }

    /// @inheritdoc IExitQueue
    function closeableAt() public view returns (uint256) {
        return _queue.lastCloseAt + closeIntervalSeconds;
    }

    /// @inheritdoc IExitQueue
    function tickets() external view returns (address) {
        return address(_tickets);
    }
}
