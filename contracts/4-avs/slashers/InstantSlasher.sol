// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {ISlasher} from "../interfaces/ISlasher.sol";
import {SlasherBase} from "./SlasherBase.sol";

/// @title InstantSlasher
/// @notice Executes a slash in the transaction that proves the fault.
///
/// Nobody can stop it, and nobody sees it coming: between the fault and the proof the loss is known only to who holds
/// the evidence. For faults that are beyond dispute, such as two signatures that contradict each other.
contract InstantSlasher is SlasherBase {
    constructor(
        IAllocationManager allocationManager_,
        address avs_,
        address prover_,
        address owner_,
        uint256 observerGas_,
        uint256 limitWad_,
        uint48 limitWindowSeconds_
    ) SlasherBase(allocationManager_, avs_, prover_, owner_, observerGas_, limitWad_, limitWindowSeconds_) {}

    /// @notice Slashes at once.
    /// @dev Reverts `OnlyProver`, `SlashLimitExceeded`, `NothingAtStake`, `NotEnoughGasForObserver`, and with the core's errors (the
    /// operator is no longer slashable, this contract is not the set's slasher). Emits `SlashExecuted`, and
    /// `ObserverFailed` for each observer that failed.
    function requestSlash(
        address operator,
        uint32 operatorSetId,
        uint256 wad,
        bytes32 faultId,
        string calldata description
    ) external override onlyProver nonReentrant {
        _slash(operator, operatorSetId, wad, faultId, description);
    }

    /// @inheritdoc ISlasher
    function noticeSeconds() external pure override returns (uint256) {
        return 0;
    }
}
