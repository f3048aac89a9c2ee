// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracle} from "@morpho-org/morpho-blue/src/interfaces/IOracle.sol";
import {IVaultViews} from "../../5-lrt/interfaces/IVaultViews.sol";

/// @title The LRT at its backing
/// @notice The vault's collateral rate: what a share is backed by, every loss included at once, in Morpho's scale (1e36 is 1
/// ETH for 1 LRT).
///
/// How it fails: it knows no market. While exits wait, a holder who must sell gets less than it says, so a liquidator needs the
/// exit queue or his own patience; and it does not count what is announced and may be vetoed. It reverts with the vault's
/// reason when there is no rate to lend against (`IVaultViews.collateralRate`), and takes no other number instead.
/// @custom:decisions 0251
contract CollateralRateOracle is IOracle {
    IVaultViews public immutable views;

    constructor(address views_) {
        views = IVaultViews(views_);
    }

    /// @inheritdoc IOracle
    function price() external view returns (uint256) {
        return views.collateralRate() * 1e18;
    }
}
