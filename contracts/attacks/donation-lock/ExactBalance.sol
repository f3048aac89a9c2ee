// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: nothing works unless the balance is what the books say
/// @notice One wei that nobody booked stops it for good.
contract ExactBalance is NaiveVault {
    uint256 private _booked;

    error Unbalanced(uint256 balance, uint256 booked);

    /// @inheritdoc NaiveVault
    function deposit(
        address receiver,
        uint256 minShares,
        uint256 deadline
    ) public payable override returns (uint256 shares) {
        _booked += msg.value;
        _check();
        return super.deposit(receiver, minShares, deadline);
    }

    function _pay(address to, uint256 assets) internal override {
        _check();
        _booked -= assets;
        super._pay(to, assets);
    }

    function _check() private view {
        if (address(this).balance != _booked) revert Unbalanced(address(this).balance, _booked);
    }
}
