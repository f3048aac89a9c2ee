// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ComponentMock} from "../5-lrt/ComponentMock.sol";

/// @title The reserve of an LST, as a delegator meets it
contract ReserveAroundSlot {
    bool private _isExitable;
    bool private _isSilent;

    function tell(bool isExitable_, bool isSilent_) external {
        (_isExitable, _isSilent) = (isExitable_, isSilent_);
    }

    function isExitable() external view returns (bool) {
        if (_isSilent) revert ComponentMock.Broken();
        return _isExitable;
    }
}
