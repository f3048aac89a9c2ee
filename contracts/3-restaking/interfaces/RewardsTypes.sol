// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IStrategy} from "./IStrategy.sol";

/// @notice A strategy and its weight when rewards are shared out.
struct StrategyAndMultiplier {
    IStrategy strategy;
    uint96 multiplier;
}

/// @notice Rewards for all stake of a time span; who gets what is computed off chain.
struct RewardsSubmission {
    StrategyAndMultiplier[] strategiesAndMultipliers;
    IERC20 token;
    uint256 amount;
    uint32 startTimestamp;
    uint32 duration;
}

/// @notice What one operator (with its stakers) gets of a directed submission.
struct OperatorReward {
    address operator;
    uint256 amount;
}

/// @notice Rewards that name their operators, for a time span that is over.
struct OperatorDirectedRewardsSubmission {
    StrategyAndMultiplier[] strategiesAndMultipliers;
    IERC20 token;
    OperatorReward[] operatorRewards;
    uint32 startTimestamp;
    uint32 duration;
    string description;
}

/// @notice A root of everybody's cumulative earnings.
struct DistributionRoot {
    bytes32 root;
    uint32 rewardsCalculationEndTimestamp;
    uint32 activatedAt;
    bool disabled;
}

/// @notice Leaf of the upper tree: an earner and the root of the earner's tokens.
struct EarnerTreeMerkleLeaf {
    address earner;
    bytes32 earnerTokenRoot;
}

/// @notice Leaf of a lower tree: all that the earner has ever earned in a token.
struct TokenTreeMerkleLeaf {
    IERC20 token;
    uint256 cumulativeEarnings;
}

/// @notice A claim of one earner: a path in the upper tree and one a token in the lower.
struct RewardsMerkleClaim {
    uint32 rootIndex;
    uint32 earnerIndex;
    bytes earnerTreeProof;
    EarnerTreeMerkleLeaf earnerLeaf;
    uint32[] tokenIndices;
    bytes[] tokenTreeProofs;
    TokenTreeMerkleLeaf[] tokenLeaves;
}
