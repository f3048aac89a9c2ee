// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ForcedEther} from "../../shared/ForcedEther.sol";

/// @notice Refuses every plain transfer, and forces ether upon others.
contract ForcedEtherProbe {
    function sendTo(address recipient, uint256 amountWei) external {
        ForcedEther.send(recipient, amountWei);
    }
}
