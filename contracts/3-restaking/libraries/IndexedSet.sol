// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A set that takes one word per item
/// @notice Items in a list, where removing one moves the last into its place: the order of OpenZeppelin's
/// EnumerableSet for a third of its storage.
/// @dev Places count from 1; 0 means that an item is not in the list. Whoever keeps a list also keeps its length and
/// every item's place, packed into words that it writes anyway.
/// @custom:decisions 0020
library IndexedSet {
    /// @return place of the new item, which is the list's length afterwards too
    function append(
        mapping(uint256 index => bytes32) storage list,
        uint32 length,
        bytes32 item
    ) internal returns (uint32 place) {
        list[length] = item;
        return length + 1;
    }

    /// @return moved the item that is at `place` now; zero when the last one was removed and nothing moved
    function removeAt(
        mapping(uint256 index => bytes32) storage list,
        uint32 length,
        uint32 place
    ) internal returns (bytes32 moved) {
        if (place != length) {
            moved = list[length - 1];
            list[place - 1] = moved;
        }
        delete list[length - 1];
    }

    /// @notice All items, by place.
    function values(
        mapping(uint256 index => bytes32) storage list,
        uint256 length
    ) internal view returns (bytes32[] memory items) {
        items = new bytes32[](length);
        for (uint256 i = 0; i < length; i++) items[i] = list[i];
    }

    /// @notice All items as the addresses in their lower 160 bits.
    function addresses(
        mapping(uint256 index => bytes32) storage list,
        uint256 length
    ) internal view returns (address[] memory items) {
        items = new address[](length);
        for (uint256 i = 0; i < length; i++) items[i] = address(uint160(uint256(list[i])));
    }
}
