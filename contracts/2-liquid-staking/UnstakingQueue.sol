// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {BatchPart} from "../shared/BatchPart.sol";
import {GuardedPause} from "./GuardedPause.sol";
import {IStakedEther} from "./interfaces/IStakedEther.sol";
import {IUnstakingQueue} from "./interfaces/IUnstakingQueue.sol";
import {IWrappedStakedEther} from "./interfaces/IWrappedStakedEther.sol";

/// @title The exit queue of rung 2
/// @notice Requests put shares into the open batch; a closed batch is filled, oldest first, from the pool's buffer. A
/// fill of s shares pays ⌊s × rate⌋ and burns them; a request's part of its batch is
///     claimable = ⌊batch filled × request shares / batch shares⌋ − claimed,
/// so nothing is searched and a fill costs the same for one request and for ten thousand.
/// The rate is that of the fill, not of the request: queued shares are still staked, so they earn and lose like all
/// others until their ether has left, and asking early is no free option against those who stay. (Lido pays the lesser
/// of the two rates and leaves the queue's rewards with the stayers.) A fill needs a report with the numbers of its own
/// block (LST-45), so that nobody leaves between a loss and its report; a pool whose report does not fit one block
/// cannot fill. Σ claimable ≤ locked, by less than one wei a request (LST-44); the last claim of a filled batch returns
/// the rest, and that claim can be made whether or not the last fill added anything to its request (LST-70).
/// @custom:decisions 0015
contract UnstakingQueue is IUnstakingQueue, GuardedPause {
    using SafeCast for uint256;

    error ZeroShares(uint256 amount);
    error ZeroOwner();
    error UnknownRequest(uint256 id);
    error NotRequestOwner(uint256 id, address caller);
    error NothingToClaim(uint256 id);
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

    /// @notice The batch that requests join.
    uint64 public openBatch = 1;
    /// @notice The oldest batch with unfilled shares, or the open one.
    uint64 public firstUnfilled = 1;
    uint64 public lastClose;
    uint256 public lastRequestId;
    /// @inheritdoc IUnstakingQueue
    uint256 public lockedWei;
    uint256 private _closedUnfilledShares;

    mapping(uint256 id => Request) private _requests;
    mapping(uint64 number => Batch) private _batches;

    constructor(
        IStakedEther stEth,
        IWrappedStakedEther wrapped,
        address guardian_,
        uint64 batchIntervalSeconds_
    ) GuardedPause(guardian_) {
        _stEth = stEth;
        _wrapped = wrapped;
        batchIntervalSeconds = batchIntervalSeconds_;
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
        uint128 shares128 = shares.toUint128();
        _requests[id] = Request({owner: owner, shares: shares128, batch: openBatch, claimedWei: 0});
        Batch storage batch = _batches[openBatch];
        batch.shares += shares128;
        batch.unfilledShares += shares128;
        ++batch.unclaimedRequests;
        emit Requested(id, msg.sender, owner, openBatch, shares, stEthAmount);
    }

    // --- batches ------------------------------------------------------------------------------------------------

    /// @inheritdoc IUnstakingQueue
    function close() external returns (uint64 batch) {
        batch = openBatch;
        uint256 shares = _batches[batch].shares;
        if (shares == 0) revert NothingToClose();
        uint256 next = uint256(lastClose) + batchIntervalSeconds;
        if (block.timestamp < next) revert ClosesLater(next);
        lastClose = uint64(block.timestamp);
        openBatch = batch + 1;
        _closedUnfilledShares += shares;
        emit BatchClosed(batch, shares);
    }

    /// @inheritdoc IUnstakingQueue
    function fill(uint256 maxBatches) external whenNotPaused returns (uint256 amountWei) {
        uint64 reportedAt = _stEth.lastReportTimestamp();
        if (reportedAt != block.timestamp) revert ReportNotOfThisBlock(reportedAt);
        for (uint256 i = 0; i < maxBatches && firstUnfilled < openBatch; ++i) {
            amountWei += _fillOldest();
            if (_batches[firstUnfilled].unfilledShares > 0) break;
            ++firstUnfilled;
        }
        lockedWei += amountWei;
    }

    /// @dev Pays as many of the oldest batch's shares as the buffer covers.
    function _fillOldest() private returns (uint256 amountWei) {
        Batch storage batch = _batches[firstUnfilled];
        uint256 affordable = _stEth.getSharesByPooledEth(_stEth.bufferedEther());
        uint256 shares = Math.min(batch.unfilledShares, affordable);
        if (shares == 0) return 0;
        amountWei = _stEth.redeemQueued(shares);
        batch.unfilledShares -= shares.toUint128();
        batch.filledWei += amountWei.toUint128();
        _closedUnfilledShares -= shares;
        emit BatchFilled(firstUnfilled, shares, amountWei);
    }

    // --- claims -------------------------------------------------------------------------------------------------

    /// @inheritdoc IUnstakingQueue
    function claim(uint256 id, address recipient) external returns (uint256 amountWei) {
        Request storage r = _requests[id];
        if (r.owner == address(0)) revert UnknownRequest(id);
        if (r.owner != msg.sender) revert NotRequestOwner(id, msg.sender);
        Batch storage batch = _batches[r.batch];
        (bool ends, bool isClaimable) = (false, false);
        (amountWei, ends, isClaimable) = BatchPart.claim(_owed(r, batch), r.claimedWei, batch.unfilledShares);
        if (!isClaimable) revert NothingToClaim(id);
        batch.claimedWei += amountWei.toUint128();
        lockedWei -= amountWei;
        emit Claimed(id, msg.sender, recipient, amountWei);
        if (ends) delete _requests[id];
        else r.claimedWei += amountWei.toUint128();
        if (ends && --batch.unclaimedRequests == 0) _returnDust(batch);
        Address.sendValue(payable(recipient), amountWei);
    }

    function _owed(Request storage r, Batch storage batch) private view returns (uint256) {
        return BatchPart.owedDown(r.shares, batch.shares, batch.filledWei);
    }

    function _returnDust(Batch storage batch) private {
        uint256 dustWei = batch.filledWei - batch.claimedWei;
        if (dustWei == 0) return;
        lockedWei -= dustWei;
        batch.filledWei = batch.claimedWei;
        _stEth.returnDust{value: dustWei}();
    }

    // --- views --------------------------------------------------------------------------------------------------

    /// @inheritdoc IUnstakingQueue
    function claimable(uint256 id) public view returns (uint256 amountWei) {
        Request storage r = _requests[id];
        if (r.shares == 0) return 0;
        return _owed(r, _batches[r.batch]) - r.claimedWei;
    }

    /// @inheritdoc IUnstakingQueue
    function worthOf(uint256 id) external view returns (uint256 amountWei) {
        Request storage r = _requests[id];
        if (r.shares == 0) return 0;
        Batch storage batch = _batches[r.batch];
        uint256 waiting = Math.mulDiv(batch.unfilledShares, r.shares, batch.shares);
        return claimable(id) + _stEth.getPooledEthByShares(waiting);
    }

    /// @inheritdoc IUnstakingQueue
    function getRequest(uint256 id) external view returns (Request memory) {
        return _requests[id];
    }

    /// @inheritdoc IUnstakingQueue
    function getBatch(uint64 batch) external view returns (Batch memory) {
        return _batches[batch];
    }

    /// @inheritdoc IUnstakingQueue
    function unfilledShares() external view returns (uint256 closedShares, uint256 allShares) {
        return (_closedUnfilledShares, _closedUnfilledShares + _batches[openBatch].shares);
    }

    /// @inheritdoc IUnstakingQueue
    function wrappedToken() external view returns (address) {
        return address(_wrapped);
    }
}
