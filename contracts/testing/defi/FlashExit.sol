// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMorpho} from "@morpho-org/morpho-blue/src/interfaces/IMorpho.sol";
import {IInstantExit} from "../../5-lrt/interfaces/IInstantExit.sol";
import {IVault} from "../../5-lrt/interfaces/IVault.sol";

/// @notice Leaves the vault with LRT that a lending protocol has lent for a moment.
contract FlashExit {
    IMorpho private immutable _morpho;
    IVault private immutable _vault;
    IInstantExit private immutable _instant;

    constructor(IMorpho morpho, IVault vault, IInstantExit instant) {
        (_morpho, _vault, _instant) = (morpho, vault, instant);
        vault.approve(address(morpho), type(uint256).max);
    }

    receive() external payable {}

    function exit(uint256 shares) external {
        _morpho.flashLoan(address(_vault), shares, abi.encode(false));
    }

    function exitAndReturn(uint256 shares) external {
        _morpho.flashLoan(address(_vault), shares, abi.encode(true));
    }

    function onMorphoFlashLoan(uint256 shares, bytes calldata data) external {
        _instant.exitInstantly(shares, address(this), 0, block.timestamp);
        if (abi.decode(data, (bool))) {
            _vault.deposit{value: address(this).balance}(address(this), 0, block.timestamp);
        }
    }
}
