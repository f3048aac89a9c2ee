// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IRewardsCoordinator} from "../3-restaking/interfaces/IRewardsCoordinator.sol";
import {OperatorDirectedRewardsSubmission, RewardsSubmission} from "../3-restaking/interfaces/RewardsTypes.sol";

/// @title RewardFunding
/// @notice Brings the tokens of reward submissions from the caller to where the RewardsCoordinator can take them.
///
/// The coordinator pulls from whoever submits, here the service. Each submission's amount is pulled from the caller
/// and approved on top of what is approved already, so that two submissions in one token add up; after the submission
/// neither tokens nor approval are left with the service.
library RewardFunding {
    using SafeERC20 for IERC20;

    /// @notice Pulls the amounts of stake-weighted submissions.
    function pull(IRewardsCoordinator coordinator, RewardsSubmission[] calldata submissions) internal {
        for (uint256 i = 0; i < submissions.length; ++i) {
            _pull(coordinator, submissions[i].token, submissions[i].amount);
        }
    }

    /// @notice Pulls the sums of operator-directed submissions.
    function pullOperatorDirected(
        IRewardsCoordinator coordinator,
        OperatorDirectedRewardsSubmission[] calldata submissions
    ) internal {
        for (uint256 i = 0; i < submissions.length; ++i) {
            uint256 amount = 0;
            for (uint256 j = 0; j < submissions[i].operatorRewards.length; ++j) {
                amount += submissions[i].operatorRewards[j].amount;
            }
            _pull(coordinator, submissions[i].token, amount);
        }
    }

    function _pull(IRewardsCoordinator coordinator, IERC20 token, uint256 amount) private {
        token.safeTransferFrom(msg.sender, address(this), amount);
        token.safeIncreaseAllowance(address(coordinator), amount);
    }
}
