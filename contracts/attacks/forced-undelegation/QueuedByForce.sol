// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRestaker} from "../../5-lrt/interfaces/IRestaker.sol";
import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: stake counts while it is delegated, and what the operator sends away does not
/// @notice The operator may undelegate whoever is with him; until the withdrawal that this makes is completed, the vault takes
/// its stake for lost.
contract QueuedByForce is NaiveVault {
    uint256 public constant slotCount = 1;
    uint256 public queued;

    /// @notice Anybody may be an operator.
    function registerAsOperator(address, uint32, string calldata) external {}

    /// @notice The vault's only slot: it delegates for itself.
    function slotAt(uint256) external view returns (IRestaker.Slot memory slot) {
        slot.delegator = address(this);
    }

    /// @notice What the core lets an operator do to a staker: all of its stake is queued.
    function undelegate(address) external returns (bytes32[] memory roots) {
        (queued, staked) = (queued + staked, 0);
        return new bytes32[](0);
    }

    /// @inheritdoc NaiveVault
    function complete() external override {
        (staked, queued) = (staked + queued, 0);
    }

    /// @inheritdoc NaiveVault
    function holdersAssets() public view override returns (uint256) {
        return super.holdersAssets() - queued;
    }

    /// @inheritdoc NaiveVault
    function idle() public view override returns (uint256) {
        return super.idle() - queued;
    }
}
