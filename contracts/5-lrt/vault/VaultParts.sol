// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ranges} from "../../shared/Ranges.sol";
import {ICover} from "../interfaces/ICover.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {IPricingRule} from "../interfaces/IPricingRule.sol";
import {IRunOff} from "../interfaces/IRunOff.sol";
import {ISlashingGuard} from "../interfaces/ISlashingGuard.sol";
import {IVault} from "../interfaces/IVault.sol";
import {ShareToken} from "./ShareToken.sol";

/// @title Whom the vault knows, and for how long it waits
/// @notice Set when it is made, and never again. What every user pays for is read directly; elsewhere the function is called,
/// for each place that reads an immutable has the whole of it in its code.
/// @custom:decisions 0246
abstract contract VaultParts is ShareToken {
    /// @notice Whom the vault knows, each for one thing.
    struct Parts {
        address settings;
        address queue;
        address restaker;
        address cover;
        address pricingRule;
        address rewardsClaimer;
        address instantExit;
        address slashingGuard;
        address runOff;
    }

    address internal immutable _settings;
    IExitQueue internal immutable _queue;
    address internal immutable _restaker;
    ICover internal immutable _cover;
    IPricingRule internal immutable _pricingRule;
    address internal immutable _rewardsClaimer;
    address internal immutable _instantExit;
    ISlashingGuard internal immutable _slashingGuard;
    IRunOff internal immutable _runOff;
    uint256 internal immutable _dripSeconds;
    uint256 internal immutable _quarantineSeconds;
    uint256 internal immutable _maxCheckpointAgeSeconds;

    constructor(
        Parts memory parts,
        uint256 dripSeconds_,
        uint256 quarantineSeconds_,
        uint256 maxCheckpointAgeSeconds_
    ) {
        _settings = parts.settings;
        _queue = IExitQueue(parts.queue);
        _restaker = parts.restaker;
        _cover = ICover(parts.cover);
        _pricingRule = IPricingRule(parts.pricingRule);
        _rewardsClaimer = parts.rewardsClaimer;
        _instantExit = parts.instantExit;
        _slashingGuard = ISlashingGuard(parts.slashingGuard);
        _runOff = IRunOff(parts.runOff);
        _dripSeconds = Ranges.within(dripSeconds_, 1 hours, 30 days);
        _quarantineSeconds = Ranges.within(quarantineSeconds_, 1 hours, 30 days);
        _maxCheckpointAgeSeconds = Ranges.within(maxCheckpointAgeSeconds_, 1 hours, 60 days);
    }

    function settings() public view returns (address) {
        return _settings;
    }

    function queue() public view returns (IExitQueue) {
        return _queue;
    }

    function restaker() public view returns (address) {
        return _restaker;
    }

    /// @inheritdoc IVault
    function cover() public view override returns (ICover) {
        return _cover;
    }

    function pricingRule() public view returns (IPricingRule) {
        return _pricingRule;
    }

    function rewardsClaimer() public view returns (address) {
        return _rewardsClaimer;
    }

    function instantExit() public view returns (address) {
        return _instantExit;
    }

    /// @inheritdoc IVault
    function slashingGuard() public view override returns (ISlashingGuard) {
        return _slashingGuard;
    }

    /// @inheritdoc IVault
    function runOff() public view override returns (IRunOff) {
        return _runOff;
    }

    /// @inheritdoc IVault
    function dripSeconds() public view override returns (uint256) {
        return _dripSeconds;
    }

    /// @inheritdoc IVault
    function quarantineSeconds() public view override returns (uint256) {
        return _quarantineSeconds;
    }

    /// @inheritdoc IVault
    function maxCheckpointAgeSeconds() public view override returns (uint256) {
        return _maxCheckpointAgeSeconds;
    }
}
