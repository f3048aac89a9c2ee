// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {LeakyBucket} from "../../shared/LeakyBucket.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IVault} from "../interfaces/IVault.sol";
import {Moves} from "./Moves.sol";
import {SharePrice} from "./SharePrice.sol";

/// @title The way in
/// @notice x wei of ETH mint floor(x × (supply + V) / (T + U + V)) shares, and add x × U / (T + U + V) to U (rounded
/// down) and the rest to T: both prices stay where they are, but for rounding upwards, and what drips drips as before.
/// So a deposit buys a share of U at its full price, and no gain that has been made can be bought for less.
///
/// A deposit of ETH calls nobody. An LST is worth what its own exit pays, never a market price; each LST has a bucket that
/// limits its inflow and a cap on what the vault holds, and is refused while it cannot be redeemed or its report is
/// overdue: otherwise the vault would sell a put on the LST.
abstract contract Deposits is Moves {
    using LeakyBucket for LeakyBucket.Bucket;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    struct Lst {
        address reserve;
        uint96 capAssets;
    }

    mapping(address lst => Lst) internal _lsts;
    mapping(address lst => LeakyBucket.Bucket) internal _inflow;

    /// @inheritdoc IVault
    function deposit(
        address receiver,
        uint256 minShares,
        uint256 deadline
    ) external payable returns (uint256 shares) {
        shares = _mintFor(receiver, address(0), msg.value, msg.value, minShares, deadline);
        _gate.idle += msg.value.toUint96();
    }

    /// @inheritdoc IVault
    function depositLst(
        address lst,
        uint256 amount,
        address receiver,
        uint256 minShares,
        uint256 deadline
    ) external returns (uint256 shares) {
        ILstReserve reserve = _reserveOf(lst);
        if (!reserve.isDepositable()) revert LstNotDepositable(lst);
        uint256 before = IERC20(lst).balanceOf(address(reserve));
        IERC20(lst).safeTransferFrom(msg.sender, address(reserve), amount);
        uint256 received = IERC20(lst).balanceOf(address(reserve)) - before;
        uint256 assets = reserve.toAssetsDown(received);
        _limitInflow(lst, address(reserve), assets);
        shares = _mintFor(receiver, lst, received, assets, minShares, deadline);
        _bookIntoReserve(reserve, received, assets);
    }

    /// @dev The reserve's value grows by floor(amount × rate) or one wei more, for it values what it holds in one go.
    function _bookIntoReserve(ILstReserve reserve, uint256 amount, uint256 assets) internal {
        reserve.noteReceived(amount);
        _book(address(reserve), assets.toInt256());
    }

    function _limitInflow(address lst, address reserve, uint256 assets) private {
        int256 record = _entry(reserve).record;
        uint256 cap = _lsts[lst].capAssets;
        uint256 held = record > 0 ? uint256(record) : 0;
        if (held + assets > cap) revert LstInflowExceeded(lst, assets, cap > held ? cap - held : 0);
        if (!_inflow[lst].pour(assets)) revert LstInflowExceeded(lst, assets, _inflow[lst].room());
    }

    function _mintFor(
        address receiver,
        address asset,
        uint256 amount,
        uint256 assets,
        uint256 minShares,
        uint256 deadline
    ) internal returns (uint256 shares) {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, block.timestamp);
        if (receiver == address(0)) revert ReceiverZero();
        Prices memory p = _prices;
        uint256 total = uint256(p.recognised) + p.undripped;
        _checkGate(assets, total);
        shares = SharePrice.toSharesDown(assets, total, totalSupply());
        if (shares == 0) revert ZeroShares();
        if (shares < minShares) revert TooFewShares(shares, minShares);
        uint256 toUndripped = Math.mulDiv(assets, p.undripped, total + SharePrice.VIRTUAL);
        _prices.recognised = (p.recognised + assets - toUndripped).toUint96();
        _prices.undripped = (p.undripped + toUndripped).toUint96();
        _mint(receiver, shares);
        emit Deposited(msg.sender, receiver, asset, amount, assets - toUndripped, toUndripped, shares);
    }

    function _checkGate(uint256 assets, uint256 total) private {
        Gate memory g = _gate;
        if (block.timestamp > g.lastFullSync + dripSeconds) revert SyncTooOld(g.lastFullSync, dripSeconds);
        if (g.closedByLoss) revert DepositsClosedByLoss();
        if (block.timestamp < g.pausedUntil) revert DepositsPaused(g.pausedUntil);
        uint256 cap = uint256(g.depositCapGwei) * 1 gwei;
        if (total + assets > cap) revert DepositCapExceeded(assets, cap > total ? cap - total : 0);
        _gate.lastDeposit = _now();
    }

    function _reserveOf(address lst) internal view returns (ILstReserve) {
        address reserve = _lsts[lst].reserve;
        if (reserve == address(0)) revert LstNotListed(lst);
        return ILstReserve(reserve);
    }
}
