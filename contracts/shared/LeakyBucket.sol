// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title A leaky bucket
/// @notice Limits a flow: what is poured in leaks out evenly, all of a full bucket in `periodSeconds`. So in any span of
/// s seconds at most capacity × (1 + s / period) can be poured. One slot. Amounts are in wei, or in seconds where a
/// bucket holds time.
library LeakyBucket {
    /// @param level at `updatedAt`
    struct Bucket {
        uint96 level;
        uint96 capacity;
        uint32 periodSeconds;
        uint32 updatedAt;
    }

    /// @notice How much can be poured in now.
    function room(Bucket memory bucket) internal view returns (uint256) {
        uint256 level = levelAt(bucket, block.timestamp);
        return level >= bucket.capacity ? 0 : bucket.capacity - level;
    }

    /// @notice Level at a time not before the last change, rounded up.
    function levelAt(Bucket memory bucket, uint256 timestamp) internal pure returns (uint256) {
        uint256 elapsed = timestamp - bucket.updatedAt;
        if (elapsed >= bucket.periodSeconds) return 0;
        uint256 leaked = Math.mulDiv(bucket.capacity, elapsed, bucket.periodSeconds);
        return leaked >= bucket.level ? 0 : bucket.level - leaked;
    }

    /// @notice Pours `amount` in when there is room for all of it, and says whether it did.
    function pour(Bucket storage bucket, uint256 amount) internal returns (bool) {
        Bucket memory b = bucket;
        uint256 level = levelAt(b, block.timestamp) + amount;
        if (level > b.capacity) return false;
        (bucket.level, bucket.updatedAt) = (uint96(level), uint32(block.timestamp));
        return true;
    }

    /// @notice Sets size and speed; what is in it stays in it.
    function configure(Bucket storage bucket, uint96 capacity, uint32 periodSeconds) internal {
        uint256 level = bucket.updatedAt == 0 ? 0 : levelAt(bucket, block.timestamp);
        bucket.level = uint96(level);
        bucket.capacity = capacity;
        bucket.periodSeconds = periodSeconds;
        bucket.updatedAt = uint32(block.timestamp);
    }
}
