// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketParams} from "@morpho-org/morpho-blue/src/interfaces/IMorpho.sol";
import {IMorphoLiquidateCallback} from "@morpho-org/morpho-blue/src/interfaces/IMorphoCallbacks.sol";
import {
    LIQUIDATION_CURSOR,
    MAX_LIQUIDATION_INCENTIVE_FACTOR
} from "@morpho-org/morpho-blue/src/libraries/ConstantsLib.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IWrappedEther} from "../../5-lrt/interfaces/IWrappedEther.sol";
import {LrtMarket} from "../leverage/LrtMarket.sol";

/// @title Liquidates without capital
/// @notice Seizes collateral of an unhealthy position, turns it into WETH on the way, and pays the debt with it: the caller
/// gets the rest. By `Way.Ticket` the caller's own WETH pays, and the LRT becomes an exit ticket of the caller, worth its
/// backing however low the pool is.
///
/// A whole position is repaid by its shares where its collateral exceeds debt × incentive, and seized whole where it does
/// not: the other way round Morpho underflows (`Panic(17)`). The incentive factor is Morpho's,
/// min(1.15, 1 / (1 − 0.3 × (1 − LLTV))). It holds nothing between calls and acts for nobody.
///
/// The instant exit may be shut, by others' LST deposits or announcements; the pool and the ticket are not (DFI-94).
/// @custom:decisions 0262
contract Liquidator is LrtMarket, IMorphoLiquidateCallback {
    using SafeERC20 for IWrappedEther;

    error ProfitTooSmall(uint256 profit, uint256 minProfit);
    error NothingOwed(address borrower);

    /// @notice LRT was seized and debt repaid; `profit` in WETH went to the caller, `ticketId` is 0 without one.
    event Liquidated(
        address indexed borrower,
        address indexed caller,
        uint256 seized,
        uint256 repaid,
        uint256 profit,
        uint256 ticketId
    );

    uint256 private constant WAD = 1e18;
    uint256 private constant ORACLE_SCALE = 1e36;

    constructor(Venues memory venues, address morpho_) LrtMarket(venues, morpho_) {}

    /// @notice Liquidates `borrower`.
    /// @param seize LRT to seize; 0 for as much as there is to seize
    /// @param minProfit least WETH that the caller must have from it; of a ticket, least worth of the LRT beyond what was repaid, at
    /// the vault's exit price after a full sync (with 0, as its books have it, for a sync may be refused)
    /// @dev `ProfitTooSmall`, `NothingOwed`, `PoolTooThin`, `DeadlineOver`, `UnknownMarket`, `NotThisPair`; Morpho's refusal of a
    /// healthy position.
    function liquidate(
        MarketParams calldata params,
        address borrower,
        uint256 seize,
        Way way,
        uint256 minProfit,
        uint256 deadline
    ) external nonReentrant before(deadline) inMarket(params) returns (uint256 seized, uint256 repaid, uint256 profit) {
        uint256 repayShares = 0;
        if (seize == 0) (seize, repayShares) = _whole(params, borrower);
        (seized, repaid) = morpho.liquidate(params, borrower, seize, repayShares, abi.encode(msg.sender, way));
        uint256 ticketId = 0;
        if (way == Way.Ticket) {
            // DFI-32: a slash that nobody has synced is why there is something to seize
            if (minProfit != 0) vault.syncAll();
            uint256 worth = vault.toAssetsDown(seized);
            profit = worth > repaid ? worth - repaid : 0;
            ticketId = queue.request(seized, msg.sender, 0, deadline);
            _payOut(msg.sender);
        } else profit = _payOut(msg.sender);
        if (profit < minProfit) revert ProfitTooSmall(profit, minProfit);
        emit Liquidated(borrower, msg.sender, seized, repaid, profit, ticketId);
    }

    /// @inheritdoc IMorphoLiquidateCallback
    function onMorphoLiquidate(uint256 repaid, bytes calldata data) external onlyMorpho {
        (address caller, Way way) = abi.decode(data, (address, Way));
        if (way == Way.Ticket) weth.safeTransferFrom(caller, address(this), repaid);
        else _sell(vault.balanceOf(address(this)), way, repaid);
    }

    /// @notice What a liquidation pays for a debt, in wad: 1.0438 at a limit of 86 %.
    function incentiveFactor(uint256 lltvWad) public pure returns (uint256) {
        uint256 base = WAD - (LIQUIDATION_CURSOR * (WAD - lltvWad)) / WAD;
        return Math.min(MAX_LIQUIDATION_INCENTIVE_FACTOR, (WAD * WAD) / base);
    }

    /// @dev DFI-31: one of both is 0.
    function _whole(
        MarketParams calldata params,
        address borrower
    ) private view returns (uint256 seize, uint256 repayShares) {
        (uint256 debt, uint256 borrowShares, uint256 collateral) = _positionOf(params, borrower);
        if (borrowShares == 0) revert NothingOwed(borrower);
        uint256 wanted = Math.mulDiv((debt * incentiveFactor(params.lltv)) / WAD, ORACLE_SCALE, _price(params));
        if (wanted <= collateral) return (0, borrowShares);
        return (collateral, 0);
    }
}
