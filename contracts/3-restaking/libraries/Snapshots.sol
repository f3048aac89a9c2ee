// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Values by block
/// @notice A list of (block, value), blocks ascending, that answers what the value was at the end of a block.
/// @dev One word an entry: the block in the top 32 bits, the value in the lower 224, to which it is TRUNCATED without
/// a check, as in the real core. Whoever keeps a list also keeps its length, in a word that it writes anyway; a
/// list has no length slot of its own.
/// @custom:decisions 0021
library Snapshots {
    /// @dev A block lower than the last one.
    error InvalidSnapshotOrdering();

    /// @notice Sets the value from a block on; a second push in one block replaces the first.
    /// @return newLength the list's length afterwards
    function push(
        mapping(uint256 index => uint256) storage list,
        uint256 length,
        uint32 blockNumber,
        uint256 value
    ) internal returns (uint256 newLength) {
        uint256 entry = (uint256(blockNumber) << 224) | uint224(value);
        if (length != 0) {
            uint256 lastBlock = list[length - 1] >> 224;
            require(lastBlock <= blockNumber, InvalidSnapshotOrdering());
            if (lastBlock == blockNumber) {
                list[length - 1] = entry;
                return length;
            }
        }
        list[length] = entry;
        return length + 1;
    }

    /// @notice The last value, or `initial` when there is none.
    function latest(
        mapping(uint256 index => uint256) storage list,
        uint256 length,
        uint256 initial
    ) internal view returns (uint256) {
        return length == 0 ? initial : uint224(list[length - 1]);
    }

    /// @notice The value at the end of a block: that of the last entry at or before it, `initial` before the first.
    /// @dev Looks from the end first: what is asked for is nearly always recent.
    function atBlock(
        mapping(uint256 index => uint256) storage list,
        uint256 length,
        uint32 blockNumber,
        uint256 initial
    ) internal view returns (uint256) {
        uint256 low = 0;
        uint256 high = length;
        uint256 middle = length == 0 ? 0 : length - 1;
        while (low < high) {
            if (list[middle] >> 224 > blockNumber) high = middle;
            else low = middle + 1;
            middle = (low + high) / 2;
        }
        return low == 0 ? initial : uint224(list[low - 1]);
    }
}
