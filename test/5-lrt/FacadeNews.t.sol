// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "../../contracts/5-lrt/interfaces/IVault.sol";
import {FacadeStand} from "../../contracts/testing/5-lrt/FacadeStand.sol";

/// @notice What the facade says and does about what the books do not know yet, and in the middle of a move.
contract FacadeNewsTest is FacadeStand {
    uint256 private _totalBefore;
    uint256 private _assetsBefore;
    uint256 private _sharesBefore;
    uint256 private _looked;

    /// @notice Called in the middle of a move.
    function look() external {
        assertEq(_facade.totalAssets(), _totalBefore, "STD-50: the total before the move");
        assertEq(_facade.convertToAssets(7 ether), _assetsBefore, "STD-50: what shares were worth");
        assertEq(_facade.convertToShares(7 ether), _sharesBefore, "STD-50: what ETH was worth");
        assertEq(_facade.maxDeposit(BOB), 0, "STD-51: nothing is taken");
        assertEq(_facade.maxMint(BOB), 0, "STD-51: nothing is minted");
        ++_looked;
    }

    function test_STD_50_conversions_answer_in_the_middle_of_a_move(uint256 bps, uint256 passed) public {
        _deposit(ALICE, 50 ether);
        _reprice(bound(bps, 200, 50_000));
        vm.warp(block.timestamp + bound(passed, 0, 2 days));
        (_totalBefore, _assetsBefore) = (_facade.totalAssets(), _facade.convertToAssets(7 ether));
        _sharesBefore = _facade.convertToShares(7 ether);
        assertEq(_totalBefore, _vault.totals().recognised, "STD-50: T, to the wei");
        (address[] memory targets, bytes[] memory data) = (new address[](1), new bytes[](1));
        (targets[0], data[0]) = (address(this), abi.encodeCall(this.look, ()));
        _stand.restaker().during(address(_vault), address(_stand.components(0)), targets, data);
        assertEq(_looked, 1, "STD-50: looked");
    }

    function test_STD_51_nothing_is_promised_for_whom_nothing_is_minted() public {
        _deposit(ALICE, 50 ether);
        address[3] memory nobody = [address(0), address(_vault), address(_queue)];
        for (uint256 i = 0; i < nobody.length; ++i) {
            assertEq(_facade.maxDeposit(nobody[i]), 0, "STD-51: no deposit");
            assertEq(_facade.maxMint(nobody[i]), 0, "STD-51: no mint");
            _giveWeth(BOB, 1 ether);
            vm.prank(BOB);
            try _facade.deposit(1 ether, nobody[i]) {
                assertTrue(false, "STD-51: refused");
            } catch {}
        }
        assertTrue(_facade.maxDeposit(BOB) != 0, "STD-51: others");
    }

    /// @dev A loss or a gain on chain that nobody has synced, a deposit, and then the sync: what came in is worth what it was.
    function test_STD_52_nobody_pays_for_what_was_on_chain_before(uint256 bps, uint256 assets, bool noted) public {
        _deposit(ALICE, 50 ether);
        _reprice(10_000);
        vm.warp(block.timestamp + 1 hours);
        uint256 worth = (_stand.components(0).assets() * bound(bps, 1_000, 12_000)) / 10_000;
        _stand.components(0).setAssets(worth);
        vm.deal(address(_stand.components(0)), worth);
        if (noted) _vault.sync(address(_stand.components(0)));
        assets = bound(assets, 1e9, 1_000 ether);
        uint256 preview = _facade.previewDeposit(assets);
        assertLe(preview, _facade.maxMint(BOB), "STD-52: the maximum is of the same moment");
        uint256 shares = _deposit(BOB, assets);
        assertEq(shares, preview, "STD-52: the preview knew");
        _vault.syncAll();
        IVault.Totals memory t = _vault.totals();
        uint256 now_ = (shares * (t.recognised + t.lockedProfit + 1e6)) / (t.supply + 1e6);
        assertLe(assets, now_ + 1e3, "STD-52: who came pays for nothing");
        assertLe(now_, assets, "STD-52: and gets nothing");
    }

    function test_STD_53_while_a_component_cannot_be_read_nothing_is_taken(bool reported) public {
        _deposit(ALICE, 50 ether);
        uint256 worth = _facade.convertToAssets(1 ether);
        _stand.components(0).setBroken(true);
        if (reported) _vault.reportFailure(address(_stand.components(0)));
        assertEq(_facade.maxDeposit(BOB), 0, "STD-53: no deposit");
        assertEq(_facade.maxMint(BOB), 0, "STD-53: no mint");
        assertEq(_facade.convertToAssets(1 ether), worth, "STD-53: conversions go on");
        _giveWeth(BOB, 1 ether);
        vm.prank(BOB);
        try _facade.deposit(1 ether, BOB) {
            assertTrue(false, "STD-53: refused");
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) == IVault.ComponentUnreadable.selector, "STD-53: as the sync is");
        }
        _stand.components(0).setBroken(false);
        vm.prank(BOB);
        _facade.deposit(1 ether, BOB);
    }

    function test_STD_54_shares_go_to_nobody_and_to_the_vault_by_no_way() public {
        _deposit(ALICE, 50 ether);
        address[2] memory lost = [address(0), address(_vault)];
        for (uint256 i = 0; i < 2; ++i) {
            bytes4 why = i == 0 ? IVault.ReceiverZero.selector : IVault.TakesNoShares.selector;
            _refusesFrom(ALICE, address(_vault), abi.encodeCall(IVault.transfer, (lost[i], 1)), why);
            vm.prank(ALICE);
            _vault.approve(BOB, 1);
            _refusesFrom(BOB, address(_vault), abi.encodeCall(IVault.transferFrom, (ALICE, lost[i], 1)), why);
            vm.deal(ALICE, 1 ether);
            vm.prank(ALICE);
            (bool minted, bytes memory reason) = address(_vault).call{value: 1 ether}(
                abi.encodeCall(IVault.deposit, (lost[i], 0, type(uint256).max))
            );
            assertTrue(!minted && bytes4(reason) == why, "STD-54: deposit");
            vm.prank(ALICE);
            uint256 ticket = _queue.request(1 ether, ALICE, 0, type(uint256).max);
            _refusesFrom(ALICE, address(_queue), abi.encodeCall(_queue.cancel, (ticket, lost[i])), why);
            uint256 batch = _request(ALICE, 1 ether);
            vm.prank(ALICE);
            _facade.cancelRedeemRequest(batch, ALICE);
            bytes memory claim = abi.encodeCall(_facade.claimCancelRedeemRequest, (batch, lost[i], ALICE));
            _refusesFrom(ALICE, address(_facade), claim, why);
        }
        assertEq(_vault.balanceOf(address(0)) + _vault.balanceOf(address(_vault)), 0, "STD-54: nothing is lost");
    }

    function _refusesFrom(address who, address target, bytes memory data, bytes4 why) private {
        vm.prank(who);
        (bool done, bytes memory reason) = target.call(data);
        assertTrue(!done && bytes4(reason) == why, "STD-54: refused");
    }
}
