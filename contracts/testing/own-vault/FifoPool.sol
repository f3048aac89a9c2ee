// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title A toy vault of another design: a rebasing pool with a queue
/// @notice Balances are parts of the pool and move with it. Requests are paid in their order, at the rate of their request
/// or of their payment, whichever is lower; gains are released over a day. Sound with `Flaw.None`; each other flaw is one
/// that real pools have had.
contract FifoPool {
    enum Flaw {
        None,
        /// the queue sends ETH to whom it is due, and waits until he takes it
        PushesPayments,
        /// payments are rounded up to whole finneys
        RoundsUp,
        /// shares that are worth nothing count when new ones are minted, one for one
        ParAfterTotalLoss,
        /// each report takes a thousandth of all for whoever reports
        PaysReporters,
        /// each payment is a finney less, which goes to who stays
        TakesPerRequest
    }

    struct Request {
        address owner;
        uint256 shares;
        uint256 most;
        uint256 assets;
    }

    address private constant BURNT = address(0xdead);
    uint256 private constant RELEASE = 1 days;
    uint256 private constant UNIT = 1e15;

    Flaw public immutable flaw;
    mapping(address holder => uint256) public sharesOf;
    uint256 public totalShares;
    uint256 private _pooled;
    uint256 private _left;
    uint256 private _until;
    Request[] private _requests;
    uint256 private _next;

    error NotOwner(uint256 id, address caller);
    error EmptyPool(uint256 shares);

    constructor(Flaw flaw_) {
        flaw = flaw_;
    }

    receive() external payable {}

    function submit() external payable returns (uint256 shares) {
        uint256 pooled = _released();
        if (totalShares == 0 || (pooled == 0 && flaw == Flaw.ParAfterTotalLoss)) shares = msg.value;
        else if (pooled == 0) revert EmptyPool(totalShares);
        else shares = (msg.value * totalShares) / pooled;
        _pooled += msg.value;
        totalShares += shares;
        sharesOf[msg.sender] += shares;
    }

    function request(uint256 shares) external returns (uint256 id) {
        sharesOf[msg.sender] -= shares;
        _requests.push(Request(msg.sender, shares, _worth(shares), 0));
        return _requests.length - 1;
    }

    /// @notice Pays everybody in the queue.
    function finalize() external {
        for (; _next < _requests.length; ++_next) {
            Request storage paid = _requests[_next];
            uint256 now_ = _worth(paid.shares);
            uint256 assets = now_ < paid.most ? now_ : paid.most;
            if (flaw == Flaw.RoundsUp) assets = ((assets + UNIT - 1) / UNIT) * UNIT;
            if (flaw == Flaw.TakesPerRequest && assets > UNIT) assets -= UNIT;
            if (assets > _pooled) assets = _pooled;
            totalShares -= paid.shares;
            _pooled -= assets;
            if (flaw == Flaw.PushesPayments) Address.sendValue(payable(paid.owner), assets);
            else paid.assets = assets;
        }
    }

    function claim(uint256 id) external {
        Request storage claimed = _requests[id];
        if (claimed.owner != msg.sender) revert NotOwner(id, msg.sender);
        uint256 assets = claimed.assets;
        claimed.assets = 0;
        Address.sendValue(payable(msg.sender), assets);
    }

    function gain() external payable {
        _left = _unreleased() + msg.value;
        _until = block.timestamp + RELEASE;
        _pooled += msg.value;
    }

    function lose(uint256 bips) external {
        uint256 lost = (_pooled * bips) / 10_000;
        _left = (_unreleased() * (10_000 - bips)) / 10_000;
        _until = block.timestamp + RELEASE;
        _pooled -= lost;
        Address.sendValue(payable(BURNT), lost);
    }

    function report() external {
        if (flaw != Flaw.PaysReporters) return;
        uint256 paid = _released() / 1_000;
        _pooled -= paid;
        Address.sendValue(payable(BURNT), paid);
    }

    function _unreleased() private view returns (uint256) {
        return block.timestamp >= _until ? 0 : (_left * (_until - block.timestamp)) / RELEASE;
    }

    function _released() private view returns (uint256) {
        return _pooled - _unreleased();
    }

    function _worth(uint256 shares) private view returns (uint256) {
        return totalShares == 0 ? 0 : (shares * _released()) / totalShares;
    }
}
