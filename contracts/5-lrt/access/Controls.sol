// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Fills} from "../exits/Fills.sol";
import {IVaultControls} from "../interfaces/IVaultControls.sol";

/// @title What the settings write into the vault
/// @notice One writer, `settings`, which keeps roles, delays, bounds and the rules of stops. Here a value is only put where
/// the books read it.
/// @custom:decisions 0230
abstract contract Controls is Fills, IVaultControls {
    using SafeCast for uint256;

    address public immutable settings;

    constructor(address settings_) {
        settings = settings_;
    }

    modifier onlySettings() {
        _checkSettings();
        _;
    }

    function _checkSettings() private view {
        if (msg.sender != settings) revert OnlySettings(msg.sender);
    }

    /// @inheritdoc IVaultControls
    function addComponent(address component) external {
        if (msg.sender != _restaker()) _checkSettings();
        _addComponent(component);
    }

    /// @inheritdoc IVaultControls
    function removeComponent(address component) external onlySettings {
        _removeComponent(component);
    }

    /// @inheritdoc IVaultControls
    function setReserve(address lst, address reserve) external onlySettings {
        lstReserve[lst] = reserve;
        if (reserve == address(0)) emit LstRemoved(lst);
        else emit LstAdded(lst, reserve);
    }

    /// @inheritdoc IVaultControls
    function setFee(uint256 bps) external onlySettings {
        _fees.feeBps = bps.toUint16();
        emit FeeSet(bps);
    }

    /// @inheritdoc IVaultControls
    function setDepositCap(uint256 capEther) external onlySettings {
        _gate.depositCapEther = capEther.toUint24();
    }

    /// @inheritdoc IVaultControls
    function setStops(uint256 pausedUntil, uint256 containedUntil) external onlySettings {
        _gate.pausedUntil = pausedUntil.toUint32();
        _fees.containedUntil = containedUntil.toUint32();
    }

    function _restaker() internal view virtual returns (address);
}
