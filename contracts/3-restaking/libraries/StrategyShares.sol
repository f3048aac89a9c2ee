// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStrategy} from "../interfaces/IStrategy.sol";

/// @title Strategies with an amount of shares each, one word an entry
/// @notice The strategy in the top 160 bits, the shares in the lower 96. Shares of 2^96 − 1 and more (79 billion whole
/// tokens of 18 decimals) are marked by all ones there and stand in a second word.
/// @dev Whoever keeps a list also keeps its length.
/// @custom:decisions 0020
library StrategyShares {
    uint256 private constant WIDE = type(uint96).max;

    /// @notice Writes an entry over whatever was there, except that a second word stays: clear first if it may be wide.
    function set(
        mapping(uint256 index => uint256) storage list,
        uint256 index,
        IStrategy strategy,
        uint256 shares
    ) internal {
        uint256 word = uint256(uint160(address(strategy))) << 96;
        if (shares < WIDE) {
            list[index] = word | shares;
        } else {
            list[index] = word | WIDE;
            list[~index] = shares;
        }
    }

    /// @notice Reads an entry.
    function get(
        mapping(uint256 index => uint256) storage list,
        uint256 index
    ) internal view returns (IStrategy strategy, uint256 shares) {
        uint256 word = list[index];
        strategy = IStrategy(address(uint160(word >> 96)));
        shares = uint96(word);
        if (shares == WIDE) shares = list[~index];
    }

    /// @notice Removes an entry, both words of it.
    function clear(mapping(uint256 index => uint256) storage list, uint256 index) internal {
        if (uint96(list[index]) == WIDE) delete list[~index];
        delete list[index];
    }

    /// @notice All entries, in order.
    function values(
        mapping(uint256 index => uint256) storage list,
        uint256 length
    ) internal view returns (IStrategy[] memory strategies, uint256[] memory shares) {
        strategies = new IStrategy[](length);
        shares = new uint256[](length);
        for (uint256 i = 0; i < length; i++) (strategies[i], shares[i]) = get(list, i);
    }
}
