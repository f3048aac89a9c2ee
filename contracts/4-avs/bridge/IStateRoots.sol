// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IStateRoots
/// @notice What a consumer reads: state roots of a source chain, by height, that a quorum of stake has signed.
interface IStateRoots {
    /// @notice The root relayed for a height and when; (0, 0) when there is none, or when it was revoked.
    function rootAt(uint64 height) external view returns (bytes32 root, uint48 relayedAt);

    /// @notice For how long after a relay a contradiction of its signers can surely be proven, in seconds: a key that is
    /// replaced right after it is evidence for so long.
    function evidenceSeconds() external view returns (uint256);
}
