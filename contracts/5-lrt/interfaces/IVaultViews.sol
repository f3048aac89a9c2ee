// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IVaultViews
/// @notice Prices of the vault for other protocols. A lending market should take `collateralRate`, and nothing instead when
/// that reverts: who calls the market chooses its gas, and with too little of it any `try` ends at the other price. Every answer
/// reverts while a move of the vault is half done (`MoveInProgress`).
interface IVaultViews {
    /// @notice What others may lend against: T / supply with every loss up to this moment, wei of ETH for 1e18 shares, rounded
    /// down. It is what `rate` would answer after a full sync in this block, less any gain that such a sync would find: so a
    /// gift does not move it, and a deposit of any size moves it by rounding alone.
    /// @dev It answers in full or reverts (DFI-10): `SyncTooOld` when the last full sync is older than the drip (anybody's
    /// `syncAll` ends that), `CheckpointTooOld`, `ComponentUnreadable`, `WorthInDoubt` while a component counts at less than it
    /// may be worth, `DeadState`, `NotEnoughGas`. It needs what it uses, and no more at hand.
    function collateralRate() external view returns (uint256 rateWad);

    /// @notice The exit price that `rate` would answer after a full sync in this very block: wei of ETH for 1e18 shares,
    /// rounded down.
    /// @dev Reverts where the sync would: `ComponentUnreadable`, `NotEnoughGas`.
    function liveRate() external view returns (uint256 rateWad);

    /// @notice The deposit price after such a sync: wei of ETH for 1e18 shares, rounded up.
    function liveDepositRate() external view returns (uint256 rateWad);

    /// @notice T and U after such a sync, in wei of ETH.
    function liveTotals() external view returns (uint256 recognised, uint256 lockedProfit);

    /// @notice Exit price as the books have it, with the drip up to now.
    function rate() external view returns (uint256 rateWad);

    /// @notice Timestamp of the last full sync, in seconds.
    function updatedAt() external view returns (uint256 timestamp);

    /// @notice Whether that is longer ago than a whole drip.
    function isStale() external view returns (bool);

    /// @notice Most that a deposit right after a full sync in this very block would take, in wei of ETH; 0 when it would take
    /// nothing, for whatever reason, an announced slash among them.
    /// @dev Reverts where the sync would.
    function depositRoom() external view returns (uint256 assets);
}
