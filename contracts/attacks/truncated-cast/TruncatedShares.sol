// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedAtRequestVault} from "../pricing/FixedAtRequestVault.sol";

/// @title Broken: shares are cut to 64 bits where they are taken, not where they are paid
/// @notice What is burned is the remainder of a division by 2^64, and what is owed is the whole.
contract TruncatedShares is FixedAtRequestVault {
    /// @inheritdoc FixedAtRequestVault
    function request(uint256 shares, address owner, uint256, uint256) external override returns (uint256 ticketId) {
        uint256 assets = toAssetsDown(shares);
        // forge-lint: disable-next-line(unsafe-typecast)
        _burn(msg.sender, uint64(shares));
        owedTo[owner] += assets;
        debts += assets;
        return uint160(owner);
    }
}
