// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketParams} from "@morpho-org/morpho-blue/src/interfaces/IMorpho.sol";
import {
    IMorphoRepayCallback,
    IMorphoSupplyCollateralCallback
} from "@morpho-org/morpho-blue/src/interfaces/IMorphoCallbacks.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IWrappedEther} from "../../5-lrt/interfaces/IWrappedEther.sol";
import {LrtMarket} from "./LrtMarket.sol";

/// @title Leverage in one transaction
/// @notice Raises and lowers the caller's own position in a market: opens it, closes it, and everything between.
///
///     raise:  collateral is credited → borrow against it → WETH becomes LRT → the collateral is paid
///     lower:  debt is cancelled → collateral comes out → LRT becomes WETH → the debt is paid
///
/// Both use the callback that Morpho makes between crediting and collecting, so no flash loan is needed and the market needs
/// no more liquidity than what is borrowed. LRT comes from the vault, which is synced first, or from the pool; it goes through
/// the pool, by instant exit, or into an exit ticket that the owner keeps.
///
/// It acts for nobody but its caller, who must have authorised it in Morpho; that authorisation may stay, for it is good for
/// nothing in anybody else's hands. It holds nothing between calls: what somebody sends here, the next caller gets.
/// @custom:decisions 0252
contract Looper is LrtMarket, IMorphoSupplyCollateralCallback, IMorphoRepayCallback {
    using SafeERC20 for IWrappedEther;

    /// @notice Where LRT comes from: the vault, the pool, or whichever mints more. `Best` is never worse than the vault, whoever moves
    /// the pool before it (DFI-77).
    enum Entry {
        Vault,
        Pool,
        Best
    }

    /// @param borrowAssets WETH to borrow and put in together with the ether sent
    /// @param minShares least LRT that all of it must become
    /// @param maxLtvWad greatest debt as a part of the collateral's value by the market's oracle, afterwards
    /// @param deadline last timestamp in seconds
    struct Raise {
        Entry entry;
        uint256 borrowAssets;
        uint256 minShares;
        uint256 maxLtvWad;
        uint256 deadline;
    }

    /// @param repayShares of the debt, in Morpho's borrow shares; 2^256 − 1 for all of it
    /// @param collateral LRT to take out; 2^256 − 1 for all of it
    /// @param minAssets least WETH that this LRT must become; of a ticket, its least quote after a full sync (with 0, there is none,
    /// for a sync may be refused)
    struct Lower {
        Way way;
        uint256 repayShares;
        uint256 collateral;
        uint256 minAssets;
        uint256 maxLtvWad;
        uint256 deadline;
    }

    error NotAuthorized(address owner);
    error TooFewShares(uint256 shares, uint256 minShares);
    error SoldForTooLittle(uint256 assets, uint256 debt);
    error LtvTooHigh(uint256 ltvWad, uint256 maxLtvWad);
    error NothingToDo();

    /// @notice A position is larger: by LRT bought and WETH borrowed.
    event Raised(address indexed owner, uint256 equity, uint256 borrowed, uint256 shares);

    /// @notice A position is smaller: by LRT taken out and WETH repaid; `paidOut` went to the owner. `ticketId` is 0 without one.
    event Lowered(address indexed owner, uint256 shares, uint256 repaid, uint256 paidOut, uint256 ticketId);

    uint256 private constant WAD = 1e18;
    uint256 private constant ORACLE_SCALE = 1e36;

    constructor(Venues memory venues, address morpho_) LrtMarket(venues, morpho_) {}

    /// @notice Puts the ether sent and what is borrowed into LRT, as collateral of the caller.
    /// @return shares of LRT added
    /// @dev `NotAuthorized`: call `setAuthorization` of Morpho first. `TooFewShares`, `PoolTooThin`, `LtvTooHigh`, `DeadlineOver`,
    /// `UnknownMarket`, `NotThisPair`; what the vault, the pool or the market refuse.
    function raise(
        MarketParams calldata params,
        Raise calldata terms
    ) external payable nonReentrant before(terms.deadline) inMarket(params) returns (uint256 shares) {
        uint256 total = msg.value + terms.borrowAssets;
        if (total == 0) revert NothingToDo();
        if (terms.borrowAssets != 0) _checkAuthorized();
        vault.syncAll();
        shares = vault.toSharesDown(total);
        bool viaPool = terms.entry == Entry.Pool;
        if (terms.entry != Entry.Vault) {
            uint256 quoted = quotePool(false, total);
            if (viaPool && quoted == 0) revert PoolTooThin(total, 0);
            viaPool = viaPool || quoted > shares;
            if (viaPool) shares = quoted;
        }
        if (shares < terms.minShares) revert TooFewShares(shares, terms.minShares);
        bytes memory data = abi.encode(params, msg.sender, viaPool, msg.value, terms.borrowAssets);
        morpho.supplyCollateral(params, shares, msg.sender, data);
        _checkLtv(params, terms.maxLtvWad);
        emit Raised(msg.sender, msg.value, terms.borrowAssets, shares);
    }

    /// @inheritdoc IMorphoSupplyCollateralCallback
    function onMorphoSupplyCollateral(uint256 shares, bytes calldata data) external onlyMorpho {
        (MarketParams memory params, address owner, bool viaPool, uint256 equity, uint256 borrowAssets) = abi.decode(
            data,
            (MarketParams, address, bool, uint256, uint256)
        );
        if (borrowAssets != 0) morpho.borrow(params, borrowAssets, 0, owner, address(this));
        if (viaPool) {
            if (equity != 0) weth.deposit{value: equity}();
            _swap(false, equity + borrowAssets, shares);
        } else {
            if (borrowAssets != 0) weth.withdraw(borrowAssets);
            vault.deposit{value: equity + borrowAssets}(address(this), shares, block.timestamp);
        }
    }

    /// @notice Takes LRT out of the caller's position, turns it into WETH, pays debt with it, and pays the rest to the caller.
    /// By `Way.Ticket` the caller's own WETH (allowance needed) pays the debt, and the LRT becomes an exit ticket of the caller.
    /// @return paidOut WETH that went to the caller, in wei
    /// @dev `SoldForTooLittle` when the LRT does not pay the debt; else as `raise`.
    function lower(
        MarketParams calldata params,
        Lower calldata terms
    ) external nonReentrant before(terms.deadline) inMarket(params) returns (uint256 paidOut) {
        _checkAuthorized();
        (, uint256 allShares, uint256 allCollateral) = _positionOf(params, msg.sender);
        uint256 repayShares = terms.repayShares == type(uint256).max ? allShares : terms.repayShares;
        uint256 collateral = terms.collateral == type(uint256).max ? allCollateral : terms.collateral;
        if (repayShares == 0 && collateral == 0) revert NothingToDo();
        Lowering memory job = Lowering(params, msg.sender, terms.way, collateral, terms.minAssets);
        uint256 repaid = 0;
        uint256 ticketId = 0;
        if (repayShares != 0) (repaid, ) = morpho.repay(params, 0, repayShares, msg.sender, abi.encode(job));
        else _takeOut(job, 0);
        if (terms.way == Way.Ticket && collateral != 0) {
            // DFI-21: the quote has every loss in it, or is no limit
            if (terms.minAssets != 0) vault.syncAll();
            ticketId = queue.request(collateral, msg.sender, terms.minAssets, terms.deadline);
        }
        paidOut = _payOut(msg.sender);
        _checkLtv(params, terms.maxLtvWad);
        emit Lowered(msg.sender, collateral, repaid, paidOut, ticketId);
    }

    struct Lowering {
        MarketParams params;
        address owner;
        Way way;
        uint256 collateral;
        uint256 minAssets;
    }

    /// @inheritdoc IMorphoRepayCallback
    function onMorphoRepay(uint256 debt, bytes calldata data) external onlyMorpho {
        _takeOut(abi.decode(data, (Lowering)), debt);
    }

    function _takeOut(Lowering memory job, uint256 debt) private {
        if (job.collateral != 0) morpho.withdrawCollateral(job.params, job.collateral, job.owner, address(this));
        if (job.way == Way.Ticket) {
            if (debt != 0) weth.safeTransferFrom(job.owner, address(this), debt);
            return;
        }
        uint256 assets = job.collateral == 0 ? 0 : _sell(job.collateral, job.way, job.minAssets);
        if (assets < debt) revert SoldForTooLittle(assets, debt);
    }

    function _checkAuthorized() private view {
        if (!morpho.isAuthorized(msg.sender, address(this))) revert NotAuthorized(msg.sender);
    }

    /// @dev DFI-21.
    function _checkLtv(MarketParams calldata params, uint256 maxLtvWad) private view {
        (uint256 debt, , uint256 collateral) = _positionOf(params, msg.sender);
        if (debt == 0) return;
        uint256 value = Math.mulDiv(collateral, _price(params), ORACLE_SCALE);
        uint256 ltvWad = value == 0 ? type(uint256).max : Math.mulDiv(debt, WAD, value, Math.Rounding.Ceil);
        if (ltvWad > maxLtvWad) revert LtvTooHigh(ltvWad, maxLtvWad);
    }
}
