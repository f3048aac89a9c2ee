// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStakedEther} from "../../2-liquid-staking/interfaces/IStakedEther.sol";
import {IUnstakingQueue} from "../../2-liquid-staking/interfaces/IUnstakingQueue.sol";
import {IComponent} from "./IComponent.sol";

/// @title ILstReserve
/// @notice Keeps one LST for the vault: idle, and in the LST's own exit queue. One reserve an LST, one kind of contract
/// for every LST that works like the wrapper of rung 2.
interface ILstReserve is IComponent {
    error OnlyRestaker(address caller);
    error OnlyVault(address caller);
    error UnexpectedEther(address sender);
    error NotDepositable(address lst);
    error InflowExceeded(address lst, uint256 assets, uint256 roomAssets);
    error NotReceived(uint256 amount, uint256 balance);
    error TooManyExits(uint256 count);
    error UnknownExit(uint256 exitId);

    event Retired(address indexed lst);
    event LimitsSet(uint256 capAssets, uint256 inflowAssets, uint256 periodSeconds);
    event ExitRequested(uint256 indexed exitId, uint256 amount);
    /// @notice Idle LST of which the pool pays nothing counts no longer.
    event DustGivenUp(uint256 amount);
    event ExitClaimed(uint256 indexed exitId, uint256 assets, bool done);

    /// @notice Counts LST that has just arrived here and says what `value()` has grown by; nothing to the restaker, whose moves
    /// are read before and after. Only the vault and the restaker: LST that arrives in any other way moves nothing.
    /// @param limited for a deposit: refused while the LST is not depositable (`NotDepositable`), or when it exceeds the
    /// cap on all of the LST that the vault has, or the bucket that limits the inflow (`InflowExceeded`)
    function receiveLst(uint256 amount, bool limited) external returns (uint256 assets);

    /// @notice Most that the vault may have of the LST when a deposit comes, idle, restaked and exiting, and the bucket that limits deposits. A role's call.
    function setLimits(uint96 capAssets, uint96 inflowAssets, uint32 periodSeconds) external;

    /// @notice Sends idle LST to a delegator. Only the restaker.
    function send(address to, uint256 amount) external;

    /// @notice Puts idle LST into the LST's exit queue; forgets it, with `exitId` 0, when it is worth less than a share of the pool.
    /// Only the restaker.
    /// @dev Reverts `TooManyExits`: all places are taken, or half of them when it is less than a leg.
    function requestExit(uint256 amount) external returns (uint256 exitId);

    /// @notice Takes no deposit any more, for ever. Only the restaker.
    function retire() external;

    /// @notice Takes what the exit queue has ready for `exitId` and gives it to the vault. Only the restaker.
    function claimExit(uint256 exitId) external returns (uint256 assets);

    /// @notice The LST's own exit queue, and its pool.
    function exitQueue() external view returns (IUnstakingQueue);
    function stakedEther() external view returns (IStakedEther);
    function lst() external view returns (address);

    /// @notice Value of `amount` LST at its redemption rate, in wei of ETH, rounded down.
    function toAssetsDown(uint256 amount) external view returns (uint256 assets);

    /// @notice LST that is worth at most `assets`, rounded down; nothing of an LST that has lost everything.
    function toLstDown(uint256 assets) external view returns (uint256 amount);

    /// @notice LST that waits here, in its wei.
    function idleLst() external view returns (uint256 amount);

    /// @notice LST that is restaked, queued in the core or in the LST's exit queue, as far as it was counted, in its wei.
    function awayLst() external view returns (uint256 amount);

    /// @notice Whether the LST's exit queue takes requests and pays: otherwise no LST becomes ETH now.
    function isExitable() external view returns (bool);

    /// @notice Whether the LST takes no deposits any more and all of it may leave.
    function isRetiring() external view returns (bool);

    /// @notice Whether a strategy of the restaker is for this LST: then it cannot be unlisted.
    function isInUse() external view returns (bool);

    /// @notice Whether a reward of `amount` comes here: of a retired LST no less than a leg, for dust must not hold it up.
    function takesReward(uint256 amount) external view returns (bool);

    /// @notice Whether the LST can be redeemed and its rate trusted, and is not retired: otherwise deposits are refused.
    function isDepositable() external view returns (bool);

    /// @notice Requests in the LST's exit queue that are not claimed in full.
    function exitIds() external view returns (uint256[] memory);
}
