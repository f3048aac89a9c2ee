// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IVaultViews
/// @notice Prices of the vault for other protocols. A lending market should take `liveRate`, and may fall back to `rate`
/// while `isStale` is false. Every answer reverts while a move of the vault is half done (`MoveInProgress`).
interface IVaultViews {
    /// @notice The exit price that `rate` would answer after a full sync in this very block: wei of ETH for 1e18 shares,
    /// rounded down.
    /// @dev Reverts where the sync would: `ComponentUnreadable`, `NotEnoughGas`.
    function liveRate() external view returns (uint256 rateWad);

    /// @notice The deposit price after such a sync: wei of ETH for 1e18 shares, rounded up.
    function liveDepositRate() external view returns (uint256 rateWad);

    /// @notice T and U after such a sync, in wei of ETH.
    function liveTotals() external view returns (uint256 recognised, uint256 undripped);

    /// @notice Exit price as the books have it, with the drip up to now.
    function rate() external view returns (uint256 rateWad);

    /// @notice Timestamp of the last full sync, in seconds.
    function updatedAt() external view returns (uint256 timestamp);

    /// @notice Whether that is longer ago than a whole drip.
    function isStale() external view returns (bool);

    /// @notice Most that `IVault.deposit` would take now, in wei of ETH; 0 when it would take nothing, for whatever reason.
    function depositRoom() external view returns (uint256 assets);
}
