// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IStrategy} from "./IStrategy.sol";
import {OperatorSet} from "./Types.sol";

/// @notice What the DelegationManager asks of a keeper of deposit shares: the StrategyManager for tokens, the
/// EigenPodManager for beacon chain ETH. All but the view are for the DelegationManager only.
interface IShareManager {
    error OnlyDelegationManager();

    /// @notice Takes deposit shares off a staker when they go into the queue.
    /// @return sharesAfter what is left of the staker's deposit shares
    function removeDepositShares(
        address staker,
        IStrategy strategy,
        uint256 depositSharesToRemove
    ) external returns (uint256 sharesAfter);

    /// @notice Credits a completed withdrawal's shares again.
    /// @return prevDepositShares the staker's deposit shares before
    /// @return addedShares what was added
    function addShares(
        address staker,
        IStrategy strategy,
        uint256 shares
    ) external returns (uint256 prevDepositShares, uint256 addedShares);

    /// @notice Pays a completed withdrawal's shares out in tokens, or in ETH from the staker's pod.
    function withdrawSharesAsTokens(address staker, IStrategy strategy, IERC20 token, uint256 shares) external;

    /// @notice Books slashed shares of one slash, to be burned or redistributed.
    function increaseBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        IStrategy strategy,
        uint256 sharesToBurn
    ) external;

    /// @notice Deposit shares of a staker: what came in less what was queued; slashing does not lower it. The
    /// EigenPodManager knows beacon chain ETH alone, and reverts `InvalidStrategy` for any other strategy.
    function stakerDepositShares(address user, IStrategy strategy) external view returns (uint256 depositShares);
}
