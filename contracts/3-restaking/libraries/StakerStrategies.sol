// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";

/// @title A staker's deposit shares, and the list of strategies in which there are any
/// @notice A strategy is appended with its first share and leaves with the last one; the last of the list then takes
/// its place.
/// @dev Two words a strategy: shares with the place in the list (from 1), and the list's entry. The length of the list
/// stands beside its first entry. Shares fit 248 bits, or SafeCast reverts.
library StakerStrategies {
    using SafeCast for uint256;

    struct Holding {
        uint248 shares;
        uint8 place;
    }

    struct Entry {
        IStrategy strategy;
        uint8 length; // of the whole list, kept in the first entry
    }

    struct Portfolio {
        mapping(IStrategy strategy => Holding) holdings;
        mapping(uint256 index => Entry) entries;
    }

    /// @return prevShares shares before
    function increase(
        Portfolio storage self,
        IStrategy strategy,
        uint256 shares
    ) internal returns (uint256 prevShares) {
        Holding memory holding = self.holdings[strategy];
        prevShares = holding.shares;
        if (prevShares == 0) {
            uint8 length = self.entries[0].length;
            holding.place = length + 1;
            if (length == 0) {
                self.entries[0] = Entry(strategy, 1);
            } else {
                self.entries[length].strategy = strategy;
                self.entries[0].length = length + 1;
            }
        }
        holding.shares = (prevShares + shares).toUint248();
        self.holdings[strategy] = holding;
    }

    /// @notice Takes shares off, which must be there.
    /// @return sharesAfter shares left
    function decrease(
        Portfolio storage self,
        IStrategy strategy,
        uint256 shares
    ) internal returns (uint256 sharesAfter) {
        Holding memory holding = self.holdings[strategy];
        sharesAfter = holding.shares - shares;
        if (sharesAfter == 0) {
            delete self.holdings[strategy];
            _removeAt(self, holding.place);
        } else {
            self.holdings[strategy].shares = uint248(sharesAfter);
        }
    }

    /// @notice All strategies with their shares, in the list's order.
    function values(
        Portfolio storage self
    ) internal view returns (IStrategy[] memory strategies, uint256[] memory shares) {
        strategies = list(self);
        shares = new uint256[](strategies.length);
        for (uint256 i = 0; i < strategies.length; i++) shares[i] = self.holdings[strategies[i]].shares;
    }

    /// @notice All strategies, in the list's order.
    function list(Portfolio storage self) internal view returns (IStrategy[] memory strategies) {
        strategies = new IStrategy[](self.entries[0].length);
        for (uint256 i = 0; i < strategies.length; i++) strategies[i] = self.entries[i].strategy;
    }

    function _removeAt(Portfolio storage self, uint8 place) private {
        uint8 last = self.entries[0].length - 1;
        if (place - 1 != last) {
            IStrategy moved = self.entries[last].strategy;
            self.entries[place - 1].strategy = moved;
            self.holdings[moved].place = place;
        }
        if (last == 0) {
            delete self.entries[0];
        } else {
            delete self.entries[last];
            self.entries[0].length = last;
        }
    }
}
