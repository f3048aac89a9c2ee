// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {FacadeDeposits} from "./FacadeDeposits.sol";
import {IERC7540Operator} from "./IERC7540Operator.sol";
import {IERC7540Redeem} from "./IERC7540Redeem.sol";
import {IERC7575} from "./IERC7575.sol";
import {IERC7887Redeem} from "./IERC7887Redeem.sol";

/// @title The vault as ERC-4626, 7540, 7575 and 7887 have it
/// @notice In: `FacadeDeposits`. Out: requests over the exit queue, for WETH.
///
/// A request is a position of a controller in a batch of the exit queue, and its requestId is the batch: all requests of
/// a batch are filled at the same time, pro rata, at one price, as ERC-7540 asks of requests with one id. A position is
/// one ticket of the queue, held here. A further request into the same batch cancels the ticket and takes one over the
/// sum, so a list grows by at most one entry a batch, whatever anybody does; and an entry that a stranger adds gives its
/// controller more than its claim costs him (`LEAST_FROM_STRANGERS`). Positions share nothing but this contract's balance: no claim depends on
/// another's.
///
/// Of a position of s shares in a batch of S shares, of which F were filled for A wei:
///   claimable shares = floor(s × F / S) − redeemed,  claimable assets = floor(s × A / S) − paid.
/// `redeem` pays a part of them pro rata, rounded down, all of them with the last share; `withdraw` takes shares rounded
/// up, oldest batch first. What `withdraw` rounds away (less than a share's price in wei a call) goes with the next fill,
/// or stays here for ever.
///
/// What this contract holds: its tickets, ETH that was claimed from the queue and not yet paid on, shares of cancelled
/// requests that were not yet claimed, and less than 1e6 shares a `mint` below a rate of 1 that are nobody's. It approves nobody, so its tickets cannot be moved. Nobody has any power over it.
/// @custom:decisions 0107
contract VaultFacade is FacadeDeposits, IERC7540Operator, IERC7540Redeem, IERC7887Redeem, IERC165 {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @param ticketIndex inside the batch
    /// @param collected ETH claimed for it from the queue, in wei
    /// @param paid of that, to receivers, in wei
    /// @param done whether its ticket is claimed to the end
    struct Position {
        uint64 ticketIndex;
        uint96 shares;
        uint96 redeemed;
        uint96 collected;
        uint96 paid;
        bool done;
    }

    /// @notice Least worth, at the exit price in wei, of a request that starts a position for a controller who has not let the
    /// sender act for him. Claiming a position takes some 80,000 gas: at any price of gas below 100 gwei less than this.
    uint256 public constant LEAST_FROM_STRANGERS = 0.01 ether;

    IExitQueue public immutable queue;

    mapping(uint256 batchId => mapping(address controller => Position)) private _positions;
    mapping(uint256 batchId => mapping(address controller => uint256 shares)) private _cancelled;
    /// @dev Batches in which a controller has asked, oldest first, and how many of them are behind him.
    mapping(address controller => uint64[] batchIds) private _batches;
    mapping(address controller => uint256 count) private _behind;

    mapping(address controller => mapping(address operator => bool)) public isOperator;

    /// @notice ERC-7540: what the way out would pay cannot be previewed.
    error PreviewOfAsyncRedeem();
    /// @notice Only the one who is named, or his operator.
    error NotAllowed(address account, address caller);
    /// @notice Nobody can be the controller.
    error ControllerZero();
    /// @notice Less than the exit queue takes.
    error TooFewShares(uint256 shares, uint256 minShares);
    /// @notice More than can be claimed now.
    error MoreThanClaimable(uint256 asked, uint256 claimable);
    /// @notice No such request waits, or nothing of it was cancelled.
    error NothingToCancel(uint256 requestId, address controller);
    /// @notice ETH comes from WETH and the exit queue only.
    error UnexpectedEther(address sender);

    modifier onlyFor(address account) {
        if (msg.sender != account && !isOperator[account][msg.sender]) revert NotAllowed(account, msg.sender);
        _;
    }

    constructor(address vault_, address views_, address weth_, address queue_) FacadeDeposits(vault_, views_, weth_) {
        queue = IExitQueue(queue_);
    }

    function _queue() internal view override returns (address) {
        return address(queue);
    }

    receive() external payable {
        if (msg.sender != address(_weth) && msg.sender != address(queue)) revert UnexpectedEther(msg.sender);
    }

    // --- ERC-7540 -----------------------------------------------------------------------------------------------------

    /// @inheritdoc IERC7540Operator
    function setOperator(address operator, bool approved) external returns (bool) {
        isOperator[msg.sender][operator] = approved;
        emit OperatorSet(msg.sender, operator, approved);
        return true;
    }

    /// @inheritdoc IERC7540Redeem
    /// @dev STD-20, STD-24. The owner has approved this contract for the shares. Each request is at least the queue's least,
    /// so that no cancellation leaves less than that behind; one that starts a position of somebody else is more
    /// (`TooFewShares`).
    function requestRedeem(
        uint256 shares,
        address controller,
        address owner
    ) external onlyFor(owner) returns (uint256 requestId) {
        if (controller == address(0)) revert ControllerZero();
        requestId = queue.openBatchId();
        Position storage p = _positions[requestId][controller];
        uint256 least = Math.max(1, queue.minRequestShares());
        bool isKnown = msg.sender == controller || isOperator[controller][msg.sender] || owner == controller;
        if (!isKnown && p.shares == 0) least = Math.max(least, convertToShares(LEAST_FROM_STRANGERS));
        if (shares < least) revert TooFewShares(shares, least);
        IERC20(address(vault)).safeTransferFrom(owner, address(this), shares);
        uint256 sum = p.shares + shares;
        if (p.shares != 0) queue.cancel(_ticketOf(requestId, p.ticketIndex), address(this));
        else _note(controller, requestId.toUint64());
        uint256 ticketId = queue.request(sum, address(this), 0, block.timestamp);
        (p.ticketIndex, p.shares) = (uint64(ticketId), sum.toUint96());
        emit RedeemRequest(controller, owner, requestId, msg.sender, shares);
    }

    /// @dev Adds a batch to the controller's list, once.
    function _note(address controller, uint64 batchId) private {
        uint64[] storage list = _batches[controller];
        if (list.length == 0 || list[list.length - 1] != batchId) list.push(batchId);
    }

    /// @inheritdoc IERC7540Redeem
    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256) {
        Position memory p = _positions[requestId][controller];
        (uint256 filled, ) = _filled(requestId, p);
        return p.shares - filled;
    }

    /// @inheritdoc IERC7540Redeem
    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares) {
        (shares, ) = _claimable(requestId, _positions[requestId][controller]);
    }

    // --- claims -------------------------------------------------------------------------------------------------------

    /// @inheritdoc IERC7575
    function redeem(
        uint256 shares,
        address receiver,
        address controller
    ) external onlyFor(controller) returns (uint256 assets) {
        (, assets) = _claim(shares, false, receiver, controller);
    }

    /// @inheritdoc IERC7575
    function withdraw(
        uint256 assets,
        address receiver,
        address controller
    ) external onlyFor(controller) returns (uint256 shares) {
        (shares, ) = _claim(assets, true, receiver, controller);
    }

    /// @dev Takes so many shares, or assets, from the controller's batches in their order. What is not asked for follows from
    /// the batch: assets rounded down, shares up.
    function _claim(
        uint256 wanted,
        bool inAssets,
        address receiver,
        address controller
    ) private returns (uint256 shares, uint256 assets) {
        uint256 left = wanted;
        uint64[] storage list = _batches[controller];
        for (uint256 i = _behind[controller]; i < list.length && left != 0; ++i) {
            Position storage p = _positions[list[i]][controller];
            (uint256 shares_, uint256 assets_) = _claimable(list[i], p);
            uint256 part = Math.min(left, inAssets ? assets_ : shares_);
            if (part == 0 || shares_ == 0) continue;
            left -= part;
            if (inAssets) (shares_, assets_) = (Math.mulDiv(shares_, part, assets_, Math.Rounding.Ceil), part);
            else (shares_, assets_) = (part, Math.mulDiv(assets_, part, shares_));
            (shares, assets) = (shares + shares_, assets + assets_);
            _take(list[i], p, shares_, assets_);
        }
        if (left != 0) revert MoreThanClaimable(wanted, wanted - left);
        _pay(shares, assets, receiver, controller);
    }

    /// @dev Books a part of a position, and claims its ticket if the queue holds more for it, or holds it to no end.
    function _take(uint256 batchId, Position storage p, uint256 shares, uint256 assets) private {
        p.redeemed += shares.toUint96();
        p.paid += assets.toUint96();
        IExitQueue.Batch memory batch = queue.batchOf(batchId);
        bool ends = batch.filledShares == batch.shares;
        uint256 owed = Math.mulDiv(p.shares, batch.filledAssets, batch.shares);
        if (owed != p.collected || (ends && !p.done)) {
            p.collected = owed.toUint96();
            p.done = ends;
            queue.claim(_ticketOf(batchId, p.ticketIndex), address(this));
        }
    }

    /// @dev Wraps and sends; then leaves behind what is finished at the head of the controller's list.
    function _pay(uint256 shares, uint256 assets, address receiver, address controller) private {
        uint64[] storage list = _batches[controller];
        uint256 behind = _behind[controller];
        uint256 open = queue.openBatchId();
        while (behind < list.length && list[behind] != open) {
            Position storage p = _positions[list[behind]][controller];
            if (p.redeemed != p.shares) break;
            ++behind;
        }
        _behind[controller] = behind;
        emit Withdraw(msg.sender, receiver, controller, assets, shares);
        _weth.deposit{value: assets}();
        IERC20(address(_weth)).safeTransfer(receiver, assets);
    }

    /// @inheritdoc IERC7575
    function maxRedeem(address controller) external view returns (uint256 shares) {
        (shares, ) = _claimableOf(controller);
    }

    /// @inheritdoc IERC7575
    function maxWithdraw(address controller) external view returns (uint256 assets) {
        (, assets) = _claimableOf(controller);
    }

    /// @inheritdoc IERC7575
    function previewRedeem(uint256) external pure returns (uint256) {
        revert PreviewOfAsyncRedeem();
    }

    /// @inheritdoc IERC7575
    function previewWithdraw(uint256) external pure returns (uint256) {
        revert PreviewOfAsyncRedeem();
    }

    // --- ERC-7887 -----------------------------------------------------------------------------------------------------

    /// @inheritdoc IERC7887Redeem
    /// @dev At once claimable, as the queue gives shares back at once; refused when the queue refuses (`BatchNotOpen`): in a
    /// vault that is dead or in doubt it takes back what waits in a closed batch too (STD-42, VLT-95).
    function cancelRedeemRequest(uint256 requestId, address controller) external onlyFor(controller) {
        Position storage p = _positions[requestId][controller];
        uint256 shares = p.shares;
        if (shares == 0) revert NothingToCancel(requestId, controller);
        p.shares = 0;
        _cancelled[requestId][controller] += shares;
        emit CancelRedeemRequest(controller, requestId, msg.sender);
        queue.cancel(_ticketOf(requestId, p.ticketIndex), address(this));
    }

    /// @inheritdoc IERC7887Redeem
    function pendingCancelRedeemRequest(uint256, address) external pure returns (bool) {
        return false;
    }

    /// @inheritdoc IERC7887Redeem
    function claimableCancelRedeemRequest(uint256 requestId, address controller) external view returns (uint256) {
        return _cancelled[requestId][controller];
    }

    /// @inheritdoc IERC7887Redeem
    function claimCancelRedeemRequest(
        uint256 requestId,
        address receiver,
        address controller
    ) external onlyFor(controller) {
        uint256 shares = _cancelled[requestId][controller];
        if (shares == 0) revert NothingToCancel(requestId, controller);
        delete _cancelled[requestId][controller];
        emit CancelRedeemClaim(controller, receiver, requestId, msg.sender, shares);
        IERC20(address(vault)).safeTransfer(receiver, shares);
    }

    // --- ERC-165 ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return
            id == type(IERC165).interfaceId ||
            id == 0x2f0a18c5 || // ERC-7575, all of it
            id == 0x50a526d6 || // its minimal part,
            id == 0xc1f329ef || // deposit,
            id == 0xe1550342 || // mint,
            id == 0x2fd7d42a || // redeem,
            id == 0x70dec094 || // withdraw
            id == type(IERC7540Operator).interfaceId ||
            id == type(IERC7540Redeem).interfaceId ||
            id == type(IERC7887Redeem).interfaceId;
    }

    // --- positions ----------------------------------------------------------------------------------------------------

    function _claimableOf(address controller) private view returns (uint256 shares, uint256 assets) {
        uint64[] storage list = _batches[controller];
        for (uint256 i = _behind[controller]; i < list.length; ++i) {
            (uint256 shares_, uint256 assets_) = _claimable(list[i], _positions[list[i]][controller]);
            shares += shares_;
            if (shares_ != 0) assets += assets_;
        }
    }

    function _claimable(uint256 batchId, Position memory p) private view returns (uint256 shares, uint256 assets) {
        (shares, assets) = _filled(batchId, p);
        (shares, assets) = (shares - p.redeemed, assets - p.paid);
    }

    /// @dev What has been filled of a position since its beginning.
    function _filled(uint256 batchId, Position memory p) private view returns (uint256 shares, uint256 assets) {
        if (p.shares == 0) return (0, 0);
        IExitQueue.Batch memory batch = queue.batchOf(batchId);
        shares = Math.mulDiv(p.shares, batch.filledShares, batch.shares);
        assets = Math.mulDiv(p.shares, batch.filledAssets, batch.shares);
    }

    function _ticketOf(uint256 batchId, uint64 index) private pure returns (uint256) {
        return (batchId << 64) | index;
    }
}
