// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {NaiveQueue} from "../NaiveQueue.sol";

/// @title Broken: the filled part of a ticket can be claimed again
/// @notice Payment is noted when a ticket is paid in full; until then each claim pays all that has been filled.
contract FilledPartAgain is NaiveQueue {
    uint256 private _shares;
    uint256 private _filled;

    /// @inheritdoc NaiveQueue
    function settle() public override {
        uint256 waiting = balanceOf(address(this));
        if (_shares == 0) _shares = waiting;
        uint256 needed = toAssetsDown(waiting);
        uint256 assets = freeAssets() < needed ? freeAssets() : needed;
        _burn(address(this), (waiting * assets) / needed);
        _filled += assets;
        lockedAssets += assets;
    }

    /// @inheritdoc NaiveQueue
    function claim(uint256 ticketId, address recipient) public override returns (uint256 assets) {
        _onlyOwner(ticketId);
        assets = (_tickets[uint64(ticketId)].shares * _filled) / _shares;
        lockedAssets -= assets;
        Address.sendValue(payable(recipient), assets);
    }
}
