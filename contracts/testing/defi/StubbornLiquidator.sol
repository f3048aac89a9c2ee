// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMorpho, MarketParams} from "@morpho-org/morpho-blue/src/interfaces/IMorpho.sol";

/// @notice A liquidator that takes the collateral and does not pay: it reverts in its callback, or has nothing to pay with.
contract StubbornLiquidator {
    error WillNotPay(uint256 repaid);

    IMorpho private immutable _morpho;

    constructor(IMorpho morpho) {
        _morpho = morpho;
    }

    function liquidate(MarketParams calldata params, address borrower, uint256 seize, bool reverts) external {
        _morpho.liquidate(params, borrower, seize, 0, abi.encode(reverts));
    }

    function onMorphoLiquidate(uint256 repaid, bytes calldata data) external pure {
        if (abi.decode(data, (bool))) revert WillNotPay(repaid);
    }
}
