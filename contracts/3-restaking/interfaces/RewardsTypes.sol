// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IStrategy} from "./IStrategy.sol";

/// @notice A strategy and its weight: one term of the linear combination that a reward is shared by.
struct StrategyAndMultiplier {
    IStrategy strategy;
    uint96 multiplier;
}

/// @notice A reward for [startTimestamp, startTimestamp + duration), shared off chain by stake.
/// @param amount in wei of `token`
/// @param duration in seconds
struct RewardsSubmission {
    StrategyAndMultiplier[] strategiesAndMultipliers;
    IERC20 token;
    uint256 amount;
    uint32 startTimestamp;
    uint32 duration;
}

/// @notice What one operator and its stakers earn together, in wei of the submission's token.
struct OperatorReward {
    address operator;
    uint256 amount;
}

/// @notice A reward for a past interval whose amounts per operator the submitter names.
struct OperatorDirectedRewardsSubmission {
    StrategyAndMultiplier[] strategiesAndMultipliers;
    IERC20 token;
    OperatorReward[] operatorRewards;
    uint32 startTimestamp;
    uint32 duration;
    string description;
}

/// @notice A tree of earners: what everyone has earned since the beginning until
/// `rewardsCalculationEndTimestamp`. Claims count from `activatedAt` (seconds), unless `disabled` before.
struct DistributionRoot {
    bytes32 root;
    uint32 rewardsCalculationEndTimestamp;
    uint32 activatedAt;
    bool disabled;
}

/// @notice Leaf of the upper tree: an earner and the root of the earner's own tree of tokens.
struct EarnerTreeMerkleLeaf {
    address earner;
    bytes32 earnerTokenRoot;
}

/// @notice Leaf of a lower tree: all that the earner ever earned in `token`, in its wei.
struct TokenTreeMerkleLeaf {
    IERC20 token;
    uint256 cumulativeEarnings;
}

/// @notice A claim of one earner on one root: one proof for the earner, one for each token.
/// @param earnerTreeProof sibling hashes from leaf to root, 32 bytes each, concatenated
struct RewardsMerkleClaim {
    uint32 rootIndex;
    uint32 earnerIndex;
    bytes earnerTreeProof;
    EarnerTreeMerkleLeaf earnerLeaf;
    uint32[] tokenIndices;
    bytes[] tokenTreeProofs;
    TokenTreeMerkleLeaf[] tokenLeaves;
}
