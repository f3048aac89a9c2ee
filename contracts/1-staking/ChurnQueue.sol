// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A queue that lets so much balance an epoch through
/// @notice EIP-7251's rule (`compute_exit_epoch_and_update_churn`), used for exits and for deposits: each epoch has
/// `churnGwei` to give, first come first served; an amount that does not fit takes what is left and as many whole later
/// epochs as it needs, and is through in the last of them. Where an epoch takes only so many amounts, the next epoch
/// begins with its whole churn and no rest of the one before (`process_pending_deposits`). Nothing walks over the queue.
library ChurnQueue {
    /// @param epoch the last epoch that anything was placed in
    /// @param leftGwei what that epoch has left to give
    /// @param count how many amounts are through in that epoch
    /// @param total how many have been placed since the beginning
    struct Queue {
        uint64 epoch;
        uint64 leftGwei;
        uint64 count;
        uint64 total;
    }

    /// @notice Places an amount; `earliestEpoch` is the first epoch open to something that comes now, and an epoch takes
    /// `most` of them.
    /// @return placed the queue afterwards: `placed.epoch` is where the amount is through
    function place(
        Queue memory queue,
        uint64 earliestEpoch,
        uint64 churnGwei,
        uint64 amountGwei,
        uint64 most
    ) internal pure returns (Queue memory placed) {
        if (queue.epoch < earliestEpoch) placed = Queue(earliestEpoch, churnGwei, 0, queue.total);
        else if (queue.count >= most) placed = Queue(queue.epoch + 1, churnGwei, 0, queue.total);
        else placed = Queue(queue.epoch, queue.leftGwei, queue.count, queue.total);
        if (amountGwei > placed.leftGwei) {
            uint64 moreEpochs = (amountGwei - placed.leftGwei - 1) / churnGwei + 1;
            placed.epoch += moreEpochs;
            placed.leftGwei += moreEpochs * churnGwei;
            placed.count = 0;
        }
        placed.leftGwei -= amountGwei;
        ++placed.count;
        ++placed.total;
    }
}
