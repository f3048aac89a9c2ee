// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ICover
/// @notice First-loss ETH: what a net loss takes after U and before T, capped in a rolling window.
interface ICover {
    error NotTheVault(address caller);

    event Funded(address indexed from, uint256 assets);
    event Drawn(uint256 lossAssets, uint256 paidAssets, uint256 remainingAssets);
    event Repaid(uint256 assets);

    /// @notice Gives msg.value to the cover. Anyone.
    function fund() external payable;

    /// @notice Pays up to `lossAssets` to the vault, as far as funds and the cap go; never reverts for lack of them.
    function draw(uint256 lossAssets) external returns (uint256 paidAssets);

    /// @notice A loss that it had paid for was reversed: takes back what it paid, up to msg.value.
    function repay() external payable;

    /// @notice What it would pay now, in wei.
    function available() external view returns (uint256 assets);

    /// @notice What it has paid and not got back, in wei.
    function outstanding() external view returns (uint256 assets);
}
