// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPricingRule} from "./IPricingRule.sol";
import {IVaultEvents} from "./IVaultEvents.sol";

/// @title IVaultModules
/// @notice The vault as its own parts call it: the exit queue, the restaker, components. Nobody else can.
interface IVaultModules {
    error OnlyQueue(address caller);
    error OnlyRestaker(address caller);
    error NotACounterpart(address caller);
    error NoMove();
    error MoveLosesTooMuch(uint256 lossAssets, uint256 maxLossAssets);
    error NothingToFill();
    error OnlyInstantExit(address caller);
    error IdleTooLow(uint256 assets, uint256 availableAssets);

    // --- exit queue -------------------------------------------------------------------------------------------------

    /// @notice Takes `shares` of `owner` into the queue's balance, without an allowance: the queue passes only its caller.
    /// @return assets what they are worth at the exit price now, rounded down
    function escrow(address owner, uint256 shares) external returns (uint256 assets);

    /// @notice Gives escrowed shares back.
    function release(address receiver, uint256 shares) external;

    /// @notice Pays for up to `shares` escrowed shares of a batch from idle ETH, under the pricing rule: burns what it
    /// pays for, sends the ETH to the queue, puts what the rule withholds into U. Makes a full sync first.
    /// The last who leave are paid all that is theirs, U included, as far as idle ETH reaches.
    /// @return filledShares all of `shares`, or as many as idle ETH pays for, rounded down
    /// @return paid ETH sent, in wei
    /// @return asOf how old the oldest information is by which it was priced, as a timestamp
    function fill(
        uint256 batchId,
        uint256 shares,
        IPricingRule.Mark calldata closed
    ) external returns (uint256 filledShares, uint256 paid, uint256 asOf);

    /// @notice The exit rate and loss factor that a closing batch remembers, after a full sync.
    /// @param closedShares shares of batches that closed before and wait
    function markForClose(uint256 closedShares) external returns (IPricingRule.Mark memory);

    /// @notice Burns shares of `owner` and pays `receiver` their value at the exit price less the fee that
    /// `IInstantExit.charge` asks for it, which enters U. Makes a full sync first. The last who leaves is paid as by `fill`. Only the
    /// instant exit, and only from idle ETH beyond all needs (`IdleTooLow`).
    /// @return assets ETH sent, in wei
    function payInstantExit(address owner, address receiver, uint256 shares) external returns (uint256 assets);

    /// @notice Winds the vault up, for ever. Only the run-off, which decides when.
    function setWoundUp() external;

    // --- restaker and components ------------------------------------------------------------------------------------

    /// @notice Starts a move between two places (the vault itself stands for idle ETH): reads both. Only the restaker.
    function beginMove(address from, address to) external;

    /// @notice During a move: sends idle ETH to the place it goes to. Only the restaker.
    function sendIdle(uint256 assets) external;

    /// @notice During a move: ETH comes back to idle. Only the place it comes from.
    function returnIdle() external payable;

    /// @notice Ends the move: books what both places changed by, asserts that at most `maxLossAssets` were lost.
    function endMove(uint256 maxLossAssets) external;

    /// @notice ETH that no sync finds (a reward, swept dust): into idle and U. Only the rewards claimer and the queue.
    function receiveGain(IVaultEvents.Gain cause) external payable;

    /// @notice What `ICover.draw` pays: into idle. Only the cover.
    function receiveCover() external payable;

    /// @notice A reward in an LST that has just entered its reserve: its value into U. Only the rewards claimer.
    function bookLstGain(address lst, uint256 amount) external returns (uint256 assets);

    /// @notice Idle ETH that neither the queue's closed and open batches nor fees need, in wei.
    function surplusIdle() external view returns (uint256 assets);
}
