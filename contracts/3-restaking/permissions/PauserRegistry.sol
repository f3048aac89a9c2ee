// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPauserRegistry} from "../interfaces/IPauserRegistry.sol";

/// @title Who may pause the restaking core
/// @notice Many may pause, one may unpause: a wrong pause is cheap, a wrong unpause is not (RST-33).
contract PauserRegistry is IPauserRegistry {
    /// @inheritdoc IPauserRegistry
    mapping(address pauser => bool) public isPauser;

    /// @inheritdoc IPauserRegistry
    address public unpauser;

    modifier onlyUnpauser() {
        require(msg.sender == unpauser, OnlyUnpauser());
        _;
    }

    /// @dev {InputAddressZero} for a zero pauser or unpauser.
    constructor(address[] memory pausers, address unpauser_) {
        for (uint256 i = 0; i < pausers.length; i++) {
            _setIsPauser(pausers[i], true);
        }
        _setUnpauser(unpauser_);
    }

    /// @inheritdoc IPauserRegistry
    function setIsPauser(address newPauser, bool canPause) external onlyUnpauser {
        _setIsPauser(newPauser, canPause);
    }

    /// @inheritdoc IPauserRegistry
    function setUnpauser(address newUnpauser) external onlyUnpauser {
        _setUnpauser(newUnpauser);
    }

    function _setIsPauser(address pauser, bool canPause) private {
        require(pauser != address(0), InputAddressZero());
        isPauser[pauser] = canPause;
        emit PauserStatusChanged(pauser, canPause);
    }

    function _setUnpauser(address newUnpauser) private {
        require(newUnpauser != address(0), InputAddressZero());
        emit UnpauserChanged(unpauser, newUnpauser);
        unpauser = newUnpauser;
    }
}
