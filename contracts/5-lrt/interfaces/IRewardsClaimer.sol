// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RewardsMerkleClaim} from "../../3-restaking/interfaces/RewardsTypes.sol";

/// @title IRewardsClaimer
/// @notice Claims what the core's services owe to delegators. Anyone calls, one token a claim; delegators are the earners
/// of the leaves (`earnerLeaf.earner`), and this contract is their claimer in the RewardsCoordinator.
interface IRewardsClaimer {
    error OneTokenAtATime(uint256 tokens);
    error UnexpectedEther(address sender);

    /// @param amount in wei of the token
    /// @param assets what entered U, in wei of ETH; 0 for a token that went to the treasury
    event RewardClaimed(address indexed delegator, address indexed token, uint256 amount, uint256 assets);

    /// @notice Claims one token. WETH and listed LSTs enter U at their value; any other token goes to the treasury and
    /// counts for nothing, and so does less than a leg of an LST that retires.
    function claim(RewardsMerkleClaim calldata claim_) external returns (uint256 assets);
}
