// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";

/// @title IAllocations
/// @notice How much may move, and where: what the restaker asks before each leg. All amounts are wei of ETH.
interface IAllocations {
    /// @notice What closed batches need beyond idle ETH and what is already on its way out; all but these, once the vault
    /// is wound up.
    function exitDemand() external view returns (uint256 assets);

    /// @notice What closed batches are worth at the exit price; all that there is, once the vault is wound up.
    function neededAssets() external view returns (uint256 assets);

    /// @notice What the next leg into the slot may move at most: what its target share exceeds its value by;
    /// nothing once the vault is wound up.
    function roomOf(uint256 slot) external view returns (uint256 assets);

    /// @notice What the slot should give of the exit demand that idle LST does not serve.
    function needFrom(uint256 slot) external view returns (uint256 assets);

    /// @notice What may be queued of a strategy of the slot for exits: its need; of native ETH, all that batches need, for what
    /// lies in a pod is out of work; nothing of an LST whose own exits are stopped.
    function unwindable(uint256 slot, IStrategy strategy) external view returns (uint256 assets);

    /// @notice Most that a leg of these strategies may lose to the core's rounding, in wei of ETH: a gwei each, or what a few of
    /// its shares are worth.
    function maxLossOf(IStrategy[] calldata strategies) external view returns (uint256 assets);

    /// @notice What of `amount` LST worth `assets` buys whole shares of a strategy, and its worth; reverts when it buys none.
    /// @dev Reverts `IRestaker.LegTooSmall`.
    function inWholeShares(
        IStrategy strategy,
        uint256 amount,
        uint256 assets
    ) external view returns (uint256 wholeAmount, uint256 wholeAssets);

    /// @notice How many validators of 32 ETH of the slot may be asked to exit for closed batches: those that the slot's need fills by
    /// more than half, or fills at all with what no token stake serves.
    function validatorsNeeded(uint256 slot) external view returns (uint256 count);

    /// @notice How many of these validators of the slot, from the first on, may be asked to exit for closed batches, by what
    /// each of them brings: `validatorsNeeded` in whatever sizes they have.
    function exitsFor(uint256 slot, bytes[] calldata pubkeys) external view returns (uint256 count);

    /// @notice How many of these validators of the slot, from the first on, bring no more than `assets`.
    function exitsWithin(uint256 slot, bytes[] calldata pubkeys, uint256 assets) external view returns (uint256 count);

    /// @notice What anyone may take out of a strategy of the slot: all of it when the strategy retires or the operator is
    /// unfit, else what is above the slot's cap, above its target and the tolerance with room for it elsewhere, or above
    /// what capped services may take.
    function excessOf(uint256 slot, IStrategy strategy) external view returns (uint256 assets);

    /// @notice Whether `assets` that a slot has in the core's queue may become its stake again: no closed batch needs them,
    /// and they fit its target and cap.
    function staysIn(uint256 slot, uint256 assets) external view returns (bool);

    /// @notice A delegator that holds or has queued any shares of a strategy, worth something or not; zero when none does.
    function holderOf(IStrategy strategy) external view returns (address delegator);
}
