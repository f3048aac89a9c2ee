// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {BatchPart} from "../../shared/BatchPart.sol";
import {Ranges} from "../../shared/Ranges.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {IExitTickets} from "../interfaces/IExitTickets.sol";
import {IPricingRule} from "../interfaces/IPricingRule.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultEvents} from "../interfaces/IVaultEvents.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";

/// @title The exit queue
/// @notice Requests join the open batch; a batch closes when unwinding starts for it; the oldest closed batch is filled
/// first, pro rata inside it, as ETH comes. A fill is one multiplication for the whole batch, so it costs the same for 1
/// and for 10,000 requests, and no request, however large, can be in another's way.
///
/// A ticket of s shares in a batch of S shares, for which A wei have been locked so far, has been owed
/// floor(s × A / S) in total. Floors add up to at most A, and to more than A less one wei a ticket (QUE-07): what the
/// contract holds for a batch is what its tickets can claim plus less than a wei each, and when the last ticket is
/// paid the rest goes back into the vault's U.
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
/// Two slots a batch: request and fill write the first, fill and claim the second. `mark` is the third, written when it
/// closes. ETH sent here by force belongs to nobody and moves nothing.
/// @custom:decisions 0131 0233
contract ExitQueue is IExitQueue {
    using SafeCast for uint256;

    struct Core {
        uint96 shares;
        uint96 filledShares;
        uint32 tickets;
        uint32 cancelled;
    }

    struct Funds {
        uint96 filledAssets;
        uint96 unclaimedAssets;
        uint32 openTickets;
        uint32 closedAt;
    }

    struct Head {
        uint64 open;
        uint64 filling;
        uint32 lastCloseAt;
        uint96 closedShares;
    }

    /// @notice Gas that an owner is given when others claim for it.
    uint256 public constant RECEIVER_GAS = 100_000;
    /// @dev More than the rest of a claim needs.
    uint256 private constant CLAIM_GAS = 100_000;

    IVaultModules public immutable vault;
    IExitTickets private immutable _tickets;
    uint256 public immutable closeIntervalSeconds;
    uint256 public immutable minRequestShares;
    uint256 public immutable leastWaitSeconds;

    Head private _head;
    mapping(uint256 batchId => Core) private _core;
    mapping(uint256 batchId => Funds) private _funds;
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
        vault = IVaultModules(vault_);
        _tickets = IExitTickets(tickets_);
        closeIntervalSeconds = Ranges.within(closeIntervalSeconds_, 1 minutes, 30 days);
        minRequestShares = minRequestShares_;
        leastWaitSeconds = Ranges.within(leastWaitSeconds_, 0, 90 days);
        _head = Head(1, 1, uint32(block.timestamp), 0);
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
        uint256 batchId = _head.open;
        Core memory core = _core[batchId];
        ticketId = (batchId << 64) | core.tickets;
        core.shares += shares.toUint96();
        ++core.tickets;
        _core[batchId] = core;
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
        Core storage core = _core[batchId];
        if (batchId != _head.open) {
            if (core.filledShares != 0 || !IVault(address(vault)).isDead()) revert BatchNotOpen(batchId);
            _head.closedShares -= uint96(shares);
            --_funds[batchId].openTickets;
        }
        core.shares -= uint96(shares);
        ++core.cancelled;
        _tickets.burn(ticketId);
        vault.release(receiver, shares);
        emit Cancelled(ticketId, owner, receiver, shares);
    }

    // --- batches ----------------------------------------------------------------------------------------------------

    /// @inheritdoc IExitQueue
    function close() external returns (uint256 batchId) {
        if (block.timestamp < closeableAt()) revert NotYetCloseable(closeableAt());
        batchId = _head.open;
        Core memory core = _core[batchId];
        if (core.shares == 0) revert BatchEmpty(batchId);
        Head memory head = _head;
        IPricingRule.Mark memory mark = vault.markForClose(head.closedShares);
        uint256 tickets_ = core.tickets - core.cancelled;
        _marks[batchId] = mark;
        _funds[batchId] = Funds(0, 0, uint32(tickets_), uint32(block.timestamp));
        _head = Head(head.open + 1, head.filling, uint32(block.timestamp), head.closedShares + core.shares);
        emit BatchClosed(batchId, core.shares, tickets_, mark.rateRay, mark.lossFactorRay);
    }

    /// @inheritdoc IExitQueue
    function settle() external returns (uint256 batchId, uint256 shares, uint256 assets) {
        Head memory head = _head;
        batchId = head.filling;
        if (batchId == head.open) revert NothingToSettle();
        Core storage stored = _core[batchId];
        Core memory core = stored;
        uint256 unfilled = core.shares - core.filledShares;
        if (unfilled == 0) {
            // all of its tickets turned back into shares
            ++_head.filling;
            return (batchId, 0, 0);
        }
        Funds storage funds = _funds[batchId];
        uint256 fillableAt = funds.closedAt + leastWaitSeconds;
        if (block.timestamp < fillableAt) revert NotYetFillable(batchId, fillableAt);
        uint256 asOf;
        (shares, assets, asOf) = vault.fill(batchId, unfilled, _marks[batchId]);
        // QUE-40
        if (asOf < funds.closedAt) revert NewsBeforeClose(batchId, asOf, funds.closedAt);
        unchecked {
            // the vault fills no more than it is asked to; and no more can be claimed than was ever filled
            stored.filledShares = core.filledShares + uint96(shares);
            uint256 filledAssets = funds.filledAssets + assets;
            (funds.filledAssets, funds.unclaimedAssets) = (
                filledAssets.toUint96(),
                uint96(funds.unclaimedAssets + assets)
            );
        }
        if (shares == unfilled) ++head.filling;
        head.closedShares -= uint96(shares);
        _head = head;
        emit BatchFilled(batchId, shares, assets, unfilled - shares);
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

    /// @dev VaultAccounting, then pays. What the recipient returns is not copied.
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

    /// @dev VaultAccounting a claim: burns the ticket when its batch is filled, else notes what it has been paid.
    function _take(uint256 ticketId, uint256 shares, bool partlyPaid) private returns (uint256 assets, bool done) {
        uint256 batchId = ticketId >> 64;
        Core memory core = _core[batchId];
        Funds storage funds = _funds[batchId];
        uint256 owed = BatchPart.owedDown(shares, core.shares, funds.filledAssets);
        uint256 paid = partlyPaid ? _claimed[ticketId] : 0;
        bool isClaimable;
        (assets, done, isClaimable) = BatchPart.claim(owed, paid, core.shares - core.filledShares);
        if (!isClaimable) revert NothingToClaim(ticketId);
        funds.unclaimedAssets -= uint96(assets);
        if (done) {
            --funds.openTickets;
            if (partlyPaid) delete _claimed[ticketId];
            _tickets.burn(ticketId);
        } else {
            _claimed[ticketId] = owed;
            if (!partlyPaid) _tickets.markPartlyPaid(ticketId);
        }
    }

    /// @inheritdoc IExitQueue
    function sweep(uint256 batchId) external returns (uint256 assets) {
        Funds storage funds = _funds[batchId];
        Core memory core = _core[batchId];
        assets = funds.unclaimedAssets;
        if (assets == 0 || funds.openTickets != 0 || core.filledShares != core.shares) revert NothingToSweep(batchId);
        funds.unclaimedAssets = 0;
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
        Core memory core = _core[batchId];
        Funds memory funds = _funds[batchId];
        b.shares = core.shares;
        b.filledShares = core.filledShares;
        b.filledAssets = funds.filledAssets;
        b.unclaimedAssets = funds.unclaimedAssets;
        b.tickets = core.tickets - core.cancelled;
        b.openTickets = funds.closedAt == 0 ? b.tickets : funds.openTickets;
        b.closedAt = funds.closedAt;
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
        Core memory core = _core[ticketId >> 64];
        if (shares == 0) return 0;
        return BatchPart.owedDown(shares, core.shares, _funds[ticketId >> 64].filledAssets) - _claimed[ticketId];
    }

    /// @inheritdoc IExitQueue
    function openBatchId() external view returns (uint256) {
        return _head.open;
    }

    /// @inheritdoc IExitQueue
    function fillingBatchId() external view returns (uint256) {
        return _head.filling;
    }

    /// @inheritdoc IExitQueue
    function waitingShares() external view returns (uint256 closedShares, uint256 openShares) {
        return (_head.closedShares, _core[_head.open].shares);
    }

    /// @inheritdoc IExitQueue
    function lockedAssets() external view returns (uint256 assets) {
        for (uint256 batchId = 1; batchId < _head.open; ++batchId) assets += _funds[batchId].unclaimedAssets;
    }

    /// @inheritdoc IExitQueue
    function closeableAt() public view returns (uint256) {
        return _head.lastCloseAt + closeIntervalSeconds;
    }

    /// @inheritdoc IExitQueue
    function tickets() external view returns (address) {
        return address(_tickets);
    }
}
