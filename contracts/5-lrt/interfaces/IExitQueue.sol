// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IExitQueue
/// @notice The way out. How to use it:
/// 1. `request(shares, owner, minAssets, deadline)` escrows shares (no allowance needed) and mints an ERC-721 ticket;
/// 2. `close()` by anyone, once an interval, closes the open batch: from then on stake is unwound for it;
/// 3. `settle()` by anyone pays the oldest closed batch from idle ETH, whole or in part, whatever its number of
///    requests, once `leastWaitSeconds` have passed since its close; it syncs what is missing;
/// 4. `claim(ticketId, recipient)` pays the filled part of a ticket, again after later fills; a ticket that is paid in
///    full is burned.
///
/// ticketId = batchId << 64 | index inside the batch. Batches count from 1. A ticket is paid
/// floor(shares × filled assets of its batch / shares of its batch) less what it has been paid before, so the queue holds
/// what can be claimed and less than one wei a ticket more, which is swept into U once the batch is claimed.
interface IExitQueue {
    /// @param shares of all its tickets
    /// @param filledShares burned and paid for
    /// @param filledAssets ETH locked for its tickets since the beginning, in wei
    /// @param unclaimedAssets of these, not yet paid out, in wei
    /// @param tickets number of tickets ever in it, less the cancelled ones
    /// @param openTickets of these, not yet paid in full
    /// @param closedAt seconds; 0 while the batch is open
    struct Batch {
        uint256 shares;
        uint256 filledShares;
        uint256 filledAssets;
        uint256 unclaimedAssets;
        uint256 tickets;
        uint256 openTickets;
        uint256 closedAt;
    }

    /// @param claimedAssets paid so far, in wei
    /// @param claimableAssets can be claimed now, in wei
    struct Ticket {
        address owner;
        uint256 batchId;
        uint256 shares;
        uint256 claimedAssets;
        uint256 claimableAssets;
    }

    error DeadlinePassed(uint256 deadline, uint256 timestamp);
    error QuoteTooLow(uint256 assets, uint256 minAssets);
    error TooFewShares(uint256 shares, uint256 minShares);
    error OwnerZero();
    error NotTicketOwner(uint256 ticketId, address caller);
    error NotYetCloseable(uint256 closeableAt);
    error BatchEmpty(uint256 batchId);
    error BatchNotOpen(uint256 batchId);
    error NothingToSettle();
    error NotYetFillable(uint256 batchId, uint256 fillableAt);
    /// @notice What the vault knows of some pod is from before the batch's close: make a checkpoint.
    error NewsBeforeClose(uint256 batchId, uint256 asOf, uint256 closedAt);
    error NothingToSweep(uint256 batchId);
    error NotEnoughGas(uint256 gasLeft);
    error PaymentFailed(address recipient, uint256 assets);
    error OnlyVault(address caller);

    /// @param assets quote at the exit price, in wei: a promise of nothing under the exposed rule
    event Requested(
        uint256 indexed ticketId,
        address indexed sender,
        address indexed owner,
        uint256 shares,
        uint256 assets
    );
    event Cancelled(uint256 indexed ticketId, address indexed owner, address receiver, uint256 shares);
    /// @notice `rateRay` and `lossFactorRay` (1e27) are what the pricing rule remembers.
    event BatchClosed(uint256 indexed batchId, uint256 shares, uint256 tickets, uint256 rateRay, uint256 lossFactorRay);
    event BatchFilled(uint256 indexed batchId, uint256 shares, uint256 assets, uint256 unfilledShares);
    event Claimed(
        uint256 indexed ticketId,
        address indexed owner,
        address indexed recipient,
        uint256 assets,
        bool burned
    );
    /// @notice `claimFor` left this ticket as it was: nothing to pay, no leave to, or its owner refused the ETH.
    event ClaimSkipped(uint256 indexed ticketId);
    event ClaimsByOthersAllowed(address indexed owner, bool allowed);
    event DustSwept(uint256 indexed batchId, uint256 assets);

    /// @notice Queues shares of the caller for `owner`.
    /// @param minAssets least quote that the caller accepts (`QuoteTooLow`)
    /// @param deadline last timestamp in seconds (`DeadlinePassed`)
    function request(
        uint256 shares,
        address owner,
        uint256 minAssets,
        uint256 deadline
    ) external returns (uint256 ticketId);

    /// @notice Several tickets for `owner` at once; `minAssets` is for all of them.
    /// @param shares of each ticket
    /// @param minAssets least quote for their sum, in wei
    function requestMany(
        uint256[] calldata shares,
        address owner,
        uint256 minAssets,
        uint256 deadline
    ) external returns (uint256[] memory ticketIds);

    /// @notice Gives the shares of a ticket back while its batch is open; and while nothing has been paid for its batch and
    /// the vault is dead or something of it is in doubt (`IRunOff.mayTurnBack`). Only the ticket's owner (or approved).
    function cancel(uint256 ticketId, address receiver) external;

    /// @notice Closes the open batch. Anyone, at most once an interval.
    function close() external returns (uint256 batchId);

    /// @notice Pays the oldest closed batch as far as idle ETH goes. Anyone, `leastWaitSeconds` after its close at the
    /// soonest (`NotYetFillable`), on information from its close or later (`NewsBeforeClose`).
    /// @dev The cost does not depend on the number of requests.
    function settle() external returns (uint256 batchId, uint256 shares, uint256 assets);

    /// @notice Pays what is filled of the ticket to `recipient`. Only its owner (or approved). Never paused.
    function claim(uint256 ticketId, address recipient) external returns (uint256 assets);

    /// @notice The same for several tickets of the caller; all or none.
    function claimMany(uint256[] calldata ticketIds, address recipient) external returns (uint256 assets);

    /// @notice Pays several tickets to their owners, at anyone's call: owners without code, and those who allowed it. One
    /// that cannot be paid is skipped, and nothing about it changes. An owner is given 100,000 gas.
    /// @dev `NotEnoughGas` when too little is left to try the next one fairly.
    function claimFor(uint256[] calldata ticketIds) external returns (uint256 assets);

    /// @notice One ticket of `claimFor`, so that its failure undoes it alone. Only the queue itself.
    function claimForOwner(uint256 ticketId) external returns (uint256 assets);

    /// @notice Whether others may claim for the caller, who has code.
    function allowClaimsByOthers(bool allowed) external;

    /// @notice Sends the rounding dust of a batch that is filled and claimed to the vault's U. Anyone.
    function sweep(uint256 batchId) external returns (uint256 assets);

    /// @notice ETH for the batch that `settle` fills. Only the vault, during `fill`.
    function receiveFill() external payable;

    // --- views --------------------------------------------------------------------------------------------------------

    /// @notice A batch as it stands; all zero for one that is not open yet.
    function batchOf(uint256 batchId) external view returns (Batch memory);
    /// @notice A ticket as it stands, with what it can claim.
    function ticketOf(uint256 ticketId) external view returns (Ticket memory);
    /// @notice What `claim` would pay for the ticket now, in wei, rounded down; 0 for one that is gone.
    function claimableOf(uint256 ticketId) external view returns (uint256 assets);
    /// @notice Number of the batch that takes requests now.
    function openBatchId() external view returns (uint256);
    /// @notice Oldest closed batch that is not filled; equals `openBatchId()` when there is none.
    function fillingBatchId() external view returns (uint256);
    /// @notice Shares that wait for ETH: in closed batches, and in the open one.
    function waitingShares() external view returns (uint256 closedShares, uint256 openShares);
    /// @notice ETH locked for tickets of all batches, in wei.
    function lockedAssets() external view returns (uint256 assets);
    /// @notice Least shares of a ticket.
    function minRequestShares() external view returns (uint256 shares);
    function closeableAt() external view returns (uint256 timestamp);
    /// @notice Least time between a batch's close and its first fill, in seconds; 0 where no LST is taken.
    function leastWaitSeconds() external view returns (uint256);
    function tickets() external view returns (address);
}
