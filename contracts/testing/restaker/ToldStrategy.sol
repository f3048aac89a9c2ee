// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ComponentMock} from "../5-lrt/ComponentMock.sol";

/// @title A strategy of an LST, as a restaker meets it
/// @notice `shares` of it are worth `amount` of its token.
contract ToldStrategy {
    address public immutable underlyingToken;

    uint256 private _amount;
    uint256 private _shares;
    bool private _broken;

    constructor(address lst) {
        underlyingToken = lst;
    }

    function tell(uint256 amount, uint256 shares, bool broken) external {
        (_amount, _shares, _broken) = (amount, shares, broken);
    }

    function sharesToUnderlyingView(uint256 shares) external view returns (uint256) {
        _check();
        return (shares * _amount) / _shares;
    }

    function underlyingToSharesView(uint256 amount) external view returns (uint256) {
        _check();
        return (amount * _shares) / _amount;
    }

    function _check() private view {
        if (_broken) revert ComponentMock.Broken();
    }
}
