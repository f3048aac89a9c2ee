// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {ISlashSyncs} from "./ISlashSyncs.sol";

/// @title IOperatorRules
/// @notice Whom stake may go to, and how much of all stake one service may be able to take: what the restaker asks before it
/// delegates and before each leg in.
interface IOperatorRules is ISlashSyncs {
    event AvsCapSet(address indexed avs, uint256 capAssets);
    event AvsCapDropped(address indexed avs);

    error NotEnoughGasForSets(uint256 gasLeft);
    error TooManyCappedAvss(uint256 max);
    error AvsNotCapped(address avs);

    /// @notice Sets the most that the vault should be able to lose to a service, in wei of ETH; 0 gives new stake to none of
    /// its operators. A role's call.
    function setAvsCap(address avs, uint256 capAssets) external;

    /// @notice Drops the cap of a service. A role's call.
    function dropAvsCap(address avs) external;

    /// @notice Whether an operator may get stake: registered, of enough magnitude in every strategy, with allocation
    /// delays, in force and to come, longer than the way out of the core, and allocated to few enough sets.
    /// @dev Reverts `NotEnoughGasForSets` rather than call an operator unfit for want of gas.
    function isEligible(address operator) external view returns (bool);

    /// @notice Whether the pod of a slot may get validators: the core's slashing factor of it is not below the least
    /// magnitude. Of a pod near nothing each penalty takes more than it is, by the core's rounding, and at nothing the core
    /// refuses every later gain for ever.
    function isPodEligible(address delegator) external view returns (bool);

    /// @notice What a leg of the strategy into the slot may bring before a capped service could take more than its cap.
    /// @return assets the greatest number when no cap is in the way
    /// @return avs whose cap is the tightest
    function roomUnderCaps(uint256 slot, IStrategy strategy) external view returns (uint256 assets, address avs);

    /// @notice What must leave the strategy in this slot for its part of what capped services could take above their caps.
    function excessOverCaps(uint256 slot, IStrategy strategy) external view returns (uint256 assets);

    /// @notice Services with a cap, and the caps, in wei of ETH.
    function avsCaps() external view returns (address[] memory avss, uint256[] memory capAssets);

    /// @notice Within how many blocks a cap counts what a service could take: the way out of the core.
    function horizonBlocks() external view returns (uint32);

    /// @notice Operators whose slashes can cost the vault, each once: whom slots are delegated to, and whose slashes reach
    /// what slots have in the core's queue.
    function operatorsAtRisk() external view returns (address[] memory operators);

    /// @notice Syncs every slot that has stake with the operator, held or still slashable in the queue. Anyone.
    /// @dev One that cannot be synced does not stop the others; when none can be, its reason is the error, and `NoSlotOf` when
    /// there is none.
    function syncOperator(address operator) external;
}
