// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGuardedPause} from "./interfaces/IGuardedPause.sol";

/// @title A switch that one guardian holds
/// @notice Says which functions it stops where it is used; whoever inherits never puts it on a claim.
abstract contract GuardedPause is IGuardedPause {
    error OnlyGuardian(address caller);
    /// @notice The guardian has stopped this function.
    error CurrentlyPaused();

    address public immutable guardian;
    bool private _paused;

    constructor(address guardian_) {
        guardian = guardian_;
    }

    modifier whenNotPaused() {
        if (_paused) revert CurrentlyPaused();
        _;
    }

    modifier onlyGuardian() {
        if (msg.sender != guardian) revert OnlyGuardian(msg.sender);
        _;
    }

    /// @inheritdoc IGuardedPause
    function pause() external onlyGuardian {
        _paused = true;
        emit Paused(msg.sender);
    }

    /// @inheritdoc IGuardedPause
    function unpause() external onlyGuardian {
        _paused = false;
        emit Unpaused(msg.sender);
    }

    /// @inheritdoc IGuardedPause
    function isPaused() external view returns (bool) {
        return _paused;
    }
}
