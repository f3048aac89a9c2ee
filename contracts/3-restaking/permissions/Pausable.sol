// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPausable} from "../interfaces/IPausable.sol";
import {IPauserRegistry} from "../interfaces/IPauserRegistry.sol";

/// @title Pausing by bits
/// @notice One word of 256 switches; each contract of the core says which bit stops which function. Pausers only
/// set bits, the unpauser only clears them.
/// @dev A check reads one storage slot. Starts with nothing paused. RST-33 (who), RST-34 (what).
abstract contract Pausable is IPausable {
    /// @inheritdoc IPausable
    IPauserRegistry public immutable pauserRegistry;

    uint256 private _paused;

    modifier onlyPauser() {
        require(pauserRegistry.isPauser(msg.sender), OnlyPauser());
        _;
    }

    modifier onlyWhenNotPaused(uint8 index) {
        _requireNotPaused(index);
        _;
    }

    /// @dev {InputAddressZero} for a zero registry.
    constructor(IPauserRegistry pauserRegistry_) {
        require(address(pauserRegistry_) != address(0), InputAddressZero());
        pauserRegistry = pauserRegistry_;
    }

    /// @inheritdoc IPausable
    function pause(uint256 newPausedStatus) external onlyPauser {
        require(_paused & ~newPausedStatus == 0, InvalidNewPausedStatus());
        _pause(newPausedStatus);
    }

    /// @inheritdoc IPausable
    function pauseAll() external onlyPauser {
        _pause(type(uint256).max);
    }

    /// @inheritdoc IPausable
    function unpause(uint256 newPausedStatus) external {
        require(msg.sender == pauserRegistry.unpauser(), OnlyUnpauser());
        require(newPausedStatus & ~_paused == 0, InvalidNewPausedStatus());
        _paused = newPausedStatus;
        emit Unpaused(msg.sender, newPausedStatus);
    }

    /// @inheritdoc IPausable
    function paused() external view returns (uint256) {
        return _paused;
    }

    /// @inheritdoc IPausable
    function paused(uint8 index) external view returns (bool) {
        return _isPaused(index);
    }

    function _requireNotPaused(uint8 index) internal view {
        require(!_isPaused(index), CurrentlyPaused());
    }

    function _isPaused(uint8 index) private view returns (bool) {
        return (_paused >> index) & 1 == 1;
    }

    function _pause(uint256 newPausedStatus) private {
        _paused = newPausedStatus;
        emit Paused(msg.sender, newPausedStatus);
    }
}
