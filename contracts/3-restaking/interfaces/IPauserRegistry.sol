// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Who may pause the restaking core, and who alone may lift a pause.
interface IPauserRegistry {
    /// @dev The zero address can neither pause nor unpause.
    error InputAddressZero();
    /// @dev The caller is not the unpauser.
    error OnlyUnpauser();

    event PauserStatusChanged(address pauser, bool canPause);
    event UnpauserChanged(address previousUnpauser, address newUnpauser);

    /// @notice Grants or takes the right to pause.
    /// @dev Only the unpauser, else {OnlyUnpauser}; {InputAddressZero}. Emits {PauserStatusChanged}.
    function setIsPauser(address newPauser, bool canPause) external;

    /// @notice Hands the right to unpause, and to name pausers, to `newUnpauser`.
    /// @dev Only the unpauser, else {OnlyUnpauser}; {InputAddressZero}. Emits {UnpauserChanged}.
    function setUnpauser(address newUnpauser) external;

    /// @notice True when `pauser` may set pause bits.
    function isPauser(address pauser) external view returns (bool);

    /// @notice The one address that may clear pause bits.
    function unpauser() external view returns (address);
}
