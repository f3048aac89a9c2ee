// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {IPermissionController} from "../interfaces/IPermissionController.sol";

/// @title Delegated rights in the restaking core
/// @notice An account starts as its own and only admin. Once a proposed admin has accepted, the set of admins
/// decides alone: the account keeps its rights only if it is in it. Admins appoint others to single functions,
/// a permission being the pair (target, selector).
/// @dev Holds no funds and knows no role of the core; the core asks {canCall} with its own address as target.
/// RST-30 ({isAdmin}), RST-31 (appointees), RST-32 ({removeAdmin}).
contract PermissionController is IPermissionController {
    using EnumerableSet for EnumerableSet.AddressSet;
    using EnumerableSet for EnumerableSet.Bytes32Set;

    struct Permissions {
        EnumerableSet.AddressSet pendingAdmins;
        EnumerableSet.AddressSet admins;
        mapping(address appointee => EnumerableSet.Bytes32Set) granted;
        mapping(bytes32 permission => EnumerableSet.AddressSet) appointees;
    }

    mapping(address account => Permissions) private _permissions;

    modifier onlyAdmin(address account) {
        require(isAdmin(account, msg.sender), NotAdmin());
        _;
    }

    /// @inheritdoc IPermissionController
    function addPendingAdmin(address account, address admin) external onlyAdmin(account) {
        Permissions storage permissions = _permissions[account];
        require(!permissions.admins.contains(admin), AdminAlreadySet());
        require(permissions.pendingAdmins.add(admin), AdminAlreadyPending());
        emit PendingAdminAdded(account, admin);
    }

    /// @inheritdoc IPermissionController
    function removePendingAdmin(address account, address admin) external onlyAdmin(account) {
        require(_permissions[account].pendingAdmins.remove(admin), AdminNotPending());
        emit PendingAdminRemoved(account, admin);
    }

    /// @inheritdoc IPermissionController
    function acceptAdmin(address account) external {
        Permissions storage permissions = _permissions[account];
        require(permissions.pendingAdmins.remove(msg.sender), AdminNotPending());
        permissions.admins.add(msg.sender);
        emit AdminSet(account, msg.sender);
    }

    /// @inheritdoc IPermissionController
    function removeAdmin(address account, address admin) external onlyAdmin(account) {
        EnumerableSet.AddressSet storage admins = _permissions[account].admins;
        require(admins.length() > 1, CannotHaveZeroAdmins());
        require(admins.remove(admin), AdminNotSet());
        emit AdminRemoved(account, admin);
    }

    /// @inheritdoc IPermissionController
    function setAppointee(
        address account,
        address appointee,
        address target,
        bytes4 selector
    ) external onlyAdmin(account) {
        Permissions storage permissions = _permissions[account];
        bytes32 permission = _encode(target, selector);
        require(permissions.granted[appointee].add(permission), AppointeeAlreadySet());
        permissions.appointees[permission].add(appointee);
        emit AppointeeSet(account, appointee, target, selector);
    }

    /// @inheritdoc IPermissionController
    function removeAppointee(
        address account,
        address appointee,
        address target,
        bytes4 selector
    ) external onlyAdmin(account) {
        Permissions storage permissions = _permissions[account];
        bytes32 permission = _encode(target, selector);
        require(permissions.granted[appointee].remove(permission), AppointeeNotSet());
        permissions.appointees[permission].remove(appointee);
        emit AppointeeRemoved(account, appointee, target, selector);
    }

    /// @inheritdoc IPermissionController
    function isAdmin(address account, address caller) public view returns (bool) {
        EnumerableSet.AddressSet storage admins = _permissions[account].admins;
        return admins.length() == 0 ? account == caller : admins.contains(caller);
    }

    /// @inheritdoc IPermissionController
    function isPendingAdmin(address account, address pendingAdmin) external view returns (bool) {
        return _permissions[account].pendingAdmins.contains(pendingAdmin);
    }

    /// @inheritdoc IPermissionController
    function getAdmins(address account) external view returns (address[] memory admins) {
        admins = _permissions[account].admins.values();
        if (admins.length == 0) {
            admins = new address[](1);
            admins[0] = account;
        }
    }

    /// @inheritdoc IPermissionController
    function getPendingAdmins(address account) external view returns (address[] memory) {
        return _permissions[account].pendingAdmins.values();
    }

    /// @inheritdoc IPermissionController
    function canCall(address account, address caller, address target, bytes4 selector) external view returns (bool) {
        return isAdmin(account, caller) || _permissions[account].granted[caller].contains(_encode(target, selector));
    }

    /// @inheritdoc IPermissionController
    function getAppointeePermissions(
        address account,
        address appointee
    ) external view returns (address[] memory targets, bytes4[] memory selectors) {
        bytes32[] memory granted = _permissions[account].granted[appointee].values();
        targets = new address[](granted.length);
        selectors = new bytes4[](granted.length);
        for (uint256 i = 0; i < granted.length; i++) {
            targets[i] = address(bytes20(granted[i]));
            selectors[i] = bytes4(granted[i] << 160);
        }
    }

    /// @inheritdoc IPermissionController
    function getAppointees(address account, address target, bytes4 selector) external view returns (address[] memory) {
        return _permissions[account].appointees[_encode(target, selector)].values();
    }

    /// @dev target in the first 20 bytes, selector in the next 4.
    function _encode(address target, bytes4 selector) private pure returns (bytes32) {
        return bytes32(bytes20(target)) | (bytes32(selector) >> 160);
    }
}
