// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Token of a recorded strategy: 18 decimals, minted and burnt by whoever plays the recording.
contract ReplayToken is ERC20 {
    constructor(string memory name_) ERC20(name_, name_) {}

    /// @notice Creates `amount` wei of the token for `to`.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Takes `amount` wei of the token from `from`, no allowance needed.
    function burn(address from, uint256 amount) external {
        _burn(from, amount);
    }
}
