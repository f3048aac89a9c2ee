// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGuardedPause} from "./IGuardedPause.sol";

/// @title The liquid staking token's exit queue: it waits for real validator exits
/// @notice Requests escrow shares in the open batch. A closed batch is filled, oldest first, with ether as it comes, at
/// the rate of the fill: until its ether has left, a queued share earns and loses like any other. A fill is shared pro
/// rata by shares inside its batch. Paused: no new requests, no fills; claims go on.
interface IUnstakingQueue is IGuardedPause {
    /// @param owner who may claim
    /// @param shares escrowed at the request
    /// @param batch number of its batch
    /// @param claimedWei what it has been paid so far
    struct Request {
        address owner;
        uint128 shares;
        uint64 batch;
        uint128 claimedWei;
    }

    /// @param shares all shares of its requests
    /// @param unfilledShares still escrowed
    /// @param filledWei ether paid in for its requests, claimed or not
    /// @param claimedWei of that, paid out
    /// @param unclaimedRequests how many have yet to claim their last part
    struct Batch {
        uint128 shares;
        uint128 unfilledShares;
        uint128 filledWei;
        uint128 claimedWei;
        uint64 unclaimedRequests;
    }

    event Requested(
        uint256 indexed id,
        address indexed sender,
        address indexed owner,
        uint64 batch,
        uint256 shares,
        uint256 amountWei
    );
    event BatchClosed(uint64 indexed batch, uint256 shares);
    event BatchFilled(uint64 indexed batch, uint256 shares, uint256 amountWei);
    event Claimed(uint256 indexed id, address indexed owner, address recipient, uint256 amountWei);

    /// @notice Queues stETH of the sender, which he has approved, for `owner`.
    /// @dev Reverts `CurrentlyPaused`, `ZeroShares`, `ZeroOwner`. Emits `Requested`.
    function request(uint256 stEthAmount, address owner) external returns (uint256 id);

    /// @notice Queues wstETH of the sender, which he has approved, for `owner`. Reverts and emits as `request`.
    function requestWrapped(uint256 wstEthAmount, address owner) external returns (uint256 id);

    /// @notice Closes the open batch; at most once an interval. Anyone may call.
    /// @dev Reverts `NothingToClose`, `ClosesLater`. Emits `BatchClosed`.
    function close() external returns (uint64 batch);

    /// @notice Fills closed batches, oldest first, from the pool's buffer, after a report of the same block.
    /// Anyone may call.
    /// @dev Reverts `CurrentlyPaused`, `ReportNotOfThisBlock`. Emits `BatchFilled` a batch.
    function fill(uint256 maxBatches) external returns (uint256 amountWei);

    /// @notice Pays what is filled of a request to `recipient`. Only its owner; again after later fills. Never paused. Once
    /// its batch is filled, a claim is the request's last, even one of nothing, and the request is gone.
    /// @dev Reverts `UnknownRequest`, `NotRequestOwner`, `NothingToClaim`, `FailedCall` (the recipient refuses). Emits
    /// `Claimed`.
    function claim(uint256 id, address recipient) external returns (uint256 amountWei);

    /// @notice Filled and not yet claimed, in wei.
    function claimable(uint256 id) external view returns (uint256 amountWei);

    /// @notice What a request is worth now: claimable, plus the unfilled shares at the current rate; rounded down.
    function worthOf(uint256 id) external view returns (uint256 amountWei);

    /// @notice A request, all zero if there is none of this number, or no more.
    function getRequest(uint256 id) external view returns (Request memory);
    /// @notice A batch, all zero if nothing ever joined it.
    function getBatch(uint64 batch) external view returns (Batch memory);
    /// @notice Shares that wait for ether in closed batches, and in closed and open ones together.
    function unfilledShares() external view returns (uint256 closedShares, uint256 allShares);
    /// @notice Number of the batch that requests join.
    function openBatch() external view returns (uint64);
    /// @notice Timestamp of the last closing, in seconds; the next comes `batchIntervalSeconds` later at the earliest.
    function lastClose() external view returns (uint64);
    function batchIntervalSeconds() external view returns (uint64);
    function lockedWei() external view returns (uint256);
    function wrappedToken() external view returns (address);
}
