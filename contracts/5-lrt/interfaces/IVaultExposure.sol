// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IVaultExposure
/// @notice What the vault can lose to a service, in wei of ETH at the redemption rates of this moment, rounded up.
interface IVaultExposure {
    error NotEnoughGas(uint256 gasLeft);

    /// @notice The most that all slots together can lose to the service until `horizonBlocks` from now: present allocations,
    /// what can be allocated in time, and stake that is queued and still slashable, native stake that is not proven yet
    /// included.
    /// @dev Takes operators' allocation delays as they are. An operator that has announced a shorter one can be faster: then
    /// ask `maximumLossGiven`.
    function maximumLoss(address avs, uint32 horizonBlocks) external view returns (uint256 assets);

    /// @notice The same when operators can have an allocation delay as short as `delayFloorBlocks` within the horizon (the
    /// core tells of a coming change by its event `AllocationDelaySet` alone); 0 assumes the worst.
    function maximumLossGiven(
        address avs,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) external view returns (uint256 assets);

    /// @notice The same for one delegator.
    function lossOf(
        address delegator,
        address avs,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) external view returns (uint256 assets);

    /// @notice The part of `maximumLoss` that is not queued yet.
    function stayingLoss(address avs, uint32 horizonBlocks) external view returns (uint256 assets);

    /// @notice What one delegator can lose of a strategy that is not queued, with delays as they are.
    function stayingLossOf(
        address delegator,
        address avs,
        address strategy,
        uint32 horizonBlocks
    ) external view returns (uint256 assets);

    /// @notice How much of an operator's maximum magnitude the service can slash within the horizon, with delays as they are.
    function reachOf(
        address operator,
        address avs,
        address strategy,
        uint32 horizonBlocks
    ) external view returns (uint64 reach, uint64 maximum);
}
