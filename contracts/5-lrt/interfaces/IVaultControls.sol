// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IVaultControls
/// @notice What the vault's settings write into the vault. Nobody else can; the rules are theirs (`VaultSettings`), the
/// vault only keeps its books right.
interface IVaultControls {
    error OnlySettings(address caller);

    event LstAdded(address indexed lst, address indexed reserve);
    event LstRemoved(address indexed lst);
    event FeeSet(uint256 feeBps);

    /// @notice Adds a component with a record of zero. The settings, and the restaker for each new slot.
    function addComponent(address component) external;

    /// @notice Removes a component that is worth nothing (`ComponentNotEmpty`).
    function removeComponent(address component) external;

    /// @notice Names the reserve of an LST, or with zero forgets it.
    function setReserve(address lst, address reserve) external;

    /// @notice Fee in basis points of each gain that is found from now on.
    function setFee(uint256 bps) external;

    /// @notice Most that T + U may be after a deposit, in whole ether.
    function setDepositCap(uint256 capEther) external;

    /// @notice Timestamps (seconds) until which deposits stop, and until which requests, closings, settlements and deposits
    /// do: the first is never before the second.
    function setStops(uint256 pausedUntil, uint256 containedUntil) external;
}
