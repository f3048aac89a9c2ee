// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Id, IMorpho, Market, MarketParams, Position} from "@morpho-org/morpho-blue/src/interfaces/IMorpho.sol";
import {IOracle} from "@morpho-org/morpho-blue/src/interfaces/IOracle.sol";
import {MarketParamsLib} from "@morpho-org/morpho-blue/src/libraries/MarketParamsLib.sol";
import {SharesMathLib} from "@morpho-org/morpho-blue/src/libraries/SharesMathLib.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IWrappedEther} from "../../5-lrt/interfaces/IWrappedEther.sol";
import {WaysOfLrt} from "./WaysOfLrt.sol";

/// @title A market that lends WETH against the LRT
/// @notice What the looper and the liquidator share: which markets they work in, and who may call them back.
/// @custom:decisions 0250
abstract contract LrtMarket is WaysOfLrt {
    using MarketParamsLib for MarketParams;
    using SharesMathLib for uint256;
    using SafeERC20 for IWrappedEther;

    error NotThisPair(address collateralToken, address loanToken);
    error UnknownMarket(Id id);
    error NotMorpho(address caller);

    IMorpho public immutable morpho;

    /// @dev The market exists and is of this pair; its interest is charged up to now.
    modifier inMarket(MarketParams calldata params) {
        _check(params);
        _;
    }

    modifier onlyMorpho() {
        if (msg.sender != address(morpho)) revert NotMorpho(msg.sender);
        _;
    }

    constructor(Venues memory venues, address morpho_) WaysOfLrt(venues) {
        morpho = IMorpho(morpho_);
        venues.weth.forceApprove(morpho_, type(uint256).max);
        venues.vault.approve(morpho_, type(uint256).max);
    }

    function _check(MarketParams calldata params) private {
        if (params.collateralToken != address(vault) || params.loanToken != address(weth))
            revert NotThisPair(params.collateralToken, params.loanToken);
        Id id = params.id();
        if (morpho.market(id).lastUpdate == 0) revert UnknownMarket(id);
        morpho.accrueInterest(params);
    }

    /// @dev Debt in WETH, rounded up, and collateral in LRT; right after an accrual.
    function _positionOf(
        MarketParams memory params,
        address owner
    ) internal view returns (uint256 debt, uint256 borrowShares, uint256 collateral) {
        Id id = params.id();
        Position memory position = morpho.position(id, owner);
        Market memory market = morpho.market(id);
        (borrowShares, collateral) = (position.borrowShares, position.collateral);
        debt = borrowShares.toAssetsUp(market.totalBorrowAssets, market.totalBorrowShares);
    }

    function _price(MarketParams memory params) internal view returns (uint256) {
        return IOracle(params.oracle).price();
    }
}
