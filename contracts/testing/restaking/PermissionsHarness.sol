// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPauserRegistry} from "../../3-restaking/interfaces/IPauserRegistry.sol";
import {IPermissionController} from "../../3-restaking/interfaces/IPermissionController.sol";
import {Pausable} from "../../3-restaking/permissions/Pausable.sol";
import {PermissionControllerMixin} from "../../3-restaking/permissions/PermissionControllerMixin.sol";
import {SignatureUtils} from "../../3-restaking/permissions/SignatureUtils.sol";

/// @notice Shows the mix-ins of the core on functions that do nothing else.
contract PermissionsHarness is Pausable, PermissionControllerMixin, SignatureUtils {
    constructor(
        IPauserRegistry pauserRegistry,
        IPermissionController permissionController
    ) Pausable(pauserRegistry) PermissionControllerMixin(permissionController) {}

    function act(address account) external view checkCanCall(account) returns (bool) {
        return true;
    }

    function actOtherwise(address account) external view checkCanCall(account) returns (bool) {
        return true;
    }

    function actWhenNotPaused3() external view onlyWhenNotPaused(3) returns (bool) {
        return true;
    }

    function checkSignature(address signer, bytes32 structHash, bytes memory signature, uint256 expiry) external view {
        _checkSignature(signer, _hashTypedDataV4(structHash), signature, expiry);
    }
}
