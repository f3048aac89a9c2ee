// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "./NaiveVault.sol";

/// @title Broken: the exit price is read at the claim
/// @notice A settlement says that a ticket may be claimed, and nothing of how much. So what was set aside is not what is
/// claimed: a leaver whose stake is long gone still loses with the stakers, and one who waits on purpose still earns with
/// them, while he can be out in one transaction as soon as a slash is in sight.
contract PricedAtClaimVault is NaiveVault {
    mapping(address leaver => uint256 shares) public queuedOf;
    mapping(address leaver => bool) public isReady;

    error NotReady(address leaver);

    /// @notice Queues shares; they count like others until they are claimed.
    function request(uint256 shares) external {
        sharesOf[msg.sender] -= shares;
        queuedOf[msg.sender] += shares;
    }

    /// @notice Lets a leaver claim, if there is ETH for it now.
    function settle(address leaver) external {
        uint256 assets = toAssetsDown(queuedOf[leaver]);
        if (assets > idle()) revert IdleTooLow(assets, idle());
        isReady[leaver] = true;
    }

    /// @notice Pays what the caller's queued shares are worth now.
    function claim() external returns (uint256 assets) {
        if (!isReady[msg.sender]) revert NotReady(msg.sender);
        uint256 shares = queuedOf[msg.sender];
        assets = toAssetsDown(shares);
        (queuedOf[msg.sender], isReady[msg.sender]) = (0, false);
        supply -= shares;
        _pay(msg.sender, assets);
    }

    function _promised() internal pure override returns (uint256) {
        return 0;
    }
}
