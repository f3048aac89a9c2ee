// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A token that anyone mints, and that a test can make refuse transfers or call back during them.
contract RewardToken is ERC20 {
    bool private _refuses;
    address private _target;
    bytes private _callback;

    error Refused();

    constructor(string memory symbol) ERC20(symbol, symbol) {}

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function refuse(bool refuses) external {
        _refuses = refuses;
    }

    /// @notice From now on every transfer calls `target` with `data` and reverts as that call does.
    function callBack(address target, bytes calldata data) external {
        (_target, _callback) = (target, data);
    }

    function _update(address from, address to, uint256 value) internal override {
        require(!_refuses, Refused());
        super._update(from, to, value);
        if (_target != address(0)) {
            (bool success, bytes memory reason) = _target.call(_callback);
            if (!success) {
                assembly {
                    revert(add(reason, 32), mload(reason))
                }
            }
        }
    }
}
