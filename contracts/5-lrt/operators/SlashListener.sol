// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISlashObserver} from "../../4-avs/interfaces/ISlashObserver.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {ISlashSyncs} from "../interfaces/ISlashSyncs.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title What a slasher tells the vault
/// @notice Syncs the slots that have stake with a slashed operator in the slash's own transaction, so the loss is in the rate before
/// anybody can act on it. Whoever calls, the core is re-read and nothing that the caller says is believed. Without the
/// call, the next sync, settlement or deposit after a full sync finds the loss all the same. Takes what it
/// uses, which fits `MAX_OBSERVER_GAS` of a slasher for a slot with the greatest numbers on the deployed core, and is far less
/// when it is told of the same slash again; an operator with whom nothing is makes it revert, which slashers survive.
///
/// When a slasher says that it has announced a slash, the vault asks what that slasher announces, in the same
/// transaction; one that the vault's hold-back does not list is not asked at all.
/// @custom:decisions 0037
contract SlashListener is ISlashObserver {
    IRestaker public immutable restaker;
    ISlashSyncs public immutable syncs;
    IVault public immutable vault;

    constructor(IRestaker restaker_) {
        restaker = restaker_;
        syncs = restaker_.rules();
        vault = restaker_.vault();
    }

    /// @inheritdoc ISlashObserver
    function onSlash(address, uint32, address operator, uint256) external {
        syncs.syncSlashed(operator);
    }

    /// @inheritdoc ISlashObserver
    function onAnnouncement(address, uint32, address, bytes32) external {
        vault.holdExits(msg.sender);
    }
}
