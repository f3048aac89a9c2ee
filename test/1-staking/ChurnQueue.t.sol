// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ChurnQueue} from "../../contracts/1-staking/ChurnQueue.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice The queue that nothing walks over, against one that is worked off epoch by epoch.
contract ChurnQueueFuzz is TestBase {
    using ChurnQueue for ChurnQueue.Queue;

    uint256 private constant DEPOSITS = 48;
    uint64 private constant MOST = 16;

    struct Waiting {
        uint64 amount;
        uint64 finalEpoch;
        uint64 appliedEpoch;
    }

    /// @dev As `process_pending_deposits` does it: in order, until one is not final, not in the churn, or the seventeenth;
    /// only what did not fit leaves the rest to the next epoch.
    function testFuzz_STA_64_depositsAsEpochByEpoch(uint256 seed, uint64 churn) public pure {
        churn = uint64(bound(churn, 1, 256));
        Waiting[] memory all = new Waiting[](DEPOSITS);
        ChurnQueue.Queue memory queue;
        uint64 epoch = 1;
        for (uint256 i = 0; i < DEPOSITS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            if (seed % 5 == 0) epoch += uint64((seed >> 8) % 4);
            uint64 most = seed % 3 == 0 ? churn * 3 : churn / 12;
            all[i] = Waiting(uint64((seed >> 16) % (most + 1)), epoch, 0);
            queue = queue.place(epoch, churn, all[i].amount, MOST);
            all[i].appliedEpoch = queue.epoch;
        }
        uint256 next = 0;
        uint64 rest = 0;
        for (uint64 now_ = 1; next < DEPOSITS; ++now_) {
            uint64 left = rest + churn;
            rest = 0;
            for (uint256 count = 0; next < DEPOSITS && count < MOST && all[next].finalEpoch <= now_; ++count) {
                if (all[next].amount > left) {
                    rest = left;
                    break;
                }
                left -= all[next].amount;
                assertEq(all[next].appliedEpoch, now_, "STA-64: epoch of a deposit");
                ++next;
            }
        }
    }

    function testFuzz_STA_60_exitsTakeWhatTheirSumTakes(
        uint64[12] memory amounts,
        uint64 churn,
        uint64 from
    ) public pure {
        churn = uint64(bound(churn, 1, 2_048e9));
        from = uint64(bound(from, 0, 2 ** 32));
        ChurnQueue.Queue memory single;
        uint64 sum;
        for (uint256 i = 0; i < amounts.length; ++i) {
            uint64 amount = uint64(bound(amounts[i], 1, 1e18));
            sum += amount;
            single = single.place(from, churn, amount, type(uint64).max);
        }
        ChurnQueue.Queue memory empty;
        ChurnQueue.Queue memory together = empty.place(from, churn, sum, type(uint64).max);
        assertEq(single.epoch, together.epoch, "STA-60: epoch");
        assertEq(single.leftGwei, together.leftGwei, "STA-60: rest");
    }
}
