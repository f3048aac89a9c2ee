// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IBlobs
/// @notice What a consumer reads: blobs that a quorum of stake has promised to keep.
interface IBlobs {
    /// @notice Whether a blob was taken into custody and until when it is kept, in seconds; (0, 0) when unknown.
    /// @param blobId the root over its chunks
    function custodyOf(bytes32 blobId) external view returns (uint32 chunkCount, uint48 keptUntil);
}
