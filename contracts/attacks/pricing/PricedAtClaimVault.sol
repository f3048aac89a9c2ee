// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: the exit price is read at the claim
/// @notice A settlement says that a ticket may be claimed, and nothing of how much. So what was set aside is not what is
/// claimed: a leaver whose stake is long gone still loses with the stakers, and one who waits on purpose still earns with
/// them, while he can be out in one transaction as soon as a slash is in sight.
contract PricedAtClaimVault is NaiveVault {
    mapping(address leaver => uint256 shares) public queuedOf;
    mapping(address leaver => bool) public isReady;
    address[] private _leavers;

    error NotReady(address leaver);

    /// @notice Queues shares of the caller for `owner`; they count like others until they are claimed.
    function request(uint256 shares, address owner, uint256, uint256) external returns (uint256 ticketId) {
        _transfer(msg.sender, address(this), shares);
        queuedOf[owner] += shares;
        _leavers.push(owner);
        return uint160(owner);
    }

    /// @notice Lets everybody claim for whom there is ETH now.
    function settle() public override {
        for (uint256 i = 0; i < _leavers.length; ++i) {
            if (toAssetsDown(queuedOf[_leavers[i]]) <= idle()) isReady[_leavers[i]] = true;
        }
    }

    /// @notice Pays what the caller's queued shares are worth now.
    function claim(uint256, address recipient) external returns (uint256 assets) {
        if (!isReady[msg.sender]) revert NotReady(msg.sender);
        uint256 shares = queuedOf[msg.sender];
        assets = toAssetsDown(shares);
        (queuedOf[msg.sender], isReady[msg.sender]) = (0, false);
        _burn(address(this), shares);
        _pay(recipient, assets);
    }
}
