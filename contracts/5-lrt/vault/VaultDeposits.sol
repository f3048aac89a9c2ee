// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IVault} from "../interfaces/IVault.sol";
import {AccountingWords, CLOSED_BY_LOSS, DEAD, IN_DOUBT, WOUND_UP} from "../accounting/AccountingWords.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {VaultStorage} from "./VaultStorage.sol";

/// @title The way in
/// @notice x wei of ETH mint floor(x × (supply + V) / (T + U + V)) shares, and add x × U / (T + U + V) to U (rounded
/// down) and the rest to T: both prices stay where they are, but for rounding upwards, and what drips drips as before.
/// So a deposit buys a share of U at its full price, and no gain that has been made can be bought for less.
///
/// A deposit of ETH calls nobody. An LST is worth what its own exit pays, never a market price; each LST has a bucket that
/// limits its inflow and a cap on what the vault holds, and is refused while it cannot be redeemed or its report is
/// overdue: otherwise the vault would sell a put on the LST.
/// @custom:decisions 0234 0245 0294
abstract contract VaultDeposits is VaultStorage {
    using AccountingWords for uint256;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev Who has said in this transaction that its next deposit accepts what is announced.
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
        uint256 prices = _pricesWord();
        uint256 total = prices.recognisedIn() + prices.lockedProfitIn();
        _passGate(assets, total, asset == address(0) ? assets : 0);
        shares = SharePrice.toSharesDown(assets, total, totalSupply());
        if (shares == 0) revert ZeroShares();
        if (shares < minShares) revert TooFewShares(shares, minShares);
        uint256 toLockedProfit = Math.mulDiv(assets, prices.lockedProfitIn(), total + SharePrice.VIRTUAL);
        // 96 bits hold a thousand times the greatest cap that the gate can have
        _setPricesWord(prices.withMore(assets - toLockedProfit, toLockedProfit));
        _mint(receiver, shares);
        emit Deposited(msg.sender, receiver, asset, amount, assets - toLockedProfit, toLockedProfit, shares);
    }

    function _passGate(uint256 assets, uint256 total, uint256 idleAssets) private {
        uint256 gate = _gateWord();
        unchecked {
            // sums of 97 bits and times: nothing here comes near 256 bits
            if (block.timestamp > gate.lastFullSyncIn() + _dripSeconds) {
                revert SyncTooOld(gate.lastFullSyncIn(), _dripSeconds);
            }
            if (gate.flagsIn() != 0) _checkOpen(gate.flagsIn());
            _checkAge(gate.asOfIn());
            if (block.timestamp < gate.pausedUntilIn()) revert DepositsPaused(gate.pausedUntilIn());
            uint256 cap = gate.depositCapEtherIn() * 1 ether;
            if (total + assets > cap) revert DepositCapExceeded(assets, cap > total ? cap - total : 0);
        }
        _setGateWord(gate.withDeposit(idleAssets, block.timestamp));
    }

    /// @dev VLT-111: what is announced closes the vault last, and only to who has not said that he accepts it. VLT-118: said once,
    /// it is good for one deposit, for the next caller of a bundle may be somebody else's.
    function _checkOpen(uint256 flags) private {
        if (flags & WOUND_UP != 0) revert WoundUp();
        if (flags & DEAD != 0) revert DeadState();
        if (flags & IN_DOUBT != 0) revert WorthInDoubt();
        if (flags & CLOSED_BY_LOSS != 0) revert DepositsClosedByLoss();
        if (msg.sender != _accepting) revert LossAnnounced();
        _accepting = address(0);
    }
}
