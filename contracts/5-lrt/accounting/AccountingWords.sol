// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev A lone sync found a loss: no deposits until the next full sync.
uint8 constant CLOSED_BY_LOSS = 1;
/// @dev A slash is announced: no settlement and no instant exit until the next full sync.
uint8 constant HELD_BACK = 2;
/// @dev Nothing comes in any more, for ever.
uint8 constant WOUND_UP = 4;
/// @dev No deposits and no exits until a full sync finds the vault revived.
uint8 constant DEAD = 8;
/// @dev The last full sync counted a component at less than it may be worth: no deposits.
uint8 constant IN_DOUBT = 16;

/// @title The vault's books between storage and memory
/// @notice What `IVault.accountingWords` gives are the structs of `VaultStorage`, packed from the low end of each word on: prices,
/// gate, fees, losses. The vault itself loads and stores its books here.
/// @custom:decisions 0105 0244
library AccountingWords {
    /// @dev Where the entries begin in the words of `IVault.priceWords`.
    uint256 private constant ENTRIES_AT = 5;

    /// @param recognised T when it was last accrued, in wei
    /// @param lockedProfit U at that time, in wei
    /// @param flags what stops, and what the vault is (the constants above)
    /// @param asOf how old the oldest information was that the last full sync found, as a timestamp
    /// @param highWaterRay the highest deposit price that was seen
    /// @param pendingLoss what lone syncs have found lost since the last full sync, in wei
    /// @param failing how many components have been reported as unreadable
    /// @param syncBefore when the last full sync was made before that of `lastFullSync`'s block
    /// @param components how many components there are
    /// @param supply of shares, which no word holds
    struct Book {
        uint256 recognised;
        uint256 lockedProfit;
        uint256 accruedAt;
        uint256 dripEnd;
        uint256 idle;
        uint256 lastFullSync;
        uint256 lastDeposit;
        uint256 pausedUntil;
        uint256 flags;
        uint256 depositCapEther;
        uint256 asOf;
        uint256 feeBps;
        uint256 highWaterRay;
        uint256 containedUntil;
        uint256 deadSince;
        uint256 components;
        uint256 lossFactorRay;
        uint256 pendingLoss;
        uint256 failing;
        uint256 syncBefore;
        uint256 supply;
    }

    /// @notice What the words of `IVault.accountingWords` say.
    function read(uint256[4] memory words, uint256 supply) internal pure returns (Book memory b) {
        fill(b, words[0], words[1], words[2], words[3]);
        b.supply = supply;
    }

    /// @notice What the words of `IVault.priceWords` say of the books.
    function read(uint256[] memory words) internal pure returns (Book memory b) {
        fill(b, words[0], words[1], words[2], words[3]);
        b.supply = words[4];
    }

    /// @notice Component and record of the entry at `index` in the words of `IVault.priceWords`.
    function entry(uint256[] memory words, uint256 index) internal pure returns (address component, int256 record) {
        uint256 word = words[ENTRIES_AT + index];
        return (address(uint160(word)), int96(int256(word >> 160)));
    }

    /// @dev The same into books that are in memory already.
    function fill(Book memory b, uint256 prices, uint256 gate, uint256 fees, uint256 losses) internal pure {
        b.recognised = uint96(prices);
        b.lockedProfit = uint96(prices >> 96);
        b.accruedAt = uint32(prices >> 192);
        b.dripEnd = prices >> 224;
        b.idle = uint96(gate);
        b.lastFullSync = uint32(gate >> 96);
        b.lastDeposit = uint32(gate >> 128);
        b.pausedUntil = uint32(gate >> 160);
        b.flags = uint8(gate >> 192);
        b.depositCapEther = uint24(gate >> 200);
        b.asOf = gate >> 224;
        b.feeBps = uint16(fees);
        b.highWaterRay = uint168(fees >> 16);
        b.containedUntil = uint32(fees >> 184);
        b.deadSince = uint32(fees >> 216);
        b.components = fees >> 248;
        b.lossFactorRay = uint96(losses);
        b.pendingLoss = uint96(losses >> 96);
        b.failing = uint32(losses >> 192);
        b.syncBefore = losses >> 224;
    }

    /// @notice The words of books of which every field fits its place.
    function write(Book memory b) internal pure returns (uint256 prices, uint256 gate, uint256 fees, uint256 losses) {
        prices = b.recognised | (b.lockedProfit << 96) | (b.accruedAt << 192) | (b.dripEnd << 224);
        gate =
            b.idle |
            (b.lastFullSync << 96) |
            (b.lastDeposit << 128) |
            (b.pausedUntil << 160) |
            (b.flags << 192) |
            (b.depositCapEther << 200) |
            (b.asOf << 224);
        fees =
            b.feeBps |
            (b.highWaterRay << 16) |
            (b.containedUntil << 184) |
            (b.deadSince << 216) |
            (b.components << 248);
        losses = b.lossFactorRay | (b.pendingLoss << 96) | (b.failing << 192) | (b.syncBefore << 224);
    }

    // --- single fields of the two words that a deposit touches --------------------------------------------------------

    function recognisedIn(uint256 prices) internal pure returns (uint256) {
        return uint96(prices);
    }

    function lockedProfitIn(uint256 prices) internal pure returns (uint256) {
        return uint96(prices >> 96);
    }

    function lastFullSyncIn(uint256 gate) internal pure returns (uint256) {
        return uint32(gate >> 96);
    }

    function pausedUntilIn(uint256 gate) internal pure returns (uint256) {
        return uint32(gate >> 160);
    }

    function flagsIn(uint256 gate) internal pure returns (uint256) {
        return uint8(gate >> 192);
    }

    function depositCapEtherIn(uint256 gate) internal pure returns (uint256) {
        return uint24(gate >> 200);
    }

    function asOfIn(uint256 gate) internal pure returns (uint256) {
        return gate >> 224;
    }

    /// @dev The prices with more in T and U: no more than fits their places.
    function withMore(uint256 prices, uint256 recognised, uint256 lockedProfit) internal pure returns (uint256) {
        unchecked {
            return prices + recognised + (lockedProfit << 96);
        }
    }

    /// @dev The gate after a deposit of which `idleAssets` are ETH: no more than fits its place.
    function withDeposit(uint256 gate, uint256 idleAssets, uint256 timestamp) internal pure returns (uint256) {
        unchecked {
            return ((gate & ~(uint256(type(uint32).max) << 128)) | (timestamp << 128)) + idleAssets;
        }
    }
}
