// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultControls} from "../interfaces/IVaultControls.sol";
import {VaultStorage} from "./VaultStorage.sol";

/// @title What the settings write into the vault
/// @notice One writer, `settings`, which keeps roles, delays, bounds and the rules of stops. Here a value is only put where
/// the books read it.
/// @custom:decisions 0230 0245
abstract contract Controls is VaultStorage, IVaultControls {
    modifier onlySettings() {
        _checkSettings();
        _;
    }

    function _checkSettings() private view {
        if (msg.sender != settings()) revert OnlySettings(msg.sender);
    }

    /// @inheritdoc IVaultControls
    function addComponent(address component) external {
        if (msg.sender != restaker()) _checkSettings();
        if (_indexOf[component] != 0) revert ComponentKnown(component);
        uint256 count = _fees.components;
        if (count == MAX_COMPONENTS) revert TooManyComponents(MAX_COMPONENTS);
        _entryAt(count).component = component;
        _indexOf[component] = ++count;
        _fees.components = uint8(count);
        emit ComponentAdded(component);
    }

    /// @inheritdoc IVaultControls
    function removeComponent(address component) external onlySettings {
        uint256 index = _position(component);
        int256 record = _entryAt(index).record;
        uint256 value = _valueOf(component);
        if (record != 0 || value != 0) revert ComponentNotEmpty(component, record, value);
        uint256 lastIndex = --_fees.components;
        Entry storage last = _entryAt(lastIndex);
        Entry storage freed = _entryAt(index);
        (freed.component, freed.record) = (last.component, last.record);
        _indexOf[last.component] = index + 1;
        delete _indexOf[component];
        (last.component, last.record) = (address(0), 0);
        emit ComponentRemoved(component);
    }

    /// @inheritdoc IVaultControls
    function setReserve(address lst, address reserve) external onlySettings {
        lstReserve[lst] = reserve;
        if (reserve == address(0)) emit LstRemoved(lst);
        else emit LstAdded(lst, reserve);
    }

    /// @inheritdoc IVaultControls
    function setTerms(Terms calldata terms) external onlySettings {
        if (terms.feeBps != _fees.feeBps) emit FeeSet(terms.feeBps);
        (_fees.feeBps, _fees.containedUntil) = (terms.feeBps, terms.containedUntil);
        (_gate.depositCapEther, _gate.pausedUntil) = (terms.depositCapEther, terms.pausedUntil);
    }
}
