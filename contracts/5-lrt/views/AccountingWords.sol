// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Reads the vault's stored books
/// @notice What `IVault.bookWords` gives are the structs of `VaultAccounting`, packed from the low end of each word on: prices,
/// gate, fees, losses.
/// @custom:decisions 0105
library AccountingWords {
    /// @param recognised T when it was last accrued, in wei
    /// @param lockedProfit U at that time, in wei
    /// @param woundUp whether deposits are refused for good
    /// @param dead whether the last full sync found the vault dead
    /// @param pendingLoss what lone syncs have found lost since the last full sync, in wei
    /// @param syncBefore when the last full sync was made before that of `lastFullSync`'s block
    /// @param failing how many components have been reported as unreadable
    struct Book {
        uint256 recognised;
        uint256 lockedProfit;
        uint256 accruedAt;
        uint256 dripEnd;
        uint256 lastFullSync;
        uint256 lastDeposit;
        uint256 pausedUntil;
        bool woundUp;
        bool dead;
        uint256 depositCapAssets;
        uint256 asOf;
        uint256 feeBps;
        uint256 highWaterRay;
        uint256 failing;
        uint256 pendingLoss;
        uint256 syncBefore;
    }

    function read(uint256[4] memory words) internal pure returns (Book memory b) {
        (uint256 prices, uint256 gate, uint256 fees) = (words[0], words[1], words[2]);
        b.recognised = uint96(prices);
        b.lockedProfit = uint96(prices >> 96);
        b.accruedAt = uint32(prices >> 192);
        b.dripEnd = prices >> 224;
        b.lastFullSync = uint32(gate >> 96);
        b.lastDeposit = uint32(gate >> 128);
        b.pausedUntil = uint32(gate >> 160);
        b.woundUp = (gate >> 192) & 4 != 0;
        b.dead = (gate >> 192) & 8 != 0;
        b.depositCapAssets = uint256(uint24(gate >> 200)) * 1 ether;
        b.asOf = gate >> 224;
        b.feeBps = uint16(fees);
        b.highWaterRay = uint168(fees >> 16);
        b.pendingLoss = uint96(words[3] >> 96);
        b.failing = uint32(words[3] >> 192);
        b.syncBefore = words[3] >> 224;
    }
}
