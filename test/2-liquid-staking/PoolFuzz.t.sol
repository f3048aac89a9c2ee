// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {StakedEther} from "../../contracts/2-liquid-staking/StakedEther.sol";
import {UnstakingQueue} from "../../contracts/2-liquid-staking/UnstakingQueue.sol";
import {PoolHandler} from "../../contracts/testing/staking/PoolHandler.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice Rung 2: equal holders end equal, and everything queued can be finished.
contract PoolFuzz is TestBase {
    function setUp() public {
        vm.deal(address(this), type(uint128).max);
    }

    function testFuzz_LST_61_equalHoldersEndEqual(
        uint96 amountWei,
        uint256 lossGwei,
        uint256 epochs,
        bool swept
    ) public {
        PoolHandler handler = new PoolHandler{value: 2 ** 120}();
        StakedEther stEth = handler.stEth();
        uint256 amount = bound(amountWei, 12 ether, 60 ether);
        for (uint256 i = 0; i < 3; ++i) handler.submit(i, amount);
        handler.stake(3);
        handler.wait_(bound(epochs, 20, 600));
        uint256 held = stEth.balanceOf(handler.holderOf(0));
        handler.wrap(1, held);
        handler.ask(2, held, false);
        if (swept) handler.sweep(0);
        handler.penalise(0, lossGwei);
        handler.report(7);
        stEth.report(100);

        uint256 plain = stEth.balanceOf(handler.holderOf(0));
        uint256 wrapped = handler.wstEth().getStETHByWstETH(handler.wstEth().balanceOf(handler.holderOf(1)));
        uint256 queued = handler.queue().worthOf(1);
        assertLe(wrapped, plain, "LST-61: wrapped against held");
        assertLe(plain, wrapped + 2, "LST-61: held against wrapped");
        assertLe(queued, plain, "LST-61: queued against held");
        assertLe(plain, queued + 2, "LST-61: held against queued");
    }

    function testFuzz_LST_44_lockedIsClaimable(uint96[5] memory amounts, uint256 lossGwei, uint256 giftWei) public {
        PoolHandler handler = new PoolHandler{value: 2 ** 120}();
        UnstakingQueue queue = handler.queue();
        for (uint256 i = 0; i < 3; ++i) handler.submit(i, 60 ether);
        handler.stake(2);
        handler.wait_(20);
        handler.penalise(0, lossGwei);
        handler.donate(giftWei);
        handler.report(7);
        uint256 asked;
        for (uint256 i = 0; i < 5; ++i) {
            try handler.ask(i, bound(amounts[i], 1, 30 ether), false) {
                ++asked;
            } catch {}
        }
        handler.fill();
        handler.stEth().report(100);
        uint256 claimable;
        for (uint256 id = 1; id <= asked; ++id) claimable += queue.claimable(id);
        assertLe(claimable, queue.lockedWei(), "LST-44: claimable is locked");
        assertLe(queue.lockedWei(), claimable + asked - 1, "LST-44: less than a wei a request more");
        bool all = queue.getBatch(1).unfilledShares == 0;
        for (uint256 id = 1; id <= asked; ++id) {
            if (all || queue.claimable(id) != 0) handler.claim(id);
        }
        if (all) assertEq(queue.lockedWei(), 0, "LST-44: the last claim gives the rest back");
    }

    function testFuzz_LST_62_everythingQueuedCanBeFinished(uint256 seed) public {
        PoolHandler handler = new PoolHandler{value: 2 ** 120}();
        for (uint256 i = 0; i < 30; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _act(handler, seed % 12, seed >> 8);
        }
        assertEq(handler.finish(), 0, "LST-62: shares still unfilled");
        assertEq(handler.queue().lockedWei(), 0, "LST-70: every request was claimed to its end");
        assertTrue(!handler.rateFell(), "LST-02: the rate fell without a report");
    }

    /// @dev Whoever began a report, and whatever came in between: the next whole one says what is so when it ends.
    function testFuzz_LST_71_aReportSaysWhatIsSo(uint256 seed) public {
        PoolHandler handler = new PoolHandler{value: 2 ** 120}();
        handler.submit(0, 60 ether);
        for (uint256 i = 0; i < 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            if (seed % 3 == 0) handler.report(seed >> 8);
            else _act(handler, (seed >> 4) % 12, seed >> 8);
        }
        (uint256 pooled, uint256 truth) = handler.reportTruth();
        assertEq(pooled, truth, "LST-71: pooled ether is not what there is");
        handler.report(8 + (seed % 2));
        handler.stake(0);
    }

    function _act(PoolHandler handler, uint256 kind, uint256 seed) private {
        if (kind < 3) handler.submit(seed, seed >> 16);
        else if (kind == 3) handler.wait_(seed);
        else if (kind == 4) try handler.stake(seed) {} catch {}
        else if (kind == 5) try handler.ask(seed, seed >> 16, false) {} catch {}
        else if (kind == 6) try handler.close() {} catch {}
        else if (kind == 7) try handler.exit(seed) {} catch {}
        else if (kind == 8) try handler.fill() {} catch {}
        else if (kind == 9) try handler.sweep(seed) {} catch {}
        else if (kind == 10) try handler.penalise(seed, seed >> 16) {} catch {}
        else handler.report(seed);
    }
}
