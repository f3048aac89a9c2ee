// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: a deposit for somebody locks all that he has
/// @notice The lock is meant against deposits of a moment, and anybody can renew it for anybody.
contract LockOfReceiver is NaiveVault {
    mapping(address holder => uint256 timestamp) public unlocksAt;

    error Locked(uint256 untilTimestamp);

    /// @inheritdoc NaiveVault
    function deposit(
        address receiver,
        uint256 minShares,
        uint256 deadline
    ) public payable override returns (uint256 shares) {
        unlocksAt[receiver] = block.timestamp + 1 days;
        return super.deposit(receiver, minShares, deadline);
    }

    /// @inheritdoc NaiveVault
    function exitInstantly(
        uint256 shares,
        address receiver,
        uint256 minAssets,
        uint256 deadline
    ) public override returns (uint256 assets) {
        if (block.timestamp < unlocksAt[msg.sender]) revert Locked(unlocksAt[msg.sender]);
        return super.exitInstantly(shares, receiver, minAssets, deadline);
    }
}
