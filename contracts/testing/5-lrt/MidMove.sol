// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultModules} from "../../5-lrt/interfaces/IVaultModules.sol";

/// @title A restaker that lets anybody call anything in the middle of a move
/// @notice For a test that puts its code in the place of the real one: it keeps nothing.
contract MidMove {
    function during(IVaultModules vault, address to, address target, bytes calldata data) external payable {
        vault.beginMove(address(vault), to);
        (bool ok, bytes memory reason) = target.call{value: msg.value}(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
        vault.endMove(type(uint256).max);
    }
}
