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
/// call, so nothing of it stays here. Every deposit makes a full sync first: nobody pays by the facade for what was on chain
/// before (STD-52). Previews are exact, at the deposit price (T + U) / supply that the sync will find; conversions are at the
/// exit price T / supply that the books have, which is what a share is worth and what `totalAssets` adds up to (STD-10 to
/// STD-14). They answer in the middle of a move of the vault too, with what was true before it (STD-50).
///
/// `mint` mints exactly what it says. Below a rate of 1 a wei of ETH buys more than one share, and what it buys too much
/// (less than 1e6 shares of 1e-18) stays here, where it is nobody's: rounding is against the mover.
/// @custom:decisions 0235
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
        vault.syncAll();
        shares = vault.deposit{value: assets}(receiver, 0, block.timestamp);
        emit Deposit(msg.sender, receiver, assets, shares);
    }

    /// @inheritdoc IERC7575
    function mint(uint256 shares, address receiver) external returns (uint256 assets) {
        vault.syncAll();
        IVault.Totals memory t = vault.totals();
        assets = _toAssetsUp(shares, t.recognised + t.lockedProfit, t.supply);
        _unwrap(assets);
        if (vault.toSharesDown(assets) == shares) {
            vault.deposit{value: assets}(receiver, shares, block.timestamp);
        } else {
            vault.deposit{value: assets}(address(this), shares, block.timestamp);
            IERC20(address(vault)).safeTransfer(receiver, shares);
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
    function totalAssets() public view returns (uint256) {
        // exactly T, virtual wei and shares cancelled: `totals` refuses to answer in the middle of a move
        return vault.toAssetsDown(vault.totalSupply() + SharePrice.VIRTUAL) - SharePrice.VIRTUAL;
    }

    /// @inheritdoc IERC7575
    function convertToShares(uint256 assets) public view returns (uint256) {
        return SharePrice.toSharesDown(assets, totalAssets(), vault.totalSupply());
    }

    /// @inheritdoc IERC7575
    function convertToAssets(uint256 shares) external view returns (uint256) {
        return vault.toAssetsDown(shares);
    }

    /// @inheritdoc IERC7575
    function maxDeposit(address receiver) public view returns (uint256) {
        // STD-51: shares are refused there
        if (receiver == address(0) || receiver == address(vault) || receiver == _queue()) return 0;
        // STD-12, STD-40, STD-41, STD-44
        try views.depositRoom() returns (uint256 assets) {
            return assets;
        } catch {
            // in the middle of a move of the vault, or a component cannot be read
            return 0;
        }
    }

    /// @inheritdoc IERC7575
    function maxMint(address receiver) external view returns (uint256) {
        uint256 assets = maxDeposit(receiver);
        return assets == 0 ? 0 : previewDeposit(assets);
    }

    /// @inheritdoc IERC7575
    /// @dev More than 2^128 wei, which nobody can have, count as 2^128.
    function previewDeposit(uint256 assets) public view returns (uint256) {
        (uint256 recognised, uint256 lockedProfit) = views.liveTotals();
        return
            SharePrice.toSharesDown(
                Math.min(assets, type(uint128).max),
                recognised + lockedProfit,
                vault.totalSupply()
            );
    }

    /// @inheritdoc IERC7575
    /// @dev The least that buys them: at the deposit price, rounded up. No ETH of this world buys more than 2^128.
    function previewMint(uint256 shares) public view returns (uint256) {
        if (shares > type(uint128).max) return type(uint256).max;
        (uint256 recognised, uint256 lockedProfit) = views.liveTotals();
        return _toAssetsUp(shares, recognised + lockedProfit, vault.totalSupply());
    }

    function _toAssetsUp(uint256 shares, uint256 total, uint256 supply) private pure returns (uint256) {
        return Math.mulDiv(shares, total + SharePrice.VIRTUAL, supply + SharePrice.VIRTUAL, Math.Rounding.Ceil);
    }

    function _queue() internal view virtual returns (address);
}
