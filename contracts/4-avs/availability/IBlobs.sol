// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IBlobs
/// @notice What a consumer reads: blobs that a quorum of stake has promised to keep.
interface IBlobs {
    /// @notice Until when a quorum of stake keeps a blob, in seconds, as it stands now: a custodian that was silent, has left,
    /// or is taking its stake away does not count. (0, 0) when there is no such custody.
    /// @param blobId the root over its chunks
    function custodyOf(bytes32 blobId) external view returns (uint32 chunkCount, uint48 keptUntil);

    /// @notice For how long from now what `custodyOf` counts can surely be asked and punished, in seconds, whatever its
    /// custodians do.
    function securedSeconds() external view returns (uint256);
}
