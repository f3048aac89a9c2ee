// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "../../contracts/5-lrt/interfaces/IVault.sol";
import {VaultFacade} from "../../contracts/5-lrt/standards/VaultFacade.sol";
import {FacadeStand} from "../../contracts/testing/5-lrt/FacadeStand.sol";

/// @notice ERC-4626 for the way in, at any price.
contract FacadeDepositsTest is FacadeStand {
    function test_STD_10_asset_share_and_conversions_are_the_vaults(uint256 bps, uint256 amount) public {
        _deposit(ALICE, 50 ether);
        _reprice(bound(bps, 2_000, 30_000));
        amount = bound(amount, 0, 1e30);
        assertEq(_facade.asset(), address(_weth), "STD-10: asset");
        assertEq(_facade.share(), address(_vault), "STD-10: share");
        assertEq(_facade.totalAssets(), _vault.totals().recognised, "STD-10: total");
        assertEq(_facade.convertToAssets(amount), _vault.toAssetsDown(amount), "STD-10: at the exit price");
        assertLe(_facade.convertToAssets(_facade.convertToShares(amount)), amount, "STD-10: there and back");
        assertLe(_facade.convertToShares(_facade.convertToAssets(amount)), amount, "STD-10: back and there");
        assertLe(_facade.previewDeposit(amount), _facade.convertToShares(amount), "STD-10: a preview is no more");
        uint256 all = _facade.convertToAssets(_vault.totalSupply());
        assertLe(all, _facade.totalAssets() + 1e6, "STD-10: shares are worth no more than there is");
    }

    function test_STD_11_a_deposit_mints_what_its_preview_says(uint256 bps, uint256 assets, uint256 part) public {
        _anyPrice(bps, part);
        assets = bound(assets, 1e7, 1e24);
        uint256 preview = _facade.previewDeposit(assets);
        _giveWeth(BOB, assets);
        vm.prank(BOB);
        uint256 shares = _facade.deposit(assets, CAROL);
        assertEq(shares, preview, "STD-11: preview");
        assertEq(_vault.balanceOf(CAROL), shares, "STD-11: minted to the receiver");
        assertEq(_weth.balanceOf(BOB), 0, "STD-11: paid by the caller");
        _holdsNothing();
    }

    function test_STD_11_a_mint_mints_exactly_and_costs_what_its_preview_says(
        uint256 bps,
        uint256 shares,
        uint256 part
    ) public {
        _anyPrice(bps, part);
        shares = bound(shares, 1e7, 1e24);
        uint256 assets = _facade.previewMint(shares);
        if (assets == 0) return;
        assertLe(shares, _facade.previewDeposit(assets), "STD-11: enough");
        assertLe(_facade.previewDeposit(assets - 1), shares - 1, "STD-11: and a wei less would not be");
        _giveWeth(BOB, assets);
        uint256 supply = _vault.totalSupply();
        vm.prank(BOB);
        assertEq(_facade.mint(shares, CAROL), assets, "STD-11: costs its preview");
        assertEq(_vault.balanceOf(CAROL), shares, "STD-11: exactly");
        assertEq(_weth.balanceOf(BOB), 0, "STD-11: paid by the caller");
        assertLe(_vault.totalSupply() - supply - shares, 1e6, "STD-11: too much is less than a wei's worth");
        _holdsNothing();
    }

    function test_STD_11_what_cannot_be_taken_whole_is_refused(uint256 assets) public {
        _deposit(ALICE, 50 ether);
        assets = bound(assets, 1, 1e24);
        _giveWeth(BOB, assets - 1);
        vm.prank(BOB);
        try _facade.deposit(assets, BOB) {
            assertTrue(false, "STD-11: deposit of more than there is");
        } catch {}
        assertEq(_weth.balanceOf(BOB), assets - 1, "STD-11: nothing was taken");
        vm.prank(BOB);
        vm.expectRevert(IVault.ZeroShares.selector);
        _facade.deposit(0, BOB);
    }

    /// @dev What it promises is taken, and a wei more is not.
    function test_STD_12_the_maximum_is_taken_and_a_wei_more_is_not(uint256 cap, uint256 bps) public {
        _deposit(ALICE, 50 ether);
        _reprice(bound(bps, 5_000, 20_000));
        cap = bound(cap, 1, 300) * 1 ether;
        _stand.settings().setDepositCap(cap);
        uint256 most = _facade.maxDeposit(BOB);
        uint256 total = _vault.totals().recognised;
        assertEq(most, cap > total ? cap - total : 0, "STD-12: room under the cap");
        uint256 mostShares = _facade.maxMint(BOB);
        _giveWeth(BOB, most + 1);
        vm.prank(BOB);
        try _facade.deposit(most + 1, BOB) {
            assertTrue(false, "STD-12: more than the maximum");
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) == IVault.DepositCapExceeded.selector, "STD-12: for the cap");
        }
        if (most == 0) return assertEq(mostShares, 0, "STD-12: nothing to mint");
        vm.prank(BOB);
        _facade.mint(mostShares, BOB);
        assertLe(_facade.maxDeposit(BOB), 2, "STD-12: minting the maximum fills the room");
    }

    /// @dev Each reason for which the vault refuses; the facade says 0 and the vault refuses a deposit indeed.
    function test_STD_12_the_maximum_is_zero_while_deposits_are_closed(uint256 why) public {
        _deposit(ALICE, 50 ether);
        _stand.restaker().restake(address(_stand.components(0)), 40 ether);
        _vault.syncAll();
        assertTrue(_facade.maxDeposit(BOB) != 0 && _facade.maxMint(BOB) != 0, "STD-12: open");
        why %= 6;
        if (why == 0) _stand.settings().pauseDeposits(1 days);
        else if (why == 1) _stand.settings().contain(1 days);
        else if (why == 2) _stand.components(0).setInDoubt(true);
        else if (why == 3) {
            vm.warp(block.timestamp + 10 days);
            _stand.components(0).setAsOf(block.timestamp - 3 days - 1);
        } else if (why == 4) _stand.settings().setDepositCap(1 ether);
        else {
            _stand.components(0).setAssets(0);
            _drainIdle();
        }
        assertEq(_facade.maxDeposit(BOB), 0, "STD-12: no deposit");
        assertEq(_facade.maxMint(BOB), 0, "STD-12: no mint");
        _giveWeth(BOB, 1 ether);
        vm.prank(BOB);
        try _facade.deposit(1 ether, BOB) {
            assertTrue(false, "STD-12: closed");
        } catch {}
        assertEq(_weth.balanceOf(BOB), 1 ether, "STD-12: and nothing taken");
    }

    function test_STD_13_previews_never_revert_on_the_way_in_and_always_on_the_way_out(uint256 amount) public {
        _deposit(ALICE, 50 ether);
        _reprice(9_000);
        _facade.previewDeposit(amount);
        _facade.previewMint(amount);
        _stand.settings().contain(1 days);
        assertTrue(_facade.previewDeposit(1 ether) != 0, "STD-13: a preview looks at no limit");
        vm.expectRevert(VaultFacade.PreviewOfAsyncRedeem.selector);
        _facade.previewRedeem(amount);
        vm.expectRevert(VaultFacade.PreviewOfAsyncRedeem.selector);
        _facade.previewWithdraw(amount);
    }

    // --- the ground -----------------------------------------------------------------------------------------------------

    /// @dev Any rate, with U pending or not.
    function _anyPrice(uint256 bps, uint256 part) private {
        _deposit(ALICE, 50 ether);
        _reprice(bound(bps, 200, 50_000));
        uint256 assets = _stand.components(0).assets();
        _stand.components(0).setAssets(assets + bound(part, 0, assets / 10));
        vm.warp(block.timestamp + 1 hours);
        _vault.syncAll();
        vm.warp(block.timestamp + 1 hours);
    }

    /// @dev Loses all but what the books cannot lose: nothing is left that a share is worth.
    function _drainIdle() private {
        uint256 idle = _vault.surplusIdle();
        _stand.restaker().restake(address(_stand.components(1)), idle);
        _stand.components(1).setAssets(0);
        _vault.syncAll();
        assertTrue(_vault.isDead(), "STD-12: dead");
    }

    function _holdsNothing() private view {
        assertEq(address(_facade).balance, 0, "STD-25: no ETH stays");
        assertEq(_weth.balanceOf(address(_facade)), 0, "STD-25: no WETH stays");
        assertLe(_vault.balanceOf(address(_facade)), 1e6, "STD-25: no share stays but what a wei buys too much");
    }
}
