// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {ISlashSyncs} from "../interfaces/ISlashSyncs.sol";

/// @title One sync a slash
/// @notice A slasher may tell the vault several times of one slash, through several listeners, and a sync costs the more
/// the more it reads. What a slash changes are the operator's maximum magnitudes in the core, and each slash lowers one: so
/// their hash tells, within a transaction, whether a sync has seen the last slash.
///
/// It believes nobody: the hash is of the core's own answer, and only a sync writes it. It lasts for the transaction
/// (EIP-1153). What else may have changed meanwhile, a sync of the vault itself finds: whatever pays or mints makes one.
/// @custom:decisions 0214
abstract contract SlashSyncs is ISlashSyncs {
    using TransientSlot for bytes32;
    using TransientSlot for TransientSlot.Bytes32Slot;

    IRestaker public immutable restaker;
    IAllocationManager public immutable allocationManager;

    constructor(address restaker_, address allocationManager_) {
        restaker = IRestaker(restaker_);
        allocationManager = IAllocationManager(allocationManager_);
    }

    /// @inheritdoc ISlashSyncs
    /// @dev AVS-152.
    function syncSlashed(address operator) external {
        uint64[] memory magnitudes = allocationManager.getMaxMagnitudes(operator, restaker.strategies());
        bytes32 seen = keccak256(abi.encode(magnitudes));
        TransientSlot.Bytes32Slot slot = bytes32(uint256(uint160(operator))).asBytes32();
        if (slot.tload() == seen) return;
        _syncOperator(operator);
        slot.tstore(seen);
    }

    /// @dev Syncs every slot that has stake with the operator.
    function _syncOperator(address operator) internal virtual;
}
