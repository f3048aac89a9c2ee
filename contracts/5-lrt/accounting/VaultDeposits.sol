// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
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
/// @custom:decisions 0234
abstract contract VaultDeposits is Moves {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    mapping(address lst => address reserve) public override lstReserve;
    /// @dev Who has said in this transaction that it accepts what is announced.
    address private transient _accepting;

    /// @inheritdoc IVault
    function acceptAnnouncedLoss() external {
        _accepting = msg.sender;
    }

    /// @inheritdoc IVault
    function deposit(address receiver, uint256 minShares, uint256 deadline) external payable returns (uint256 shares) {
        return _mintFor(receiver, address(0), msg.value, msg.value, minShares, deadline);
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
        IERC20(lst).safeTransferFrom(msg.sender, address(reserve), amount);
        uint256 assets = reserve.receiveLst(amount, true);
        _book(address(reserve), assets.toInt256());
        return _mintFor(receiver, lst, amount, assets, minShares, deadline);
    }

    function _mintFor(
        address receiver,
        address asset,
        uint256 amount,
        uint256 assets,
        uint256 minShares,
        uint256 deadline
    ) private returns (uint256 shares) {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, block.timestamp);
        _checkReceiver(receiver);
        Prices memory p = _prices;
        uint256 total = uint256(p.recognised) + p.lockedProfit;
        _passGate(assets, total, asset == address(0));
        shares = SharePrice.toSharesDown(assets, total, totalSupply());
        if (shares == 0) revert ZeroShares();
        if (shares < minShares) revert TooFewShares(shares, minShares);
        uint256 toLockedProfit = Math.mulDiv(assets, p.lockedProfit, total + SharePrice.VIRTUAL);
        unchecked {
            // 96 bits hold a thousand times the greatest cap that the gate can have
            p.recognised += uint96(assets - toLockedProfit);
            p.lockedProfit += uint96(toLockedProfit);
        }
        _prices = p;
        _mint(receiver, shares);
        emit Deposited(msg.sender, receiver, asset, amount, assets - toLockedProfit, toLockedProfit, shares);
    }

    function _passGate(uint256 assets, uint256 total, bool intoIdle) private {
        Gate memory g = _gate;
        unchecked {
            // sums of 97 bits and times: nothing here comes near 256 bits
            if (block.timestamp > g.lastFullSync + dripSeconds) revert SyncTooOld(g.lastFullSync, dripSeconds);
            if (g.flags != 0) _checkOpen(g.flags);
            _checkAge(g.asOf);
            if (block.timestamp < g.pausedUntil) revert DepositsPaused(g.pausedUntil);
            uint256 cap = uint256(g.depositCapEther) * 1 ether;
            if (total + assets > cap) revert DepositCapExceeded(assets, cap > total ? cap - total : 0);
            g.lastDeposit = uint32(block.timestamp);
            if (intoIdle) g.idle += uint96(assets);
        }
        _gate = g;
    }

    /// @dev VLT-111: what is announced closes the vault last, and only to who has not said that he accepts it.
    function _checkOpen(uint8 flags) private view {
        if (flags & WOUND_UP != 0) revert WoundUp();
        if (flags & DEAD != 0) revert DeadState();
        if (flags & IN_DOUBT != 0) revert WorthInDoubt();
        if (flags & CLOSED_BY_LOSS != 0) revert DepositsClosedByLoss();
        if (msg.sender != _accepting) revert LossAnnounced();
    }

    function _reserveOf(address lst) internal view returns (ILstReserve) {
        address reserve = lstReserve[lst];
        if (reserve == address(0)) revert LstNotListed(lst);
        return ILstReserve(reserve);
    }
}
