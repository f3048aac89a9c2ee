// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IVaultExposure
/// @notice What the vault can lose to a service, in wei of ETH at the redemption rates of this moment, rounded up.
interface IVaultExposure {
    /// @notice What is asked of a slot.
    /// @param withQueued whether stake that is queued and still slashable counts too
    struct Question {
        address[] avss;
        uint32 horizonBlocks;
        uint32 delayFloorBlocks;
        bool withQueued;
    }

    error NotEnoughGas(uint256 gasLeft);

    /// @notice The most that all slots together can lose to the service until `horizonBlocks` from now: present allocations,
    /// what can be allocated in time, and stake that is queued and still slashable, native stake that is not proven yet
    /// included.
    /// @dev Counts operators' allocation delays as they are and as they are to come, as far as the core tells or somebody
    /// has proven it (`PendingDelays`). Who knows more asks `maximumLossGiven`.
    function maximumLoss(address avs, uint32 horizonBlocks) external view returns (uint256 assets);

    /// @notice The same when operators can have an allocation delay as short as `delayFloorBlocks` within the horizon; 0
    /// assumes the worst.
    function maximumLossGiven(
        address avs,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) external view returns (uint256 assets);

    /// @notice `maximumLoss` of several services, each alone: every slot is read once for all of them.
    function maximumLosses(
        address[] calldata avss,
        uint32 horizonBlocks
    ) external view returns (uint256[] memory assets);

    /// @notice What each of several services can take of one delegator.
    function lossesOf(address delegator, Question memory question) external view returns (uint256[] memory assets);

    /// @notice `maximumLossGiven` for one delegator.
    function lossOf(
        address delegator,
        address avs,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) external view returns (uint256 assets);

    /// @notice The part of `maximumLoss` that is not queued yet.
    function stayingLoss(address avs, uint32 horizonBlocks) external view returns (uint256 assets);

    /// @notice `stayingLoss` of several services, each alone.
    function stayingLosses(
        address[] calldata avss,
        uint32 horizonBlocks
    ) external view returns (uint256[] memory assets);

    /// @notice What one delegator can lose of a strategy that is not queued, with delays as they are and are to come.
    function stayingLossOf(
        address delegator,
        address avs,
        address strategy,
        uint32 horizonBlocks
    ) external view returns (uint256 assets);

    /// @notice How much of an operator's maximum magnitude the service can slash within the horizon, with delays as they
    /// are and are to come.
    function reachOf(
        address operator,
        address avs,
        address strategy,
        uint32 horizonBlocks
    ) external view returns (uint64 reach, uint64 maximum);

    /// @notice The shorter of an operator's allocation delays, the one in force and one that is known to come, in blocks.
    function shortestDelay(address operator) external view returns (bool isSet, uint32 delayBlocks);
}
