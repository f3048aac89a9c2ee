// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICover} from "../../5-lrt/interfaces/ICover.sol";

/// @title An underwriter that calls back when it is paid, or refuses the ETH
contract RestlessUnderwriter {
    ICover public immutable cover;
    bytes[] private _calls;
    bool public refuses;
    uint256 public succeeded;

    error Refused();

    constructor(ICover cover_) {
        cover = cover_;
    }

    receive() external payable {
        if (refuses) revert Refused();
        for (uint256 i = 0; i < _calls.length; ++i) {
            (bool ok, ) = address(cover).call(_calls[i]);
            if (ok) ++succeeded;
        }
    }

    function plan(bytes[] memory calls, bool refuses_) external {
        _calls = calls;
        refuses = refuses_;
    }

    function join() external payable {
        cover.join{value: msg.value}(address(this), 0);
    }

    function cooldown(uint256 shares) external returns (uint256) {
        return cover.cooldown(shares);
    }

    function withdraw(uint256 leaveId) external returns (uint256) {
        return cover.withdraw(leaveId, address(this), 0);
    }
}
