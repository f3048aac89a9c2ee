// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IGuardedPause} from "./IGuardedPause.sol";

/// @title A rebasing liquid staking token: balances are shares times the rate
/// @notice rate = totalPooledEther / totalShares, moved by reports only. Paused: no deposits. Amounts are wei of stETH,
/// shares are shares.
interface IStakedEther is IERC20, IGuardedPause {
    event Submitted(address indexed sender, uint256 amountWei, uint256 shares, address referral);
    event TransferShares(address indexed from, address indexed to, uint256 shares);
    event SharesBurnt(address indexed account, uint256 pooledEtherWei, uint256 shares);
    event ReportStarted(bytes32 indexed root, uint256 validators, uint256 cashWei);
    /// @notice A report is complete: pooled ether before and after, and what came or went by cause.
    event Reported(
        uint64 indexed timestamp,
        uint256 pooledEtherBeforeWei,
        uint256 pooledEtherAfterWei,
        uint256 sweptWei,
        uint256 feeShares
    );
    event ValidatorStaked(uint40 indexed index, bytes pubkey, uint256 amountWei);
    event KeyRegistered(bytes pubkey);
    /// @notice The key is not used: somebody deposited for it with credentials of his own, or this pool runs it
    /// already.
    event KeyDropped(bytes pubkey, bytes32 withdrawalCredentials);
    event ValidatorExitRequested(uint40 indexed index);

    // --- in -----------------------------------------------------------------------------------------------------

    /// @notice Stakes msg.value, mints shares rounded down to the sender.
    /// @param referral goes into the event only
    /// @dev Reverts `CurrentlyPaused`, `ZeroShares`. Emits `Transfer`, `TransferShares`, `Submitted`.
    function submit(address referral) external payable returns (uint256 shares);

    // --- shares -------------------------------------------------------------------------------------------------

    function getTotalShares() external view returns (uint256);
    function getTotalPooledEther() external view returns (uint256);
    /// @notice Shares of an account: what does not rebase.
    function sharesOf(address account) external view returns (uint256);
    /// @notice shares → wei, rounded down.
    function getPooledEthByShares(uint256 shares) external view returns (uint256);
    /// @notice wei → shares, rounded down.
    function getSharesByPooledEth(uint256 amountWei) external view returns (uint256);
    /// @notice Moves shares exactly; `amountWei` is what they stand for, rounded down.
    /// @dev Reverts `ERC20InvalidReceiver`, `ERC20InsufficientBalance` (in shares). Emits `Transfer`, `TransferShares`.
    function transferShares(address to, uint256 shares) external returns (uint256 amountWei);
    /// @notice The same out of an allowance, which pays the amount rounded up (`ERC20InsufficientAllowance`).
    function transferSharesFrom(address from, address to, uint256 shares) external returns (uint256 amountWei);

    // --- the pool's work, by anyone -------------------------------------------------------------------------------

    /// @notice Stakes up to `maxValidators` registered keys, 32 ETH each, from ether that the exit queue does not need.
    /// @dev Throws an unfinished report away. Emits `ValidatorStaked`, `KeyDropped`.
    function stakeBuffered(uint256 maxValidators) external returns (uint256 staked);

    /// @notice Reads rung 1 and recognises rewards and losses, at most `maxValidators` in a call. All numbers of a report
    /// are those of rung 1's state at its last call: a part that was read in another state is read again.
    /// @return done whether the report is complete and the rate has moved
    function report(uint256 maxValidators) external returns (bool done);

    /// @notice Asks rung 1 to exit validators as long as the exit queue needs more than is buffered or on its way. The
    /// sender pays the request fees; what is left comes back.
    /// @dev Throws an unfinished report away. Reverts `FeeNotCovered`. Emits `ValidatorExitRequested`.
    function exitForQueue(uint256 maxValidators) external payable returns (uint256 exiting);

    // --- called by the exit queue ---------------------------------------------------------------------------------

    /// @notice Burns shares of the queue and pays it what they are worth out of the buffer.
    function redeemQueued(uint256 shares) external returns (uint256 amountWei);

    /// @notice Takes back what rounding left in a batch; the next report counts it.
    function returnDust() external payable;

    // --- views --------------------------------------------------------------------------------------------------

    /// @notice Ether of validators on their way out: as last reported, and asked to exit since.
    function exitingEther() external view returns (uint256);
    function bufferedEther() external view returns (uint256);
    function queue() external view returns (address);
    function wrapper() external view returns (address);
    /// @notice The last complete report is older than it may be: do not trust the rate.
    function reportOverdue() external view returns (bool);
    /// @notice The moment whose numbers the last complete report gives.
    function lastReportTimestamp() external view returns (uint64);
}
