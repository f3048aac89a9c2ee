// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStakedEther} from "../../2-liquid-staking/interfaces/IStakedEther.sol";
import {IWrappedStakedEther} from "../../2-liquid-staking/interfaces/IWrappedStakedEther.sol";
import {UnstakingQueue} from "../../2-liquid-staking/UnstakingQueue.sol";
import {IBatches} from "./IBatches.sol";

/// @title The LST's exit queue over a pool that pays what a test says
contract PoolBatches is IBatches {
    UnstakingQueue private immutable _queue;

    /// @dev What the pool answers when it is asked for shares, and what it pays for a fill.
    uint256 private _shares;
    uint256 private _assets;

    constructor() payable {
        _queue = new UnstakingQueue(IStakedEther(address(this)), IWrappedStakedEther(address(0)), address(this), 0);
    }

    /// @inheritdoc IBatches
    function ask(uint256 shares) external returns (uint256 id) {
        _shares = shares;
        return _queue.request(shares, address(this));
    }

    /// @inheritdoc IBatches
    function close() external {
        _queue.close();
    }

    /// @inheritdoc IBatches
    function fill(uint256 shares, uint256 assets) external {
        (_shares, _assets) = (shares, assets);
        _queue.fill(1);
    }

    /// @inheritdoc IBatches
    function claim(uint256 id, address recipient) external returns (uint256 assets) {
        return _queue.claim(id, recipient);
    }

    /// @inheritdoc IBatches
    function claimable(uint256 id) external view returns (uint256 assets) {
        return _queue.claimable(id);
    }

    /// @inheritdoc IBatches
    function isFinished(uint256 id) external view returns (bool) {
        return _queue.getRequest(id).owner == address(0);
    }

    /// @inheritdoc IBatches
    function sweep() external {}

    /// @inheritdoc IBatches
    function queue() external view returns (address) {
        return address(_queue);
    }

    // --- the pool ---------------------------------------------------------------------------------------------------

    /// @notice As the pool's.
    function getSharesByPooledEth(uint256) external view returns (uint256) {
        return _shares;
    }

    /// @notice As the pool's.
    function redeemQueued(uint256) external returns (uint256 amountWei) {
        (bool sent, ) = msg.sender.call{value: _assets}("");
        assert(sent);
        return _assets;
    }

    /// @notice As the pool's.
    function returnDust() external payable {}

    /// @notice As the pool's.
    function transferFrom(address, address, uint256) external pure returns (bool) {
        return true;
    }

    /// @notice As the pool's.
    function bufferedEther() external pure returns (uint256) {
        return 0;
    }

    /// @notice As the pool's.
    function lastReportTimestamp() external view returns (uint64) {
        return uint64(block.timestamp);
    }
}
