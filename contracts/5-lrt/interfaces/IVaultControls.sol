// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IVaultControls
/// @notice What the vault's settings write into the vault. Nobody else can; the rules are theirs (`VaultSettings`), the
/// vault only keeps its books right.
interface IVaultControls {
    /// @param feeBps fee in basis points of each gain that is found from now on
    /// @param depositCapEther most that T + U may be after a deposit, in whole ether
    /// @param pausedUntil timestamp (seconds) until which deposits stop, never before the next
    /// @param containedUntil timestamp (seconds) until which requests, closings, settlements and deposits do
    struct Terms {
        uint16 feeBps;
        uint24 depositCapEther;
        uint32 pausedUntil;
        uint32 containedUntil;
    }

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

    /// @notice Writes all that the settings decide in numbers; `FeeSet` tells of another fee.
    function setTerms(Terms calldata terms) external;
}
