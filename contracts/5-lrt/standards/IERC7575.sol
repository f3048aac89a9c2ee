// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ERC-7575: an ERC-4626 vault whose share is a token of its own
/// @notice The functions and events of ERC-4626, without ERC-20, and with `share`.
interface IERC7575 {
    /// @notice `assets` of `sender` became `shares` of `owner`.
    event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares);
    /// @notice `shares` of `owner` became `assets` of `receiver`.
    event Withdraw(
        address indexed sender,
        address indexed receiver,
        address indexed owner,
        uint256 assets,
        uint256 shares
    );

    function asset() external view returns (address);
    function share() external view returns (address);
    function totalAssets() external view returns (uint256 assets);

    /// @notice Shares that `assets` are worth, rounded down, whoever asks and whatever a deposit would get.
    function convertToShares(uint256 assets) external view returns (uint256 shares);
    /// @notice Assets that `shares` are worth, rounded down.
    function convertToAssets(uint256 shares) external view returns (uint256 assets);

    /// @notice Most that a deposit for `receiver` can take now; 0 when none can.
    function maxDeposit(address receiver) external view returns (uint256 assets);
    /// @notice What a deposit of `assets` mints now; looks at no limit.
    function previewDeposit(uint256 assets) external view returns (uint256 shares);
    /// @notice Takes `assets` of the caller and mints shares to `receiver`.
    function deposit(uint256 assets, address receiver) external returns (uint256 shares);

    /// @notice Most that can be minted for `receiver` now.
    function maxMint(address receiver) external view returns (uint256 shares);
    /// @notice What minting exactly `shares` costs now; looks at no limit.
    function previewMint(uint256 shares) external view returns (uint256 assets);
    /// @notice Mints exactly `shares` to `receiver` for assets of the caller.
    function mint(uint256 shares, address receiver) external returns (uint256 assets);

    /// @notice Most that `controller` can withdraw now.
    function maxWithdraw(address controller) external view returns (uint256 assets);
    /// @notice Always reverts: the way out is asynchronous.
    function previewWithdraw(uint256 assets) external view returns (uint256 shares);
    /// @notice Claims exactly `assets` of what `controller` can claim and sends them to `receiver`.
    function withdraw(uint256 assets, address receiver, address controller) external returns (uint256 shares);

    /// @notice Most shares that `controller` can redeem now.
    function maxRedeem(address controller) external view returns (uint256 shares);
    /// @notice Always reverts: the way out is asynchronous.
    function previewRedeem(uint256 shares) external view returns (uint256 assets);
    /// @notice Claims for exactly `shares` of what `controller` can claim and sends the assets to `receiver`.
    function redeem(uint256 shares, address receiver, address controller) external returns (uint256 assets);
}
