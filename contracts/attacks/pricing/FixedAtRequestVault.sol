// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: the exit price is fixed at the request, for ever
/// @notice A request turns shares into a debt in ETH at once. The stake behind it is still there to be slashed, and
/// whatever it loses falls on those who did not ask: so everybody asks as soon as a loss is in sight, and when they all
/// do the debts exceed what there is. First come, first served.
contract FixedAtRequestVault is NaiveVault {
    mapping(address leaver => uint256 assets) public owedTo;
    uint256 public debts;

    /// @notice Burns shares for what they are worth now, to be paid to `owner` when there is ETH.
    function request(uint256 shares, address owner, uint256, uint256) external virtual returns (uint256 ticketId) {
        uint256 assets = toAssetsDown(shares);
        _burn(msg.sender, shares);
        owedTo[owner] += assets;
        debts += assets;
        return uint160(owner);
    }

    /// @notice Pays all that is owed to the caller.
    function claim(uint256, address recipient) external returns (uint256 assets) {
        assets = owedTo[msg.sender];
        owedTo[msg.sender] = 0;
        debts -= assets;
        _pay(recipient, assets);
    }

    function _promised() internal view override returns (uint256) {
        return debts;
    }
}
