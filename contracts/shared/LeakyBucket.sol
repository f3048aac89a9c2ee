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
        return roomAt(bucket, block.timestamp);
    }

    /// @notice How much can be poured in at a time not before the last change.
    function roomAt(Bucket memory bucket, uint256 timestamp) internal pure returns (uint256) {
        uint256 level = levelAt(bucket, timestamp);
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
        return pourAt(bucket, amount, block.timestamp);
    }

    /// @notice The same at a time not before the last change: of a bucket whose clock is not the chain's.
    function pourAt(Bucket storage bucket, uint256 amount, uint256 timestamp) internal returns (bool) {
        Bucket memory b = bucket;
        uint256 level = levelAt(b, timestamp) + amount;
        if (level > b.capacity) return false;
        (bucket.level, bucket.updatedAt) = (uint96(level), uint32(timestamp));
        return true;
    }

    /// @notice Sets size and speed; what is in it stays in it.
    function configure(Bucket storage bucket, uint96 capacity, uint32 periodSeconds) internal {
        configureAt(bucket, capacity, periodSeconds, block.timestamp);
    }

    /// @notice The same at a time not before the last change.
    function configureAt(Bucket storage bucket, uint96 capacity, uint32 periodSeconds, uint256 timestamp) internal {
        uint256 level = bucket.updatedAt == 0 ? 0 : levelAt(bucket, timestamp);
        bucket.level = uint96(level);
        bucket.capacity = capacity;
        bucket.periodSeconds = periodSeconds;
        bucket.updatedAt = uint32(timestamp);
    }
}
