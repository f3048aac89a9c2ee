// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Who may act for an account in the restaking core: its admins, and appointees for single functions.
interface IPermissionController {
    /// @dev The address to propose is already an admin of the account.
    error AdminAlreadySet();
    /// @dev The address to propose is already proposed.
    error AdminAlreadyPending();
    /// @dev The address was never proposed as an admin, or has accepted already.
    error AdminNotPending();
    /// @dev The address to remove is not an admin of the account.
    error AdminNotSet();
    /// @dev The appointee already holds this permission.
    error AppointeeAlreadySet();
    /// @dev The appointee does not hold this permission.
    error AppointeeNotSet();
    /// @dev The last admin cannot be removed: the account would have nobody to act for it.
    error CannotHaveZeroAdmins();
    /// @dev The caller is not an admin of the account.
    error NotAdmin();

    event AppointeeSet(address indexed account, address indexed appointee, address target, bytes4 selector);
    event AppointeeRemoved(address indexed account, address indexed appointee, address target, bytes4 selector);
    event PendingAdminAdded(address indexed account, address admin);
    event PendingAdminRemoved(address indexed account, address admin);
    event AdminSet(address indexed account, address admin);
    event AdminRemoved(address indexed account, address admin);

    /// @notice Proposes `admin` as an admin of `account`; nothing changes until it accepts.
    /// @dev Only an admin of `account`, else {NotAdmin}; {AdminAlreadySet}, {AdminAlreadyPending}.
    /// Emits {PendingAdminAdded}.
    function addPendingAdmin(address account, address admin) external;

    /// @notice Withdraws the proposal of `admin`.
    /// @dev Only an admin of `account`, else {NotAdmin}; {AdminNotPending}. Emits {PendingAdminRemoved}.
    function removePendingAdmin(address account, address admin) external;

    /// @notice Accepts a proposal: the caller becomes an admin of `account`. With the first one, the account
    /// itself loses its own rights unless it is an admin too.
    /// @dev {AdminNotPending} when the caller was not proposed. Emits {AdminSet}.
    function acceptAdmin(address account) external;

    /// @notice Removes `admin` from the admins of `account`.
    /// @dev Only an admin of `account`, else {NotAdmin}; {CannotHaveZeroAdmins} when one or none is set;
    /// {AdminNotSet}. Emits {AdminRemoved}.
    function removeAdmin(address account, address admin) external;

    /// @notice Lets `appointee` call `selector` of `target` for `account`.
    /// @dev Only an admin of `account`, else {NotAdmin}; {AppointeeAlreadySet}. Emits {AppointeeSet}.
    function setAppointee(address account, address appointee, address target, bytes4 selector) external;

    /// @notice Takes that permission back.
    /// @dev Only an admin of `account`, else {NotAdmin}; {AppointeeNotSet}. Emits {AppointeeRemoved}.
    function removeAppointee(address account, address appointee, address target, bytes4 selector) external;

    /// @notice True when `caller` is an admin of `account`. An account without admins is its own admin.
    function isAdmin(address account, address caller) external view returns (bool);

    /// @notice True when `pendingAdmin` was proposed for `account` and has not accepted yet.
    function isPendingAdmin(address account, address pendingAdmin) external view returns (bool);

    /// @notice The admins of `account`; the account itself when none is set. The order is not stable.
    function getAdmins(address account) external view returns (address[] memory);

    /// @notice The proposed admins of `account`. The order is not stable.
    function getPendingAdmins(address account) external view returns (address[] memory);

    /// @notice True when `caller` may call `selector` of `target` for `account`: as admin or as appointee.
    function canCall(address account, address caller, address target, bytes4 selector) external view returns (bool);

    /// @notice What `appointee` may call for `account`, as pairs of target and selector at equal indices.
    function getAppointeePermissions(
        address account,
        address appointee
    ) external view returns (address[] memory, bytes4[] memory);

    /// @notice Who was appointed to call `selector` of `target` for `account`; admins are not listed.
    function getAppointees(address account, address target, bytes4 selector) external view returns (address[] memory);
}
