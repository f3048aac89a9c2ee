// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBatches} from "../../contracts/testing/batches/IBatches.sol";
import {PoolBatches} from "../../contracts/testing/batches/PoolBatches.sol";
import {VaultBatches} from "../../contracts/testing/batches/VaultBatches.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice One property on both exit queues: however a batch is filled and whoever is in it, each part comes to its end.
contract Batches is TestBase {
    uint256 private constant PARTS = 4;
    uint256 private constant FILLS = 5;

    /// @dev A batch under test: the parts with their shares, what each was paid, and what has come for all of them.
    struct Life {
        uint256[PARTS] ids;
        uint256[PARTS] shares;
        uint256[PARTS] paid;
        uint256 sum;
        uint256 unfilled;
        uint256 filled;
    }

    function testFuzz_LST_70_everyPartOfABatchEnds(uint256 seed) public {
        vm.deal(address(this), 2 ** 128);
        _live(new PoolBatches{value: 2 ** 100}(), seed);
        _live(new VaultBatches{value: 2 ** 100}(), seed);
    }

    /// @dev The case that stuck: a small part is paid all but for the last share of others, and then that share's dust.
    function test_LST_70_aLastFillThatAddsNothingToAPart() public {
        vm.deal(address(this), 2 ** 128);
        _lastFillOfDust(new PoolBatches{value: 10 ether}());
        _lastFillOfDust(new VaultBatches{value: 10 ether}());
    }

    function _lastFillOfDust(IBatches queue) private {
        (uint256 small, uint256 large) = (queue.ask(1 ether), queue.ask(7 ether));
        queue.close();
        queue.fill(8 ether - 1, 8 ether - 1);
        assertEq(queue.claim(small, address(0xA11CE)), 1 ether - 1, "LST-70: paid but for a wei");
        queue.fill(1, 0);
        assertEq(queue.claim(small, address(0xA11CE)), 0, "LST-70: the last claim");
        assertTrue(queue.isFinished(small), "LST-70: finished");
        queue.claim(large, address(0xB0B));
        queue.sweep();
        assertEq(queue.queue().balance, 0, "LST-70: nothing stays behind");
    }

    function _live(IBatches queue, uint256 seed) private {
        Life memory l;
        for (uint256 i = 0; i < PARTS; ++i) {
            l.shares[i] = _amount(seed = _next(seed)) + 1;
            l.ids[i] = queue.ask(l.shares[i]);
            l.sum += l.shares[i];
        }
        l.unfilled = l.sum;
        queue.close();
        for (uint256 i = 0; i < FILLS && l.unfilled != 0; ++i) {
            seed = _next(seed);
            // whole, all but a share, or any part
            uint256 part =
                seed % 4 == 0
                    ? l.unfilled
                    : seed % 4 == 1
                        ? l.unfilled - 1
                        : bound(seed, 0, l.unfilled);
            _fill(queue, l, part, _amount(seed = _next(seed)));
            _claimSome(queue, l, seed = _next(seed));
        }
        if (l.unfilled != 0) _fill(queue, l, l.unfilled, seed % 2);
        _claimSome(queue, l, type(uint256).max);
        uint256 sum;
        for (uint256 i = 0; i < PARTS; ++i) {
            sum += l.paid[i];
            assertTrue(queue.isFinished(l.ids[i]), "LST-70: a part of a filled batch is not finished");
            assertEq(l.paid[i], (l.shares[i] * l.filled) / l.sum, "LST-70: a part is paid its share");
        }
        assertLe(sum, l.filled, "LST-70: no more is paid than came");
        assertLe(l.filled, sum + PARTS - 1, "LST-70: less than a wei a part is left");
        queue.sweep();
        assertEq(queue.queue().balance, 0, "LST-70: nothing stays behind");
    }

    function _fill(IBatches queue, Life memory l, uint256 shares, uint256 assets) private {
        if (shares == 0) return;
        queue.fill(shares, assets);
        l.unfilled -= shares;
        l.filled += assets;
    }

    /// @dev Claims the parts that `which` names: each claim works when there is something for it, or when it is the last.
    function _claimSome(IBatches queue, Life memory l, uint256 which) private {
        for (uint256 i = 0; i < PARTS; ++i) {
            if ((which >> i) & 1 == 0 || queue.isFinished(l.ids[i])) continue;
            uint256 claimable = queue.claimable(l.ids[i]);
            try queue.claim(l.ids[i], address(0xA11CE)) returns (uint256 assets) {
                assertEq(assets, claimable, "LST-70: a claim pays what is claimable");
                assertTrue(assets != 0 || l.unfilled == 0, "LST-70: a claim of nothing");
                l.paid[i] += assets;
            } catch {
                assertTrue(claimable == 0 && l.unfilled != 0, "LST-70: a claim is refused");
            }
        }
    }

    /// @dev Nothing, a wei or two, less than an ether's millionth, or any amount.
    function _amount(uint256 seed) private pure returns (uint256) {
        uint256 kind = seed % 4;
        if (kind == 0) return (seed >> 8) % 3;
        if (kind == 1) return (seed >> 8) % 1e12;
        return (seed >> 8) % 1e24;
    }

    function _next(uint256 seed) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed)));
    }
}
