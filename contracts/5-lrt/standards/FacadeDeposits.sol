// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultViews} from "../interfaces/IVaultViews.sol";
import {IWrappedEther} from "../interfaces/IWrappedEther.sol";
import {IERC7575} from "./IERC7575.sol";

/// @title The way in as ERC-4626 has it
/// @notice The asset is WETH, the share is the vault's own token. A deposit unwraps and goes on to the vault in the same
/// call, so nothing of it stays here. Previews are exact, at the deposit price (T + U) / supply; conversions are at the
/// exit price T / supply, which is what a share is worth and what `totalAssets` adds up to (STD-10 to STD-14).
///
/// `mint` mints exactly what it says. Below a rate of 1 a wei of ETH buys more than one share, and what it buys too much
/// (less than 1e6 shares of 1e-18) goes to the vault's own address, where it is nobody's: rounding is against the mover.
abstract contract FacadeDeposits is IERC7575 {
    using SafeERC20 for IERC20;

    IVault public immutable vault;
    IVaultViews public immutable views;
    IWrappedEther internal immutable _weth;

    constructor(address vault_, address views_, address weth_) {
        vault = IVault(vault_);
        views = IVaultViews(views_);
        _weth = IWrappedEther(weth_);
    }

    /// @inheritdoc IERC7575
    function deposit(uint256 assets, address receiver) external returns (uint256 shares) {
        _unwrap(assets);
        shares = vault.deposit{value: assets}(receiver, 0, block.timestamp);
        emit Deposit(msg.sender, receiver, assets, shares);
    }

    /// @inheritdoc IERC7575
    function mint(uint256 shares, address receiver) external returns (uint256 assets) {
        assets = previewMint(shares);
        _unwrap(assets);
        if (previewDeposit(assets) == shares) {
            vault.deposit{value: assets}(receiver, shares, block.timestamp);
        } else {
            uint256 minted = vault.deposit{value: assets}(address(this), shares, block.timestamp);
            IERC20(address(vault)).safeTransfer(receiver, shares);
            IERC20(address(vault)).safeTransfer(address(vault), minted - shares);
        }
        emit Deposit(msg.sender, receiver, assets, shares);
    }

    function _unwrap(uint256 assets) private {
        IERC20(address(_weth)).safeTransferFrom(msg.sender, address(this), assets);
        _weth.withdraw(assets);
    }

    /// @inheritdoc IERC7575
    function asset() external view returns (address) {
        return address(_weth);
    }

    /// @inheritdoc IERC7575
    function share() external view returns (address) {
        return address(vault);
    }

    /// @inheritdoc IERC7575
    function totalAssets() external view returns (uint256) {
        return vault.totals().recognised;
    }

    /// @inheritdoc IERC7575
    function convertToShares(uint256 assets) external view returns (uint256) {
        return SharePrice.toSharesDown(assets, vault.totals().recognised, vault.totalSupply());
    }

    /// @inheritdoc IERC7575
    function convertToAssets(uint256 shares) external view returns (uint256) {
        return vault.toAssetsDown(shares);
    }

    /// @inheritdoc IERC7575
    function maxDeposit(address) public view returns (uint256) {
        // STD-12, STD-40, STD-41, STD-44
        try views.depositRoom() returns (uint256 assets) {
            return assets;
        } catch {
            // in the middle of a move of the vault
            return 0;
        }
    }

    /// @inheritdoc IERC7575
    function maxMint(address receiver) external view returns (uint256) {
        return previewDeposit(maxDeposit(receiver));
    }

    /// @inheritdoc IERC7575
    /// @dev More than 2^128 wei, which nobody can have, count as 2^128.
    function previewDeposit(uint256 assets) public view returns (uint256) {
        return vault.toSharesDown(Math.min(assets, type(uint128).max));
    }

    /// @inheritdoc IERC7575
    /// @dev The least that buys them: at the deposit price, rounded up. No ETH of this world buys more than 2^128.
    function previewMint(uint256 shares) public view returns (uint256) {
        if (shares > type(uint128).max) return type(uint256).max;
        IVault.Totals memory t = vault.totals();
        uint256 total = t.recognised + t.undripped + SharePrice.VIRTUAL;
        return Math.mulDiv(shares, total, t.supply + SharePrice.VIRTUAL, Math.Rounding.Ceil);
    }
}
