// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMorpho} from "@morpho-org/morpho-blue/src/interfaces/IMorpho.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Borrows and gives back, and nothing else: what a flash loan costs.
contract FlashBorrower {
    IMorpho private immutable _morpho;

    constructor(IMorpho morpho) {
        _morpho = morpho;
    }

    function borrow(address token, uint256 assets) external {
        IERC20(token).approve(address(_morpho), type(uint256).max);
        _morpho.flashLoan(token, assets, "");
    }

    function onMorphoFlashLoan(uint256, bytes calldata) external {}
}
