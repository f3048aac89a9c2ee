// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: what is burned is rounded down, and what is paid is not
/// @notice Shares are kept in units of a tenth; an exit of less than a unit burns nothing.
contract BurnedInUnits is NaiveVault {
    uint256 private constant UNIT = 0.1 ether;

    /// @inheritdoc NaiveVault
    function exitInstantly(
        uint256 shares,
        address receiver,
        uint256,
        uint256
    ) public override returns (uint256 assets) {
        assets = toAssetsDown(shares);
        _burn(msg.sender, (shares / UNIT) * UNIT);
        _pay(receiver, assets);
    }
}
