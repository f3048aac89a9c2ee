// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A core of which only the withdrawal delay is asked
contract CoreDelayMock {
    uint32 public immutable minWithdrawalDelayBlocks;

    constructor(uint32 blocks) {
        minWithdrawalDelayBlocks = blocks;
    }
}
