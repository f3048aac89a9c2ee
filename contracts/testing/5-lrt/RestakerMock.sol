// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRestaker} from "../../5-lrt/interfaces/IRestaker.sol";
import {IVaultModules} from "../../5-lrt/interfaces/IVaultModules.sol";
import {ComponentMock} from "./ComponentMock.sol";

/// @title Opens and closes moves as a test asks
contract RestakerMock {
    IVaultModules public immutable vault;

    constructor(IVaultModules vault_) {
        vault = vault_;
    }

    function restake(address component, uint256 assets) external {
        vault.beginMove(address(vault), component);
        vault.sendIdle(assets);
        vault.endMove(0);
    }

    /// @notice Brings `assets` back, and loses `cost` on the way.
    function unwind(ComponentMock component, uint256 assets, uint256 cost, uint256 maxLossAssets) external {
        vault.beginMove(address(component), address(vault));
        component.giveBack(vault, assets, cost);
        vault.endMove(maxLossAssets);
    }

    /// @notice None: a leg may have any size.
    function limits() external pure returns (IRestaker.Limits memory none) {}

    /// @notice Any calls inside a move between two places.
    function during(address from, address to, address[] calldata targets, bytes[] calldata data) external {
        vault.beginMove(from, to);
        callAll(targets, data);
        vault.endMove(0);
    }

    function callAll(address[] calldata targets, bytes[] calldata data) public {
        for (uint256 i = 0; i < targets.length; ++i) {
            (bool ok, bytes memory reason) = targets[i].call(data[i]);
            if (!ok) {
                assembly ("memory-safe") {
                    revert(add(reason, 32), mload(reason))
                }
            }
        }
    }
}
