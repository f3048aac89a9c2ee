// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Ranges} from "../shared/Ranges.sol";
import {WithdrawalBatches} from "../shared/WithdrawalBatches.sol";
import {GuardedPause} from "./GuardedPause.sol";
import {IStakedEther} from "./interfaces/IStakedEther.sol";
import {IUnstakingQueue} from "./interfaces/IUnstakingQueue.sol";
import {IWrappedStakedEther} from "./interfaces/IWrappedStakedEther.sol";

/// @title The exit queue of rung 2
/// @notice Requests put shares into the open batch (`WithdrawalBatches`); a closed batch is filled, oldest first, from the
/// pool's buffer. A fill of s shares pays ⌊s × rate⌋ and burns them.
/// The rate is that of the fill, not of the request: queued shares are still staked, so they earn and lose like all
/// others until their ether has left, and asking early is no free option against those who stay. (Lido pays the lesser
/// of the two rates and leaves the queue's rewards with the stayers.) A fill needs a report with the numbers of its own
/// block (LST-45), so that nobody leaves between a loss and its report; a pool whose report does not fit one block
/// cannot fill. Σ claimable ≤ locked, by less than one wei a request (LST-44); the last claim of a filled batch returns
/// the rest.
/// @custom:decisions 0015 0247
contract UnstakingQueue is IUnstakingQueue, GuardedPause {
    using WithdrawalBatches for WithdrawalBatches.Queue;
    using WithdrawalBatches for WithdrawalBatches.Batch;

    error ZeroShares(uint256 amount);
    error ZeroOwner();
    error UnknownRequest(uint256 id);
    error NotRequestOwner(uint256 id, address caller);
    error NothingToClose();
    /// @notice Batches close at an interval; this one may at `timestamp`.
    error ClosesLater(uint256 timestamp);
    /// @notice Start and complete a report in this block first; the last one is of `timestamp`.
    error ReportNotOfThisBlock(uint256 timestamp);
    /// @notice Ether comes from the pool only.
    error OnlyPool(address sender);

    IStakedEther private immutable _stEth;
    IWrappedStakedEther private immutable _wrapped;
    uint64 public immutable batchIntervalSeconds;

    uint256 public lastRequestId;
    /// @inheritdoc IUnstakingQueue
    uint256 public lockedWei;

    WithdrawalBatches.Queue private _queue;
    mapping(uint256 id => Request) private _requests;

    constructor(
        IStakedEther stEth,
        IWrappedStakedEther wrapped,
        address guardian_,
        uint64 batchIntervalSeconds_
    ) GuardedPause(guardian_) {
        _stEth = stEth;
        _wrapped = wrapped;
        batchIntervalSeconds = uint64(Ranges.within(batchIntervalSeconds_, 0, 30 days));
        _queue.start(0);
    }

    receive() external payable {
        if (msg.sender != address(_stEth)) revert OnlyPool(msg.sender);
    }

    // --- requests -----------------------------------------------------------------------------------------------

    /// @inheritdoc IUnstakingQueue
    function request(uint256 stEthAmount, address owner) external whenNotPaused returns (uint256 id) {
        uint256 shares = _stEth.getSharesByPooledEth(stEthAmount);
        id = _enter(shares, stEthAmount, owner);
        _stEth.transferFrom(msg.sender, address(this), stEthAmount);
    }

    /// @inheritdoc IUnstakingQueue
    function requestWrapped(uint256 wstEthAmount, address owner) external whenNotPaused returns (uint256 id) {
        _wrapped.transferFrom(msg.sender, address(this), wstEthAmount);
        uint256 sharesBefore = _stEth.sharesOf(address(this));
        uint256 stEthAmount = _wrapped.unwrap(wstEthAmount);
        id = _enter(_stEth.sharesOf(address(this)) - sharesBefore, stEthAmount, owner);
    }

    function _enter(uint256 shares, uint256 stEthAmount, address owner) private returns (uint256 id) {
        if (shares == 0) revert ZeroShares(stEthAmount);
        if (owner == address(0)) revert ZeroOwner();
        id = ++lastRequestId;
        (uint256 batchId, ) = _queue.enter(shares);
        _requests[id] = Request({owner: owner, shares: uint128(shares), batch: uint64(batchId), claimedWei: 0});
        emit Requested(id, msg.sender, owner, uint64(batchId), shares, stEthAmount);
    }

    // --- batches ------------------------------------------------------------------------------------------------

    /// @inheritdoc IUnstakingQueue
    function close() external returns (uint64 batch) {
        (, uint256 openShares) = _queue.waitingShares();
        if (openShares == 0) revert NothingToClose();
        uint256 next = uint256(_queue.lastCloseAt) + batchIntervalSeconds;
        if (block.timestamp < next) revert ClosesLater(next);
        (uint256 batchId, uint256 shares, ) = _queue.close();
        batch = uint64(batchId);
        emit BatchClosed(batch, shares);
    }

    /// @inheritdoc IUnstakingQueue
    function fill(uint256 maxBatches) external whenNotPaused returns (uint256 amountWei) {
        uint64 reportedAt = _stEth.lastReportTimestamp();
        if (reportedAt != block.timestamp) revert ReportNotOfThisBlock(reportedAt);
        for (uint256 i = 0; i < maxBatches && _queue.filling < _queue.open; ++i) {
            (uint256 paidWei, bool whole) = _fillOldest();
            amountWei += paidWei;
            if (!whole) break;
        }
        lockedWei += amountWei;
    }

    /// @dev Pays as many of the oldest batch's shares as the buffer covers.
    function _fillOldest() private returns (uint256 amountWei, bool whole) {
        uint64 number = _queue.filling;
        uint256 affordable = _stEth.getSharesByPooledEth(_stEth.bufferedEther());
        uint256 shares = Math.min(_queue.batches[number].unfilledShares(), affordable);
        if (shares == 0) return (0, false);
        amountWei = _stEth.redeemQueued(shares);
        whole = _queue.fill(shares, amountWei) == 0;
        emit BatchFilled(number, shares, amountWei);
    }

    // --- claims -------------------------------------------------------------------------------------------------

    /// @inheritdoc IUnstakingQueue
    function claim(uint256 id, address recipient) external returns (uint256 amountWei) {
        Request memory r = _requests[id];
        if (r.owner == address(0)) revert UnknownRequest(id);
        if (r.owner != msg.sender) revert NotRequestOwner(id, msg.sender);
        (uint256 paidWei, uint256 owedWei, bool ends) = _queue.claim(r.batch, id, r.shares, r.claimedWei);
        emit Claimed(id, msg.sender, recipient, paidWei);
        if (ends) delete _requests[id];
        else _requests[id].claimedWei = uint128(owedWei);
        uint256 dustWei = ends ? _queue.takeDust(r.batch) : 0;
        lockedWei -= paidWei + dustWei;
        if (dustWei != 0) _returnDust(_queue.batches[r.batch], dustWei);
        Address.sendValue(payable(recipient), paidWei);
        return paidWei;
    }

    function _returnDust(WithdrawalBatches.Batch storage batch, uint256 dustWei) private {
        batch.paid.filledAssets -= uint96(dustWei);
        _stEth.returnDust{value: dustWei}();
    }

    // --- views --------------------------------------------------------------------------------------------------

    /// @inheritdoc IUnstakingQueue
    function claimable(uint256 id) public view returns (uint256 amountWei) {
        Request storage r = _requests[id];
        if (r.shares == 0) return 0;
        return _queue.batches[r.batch].owedDown(r.shares) - r.claimedWei;
    }

    /// @inheritdoc IUnstakingQueue
    function worthOf(uint256 id) external view returns (uint256 amountWei) {
        Request storage r = _requests[id];
        if (r.shares == 0) return 0;
        WithdrawalBatches.Batch storage batch = _queue.batches[r.batch];
        uint256 waiting = Math.mulDiv(batch.unfilledShares(), r.shares, batch.asked.shares);
        return claimable(id) + _stEth.getPooledEthByShares(waiting);
    }

    /// @inheritdoc IUnstakingQueue
    function getRequest(uint256 id) external view returns (Request memory) {
        return _requests[id];
    }

    /// @inheritdoc IUnstakingQueue
    function getBatch(uint64 batch) external view returns (Batch memory b) {
        WithdrawalBatches.Batch storage found = _queue.batches[batch];
        (uint128 filled, uint128 unclaimed) = (found.paid.filledAssets, found.paid.unclaimedAssets);
        (b.shares, b.unfilledShares) = (found.asked.shares, uint128(found.unfilledShares()));
        (b.filledWei, b.claimedWei) = (filled, filled - unclaimed);
        b.unclaimedRequests = uint64(found.ticketsLeft());
    }

    /// @inheritdoc IUnstakingQueue
    function unfilledShares() external view returns (uint256 closedShares, uint256 allShares) {
        uint256 openShares;
        (closedShares, openShares) = _queue.waitingShares();
        allShares = closedShares + openShares;
    }

    /// @inheritdoc IUnstakingQueue
    function openBatch() external view returns (uint64) {
        return _queue.open;
    }

    /// @notice The oldest batch with unfilled shares, or the open one.
    function firstUnfilled() external view returns (uint64) {
        return _queue.filling;
    }

    /// @inheritdoc IUnstakingQueue
    function lastClose() external view returns (uint64) {
        return _queue.lastCloseAt;
    }

    /// @inheritdoc IUnstakingQueue
    function wrappedToken() external view returns (address) {
        return address(_wrapped);
    }
}
