// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPermissionController} from "../interfaces/IPermissionController.sol";

/// @notice For core contracts that let others act for an account.
abstract contract PermissionControllerMixin {
    /// @dev The caller is neither an admin of the account nor appointed to this function.
    error InvalidPermissions();

    /// @notice Where an account's admins and appointees are recorded.
    IPermissionController public immutable permissionController;

    constructor(IPermissionController permissionController_) {
        permissionController = permissionController_;
    }

    /// @dev Lets only those pass who may call the current function for `account`.
    modifier checkCanCall(address account) {
        _checkCanCall(account);
        _;
    }

    function _checkCanCall(address account) private view {
        require(_canCall(account), InvalidPermissions());
    }

    /// @dev True when msg.sender may call msg.sig of this contract for `account`.
    function _canCall(address account) internal view returns (bool) {
        return permissionController.canCall(account, msg.sender, address(this), msg.sig);
    }
}
