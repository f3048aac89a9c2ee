// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedAtRequestVault} from "../pricing/FixedAtRequestVault.sol";

/// @title Broken: a cancelled ticket buys shares back with its quote
/// @notice The quote is of the rate at the request, the shares are of the rate now: after a slash there are more of them, and
/// those who did not ask have borne it alone.
contract CancelledIntoEther is FixedAtRequestVault {
    /// @notice Mints shares for what was owed to the caller.
    function cancel(uint256, address receiver) external {
        uint256 assets = owedTo[msg.sender];
        uint256 shares = _sharesFor(assets, holdersAssets());
        owedTo[msg.sender] = 0;
        debts -= assets;
        _mint(receiver, shares);
    }
}
