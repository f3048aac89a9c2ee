// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {ISyncedEntrance} from "../interfaces/ISyncedEntrance.sol";
import {IVault} from "../interfaces/IVault.sol";
import {Freshness} from "../views/Freshness.sol";

/// @title The entrance that first finds out
/// @notice The vault's own deposit calls nobody, so it mints at a price that knows nothing of what happened since the last full
/// sync: a loss that is on chain already is then paid for by whoever comes in, and a request is judged by a quote that is not
/// true any more. Here a full sync comes first, in the same transaction.
///
/// A sync finds what the rungs below say in that moment. A pod says what its last checkpoint found; whoever wants younger news
/// of validators names the age that he accepts, and makes the checkpoints himself if need be.
///
/// It holds nothing between calls, has no owner and nothing to set, and keeps no allowance: what it takes of a token it hands to
/// the vault in the same call. It takes from its caller alone, so a stranger's permit is of no use here, and one that a
/// stranger has used up first does no harm. Only tokens that the vault lists are called.
/// @custom:decisions 0234 0294
contract SyncedEntrance is ISyncedEntrance {
    using SafeERC20 for IERC20;

    IVault public immutable vault;
    IExitQueue public immutable queue;

    constructor(address vault_, address queue_) {
        vault = IVault(vault_);
        queue = IExitQueue(queue_);
    }

    /// @inheritdoc ISyncedEntrance
    function depositEth(Terms calldata terms) external payable returns (uint256 shares) {
        _enter(terms);
        return vault.deposit{value: msg.value}(terms.receiver, terms.minShares, terms.deadline);
    }

    /// @inheritdoc ISyncedEntrance
    function depositLst(address lst, uint256 amount, Terms calldata terms) public returns (uint256 shares) {
        if (vault.lstReserve(lst) == address(0)) revert IVault.LstNotListed(lst);
        _enter(terms);
        _take(IERC20(lst), amount, address(vault));
        return vault.depositLst(lst, amount, terms.receiver, terms.minShares, terms.deadline);
    }

    /// @inheritdoc ISyncedEntrance
    function depositLstWithPermit(
        address lst,
        uint256 amount,
        Terms calldata terms,
        Permit calldata permit
    ) external returns (uint256 shares) {
        if (vault.lstReserve(lst) == address(0)) revert IVault.LstNotListed(lst);
        _permit(lst, amount, permit);
        return depositLst(lst, amount, terms);
    }

    /// @inheritdoc ISyncedEntrance
    function request(
        uint256 shares,
        address owner,
        uint256 minAssets,
        uint256 deadline,
        uint256 newsFrom
    ) public returns (uint256 ticketId) {
        _findOut(newsFrom);
        // the queue takes shares of its caller, without an allowance
        IERC20(address(vault)).safeTransferFrom(msg.sender, address(this), shares);
        return queue.request(shares, owner, minAssets, deadline);
    }

    /// @inheritdoc ISyncedEntrance
    function requestWithPermit(
        uint256 shares,
        address owner,
        uint256 minAssets,
        uint256 deadline,
        uint256 newsFrom,
        Permit calldata permit
    ) external returns (uint256 ticketId) {
        _permit(address(vault), shares, permit);
        return request(shares, owner, minAssets, deadline, newsFrom);
    }

    /// @dev VLT-110: who comes in while a loss is announced says so here; of others the vault takes nothing. VLT-118: what is said is
    /// used up by the deposit that follows, so it is said only where that asks for it.
    function _enter(Terms calldata terms) private {
        _findOut(terms.newsFrom);
        if (terms.acceptsAnnouncedLoss && vault.exitsHeldBack()) vault.acceptAnnouncedLoss();
    }

    /// @dev VLT-112
    function _findOut(uint256 newsFrom) private {
        vault.syncAll();
        uint256 asOf = Freshness.asOf(vault);
        if (asOf < newsFrom) revert NewsTooOld(asOf, newsFrom);
    }

    /// @dev Tokens of the caller, which `spender` is then allowed to take, and no more.
    function _take(IERC20 token, uint256 amount, address spender) private {
        token.safeTransferFrom(msg.sender, address(this), amount);
        token.forceApprove(spender, amount);
    }

    /// @dev VLT-113. Anybody can use a permit up before its owner does: what counts is the allowance, which the transfer asks for.
    function _permit(address token, uint256 amount, Permit calldata p) private {
        try IERC20Permit(token).permit(msg.sender, address(this), amount, p.deadline, p.v, p.r, p.s) {} catch {}
    }
}
