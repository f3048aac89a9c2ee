// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../../../contracts/3-restaking/interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../../../contracts/3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../../contracts/3-restaking/interfaces/IStrategy.sol";
import {IStrategyManager} from "../../../contracts/3-restaking/interfaces/IStrategyManager.sol";
import {RewardsSubmission, StrategyAndMultiplier} from "../../../contracts/3-restaking/interfaces/RewardsTypes.sol";
import {PauserRegistry} from "../../../contracts/3-restaking/permissions/PauserRegistry.sol";
import {PermissionController} from "../../../contracts/3-restaking/permissions/PermissionController.sol";
import {RewardsConfig} from "../../../contracts/3-restaking/rewards/RewardsConfig.sol";
import {RewardsCoordinator} from "../../../contracts/3-restaking/rewards/RewardsCoordinator.sol";
import {CoreAnswers} from "../../../contracts/testing/restaking/CoreAnswers.sol";
import {RewardToken} from "../../../contracts/testing/restaking/RewardToken.sol";
import {TestBase} from "../../../contracts/testing/TestBase.sol";

/// @notice Random intervals and amounts, most of them close to a bound: a submission passes exactly when every
/// condition, written down here a second time, holds; and then it moves exactly its amount.
contract SubmissionBoundsFuzzTest is TestBase {
    uint32 private constant INTERVAL = 1 weeks;
    uint32 private constant MAX_DURATION = 10 weeks;
    uint32 private constant RETROACTIVE = 24 weeks;
    uint32 private constant FUTURE = 4 weeks;
    uint32 private constant GENESIS = 2_800 weeks;
    uint256 private constant MAX_AMOUNT = 1e38 - 1;

    RewardsCoordinator private _coordinator;
    RewardToken private _token;
    IStrategy private constant STRATEGY = IStrategy(address(0x57));

    function setUp() public {
        CoreAnswers core = new CoreAnswers();
        core.sayWhitelisted(STRATEGY, true);
        _token = new RewardToken("RWD");
        _coordinator = new RewardsCoordinator(
            RewardsConfig({
                delegationManager: IDelegationManager(address(core)),
                strategyManager: IStrategyManager(address(core)),
                allocationManager: IAllocationManager(address(core)),
                pauserRegistry: new PauserRegistry(new address[](0), address(this)),
                permissionController: new PermissionController(),
                owner: address(this),
                rewardsUpdater: address(this),
                feeRecipient: address(this),
                emissionsController: address(0),
                calculationIntervalSeconds: INTERVAL,
                maxRewardsDuration: MAX_DURATION,
                maxRetroactiveLength: RETROACTIVE,
                maxFutureLength: FUTURE,
                genesisRewardsTimestamp: GENESIS,
                activationDelay: 1 weeks,
                defaultSplitBips: 1_000
            })
        );
        _token.mint(address(this), 2 * MAX_AMOUNT);
        _token.approve(address(_coordinator), type(uint256).max);
    }

    function test_RST_40_passesExactlyWithinBounds(
        uint256 weeksSinceGenesis,
        uint256 startWeek,
        uint256 durationWeeks,
        uint256 amount,
        uint256 offGrid
    ) public {
        uint256 current = GENESIS + bound(weeksSinceGenesis, 0, 40) * 1 weeks + (offGrid % 3);
        vm.warp(current);
        uint256 start = (2_790 + bound(startWeek, 0, 60)) * 1 weeks + ((offGrid >> 8) % 16 == 0 ? 1 : 0);
        uint256 duration = bound(durationWeeks, 0, 12) * 1 weeks + ((offGrid >> 16) % 16 == 0 ? 1 : 0);
        amount = (offGrid >> 24) % 4 == 0 ? bound(amount, MAX_AMOUNT - 1, MAX_AMOUNT + 2) : bound(amount, 0, 3);

        bool isFair = duration > 0 && duration <= MAX_DURATION && duration % INTERVAL == 0 && start % INTERVAL == 0;
        isFair = isFair && start >= GENESIS && start + RETROACTIVE >= current && start <= current + FUTURE;
        isFair = isFair && amount > 0 && amount <= MAX_AMOUNT;

        RewardsSubmission[] memory submissions = new RewardsSubmission[](1);
        StrategyAndMultiplier[] memory strategies = new StrategyAndMultiplier[](1);
        strategies[0] = StrategyAndMultiplier(STRATEGY, 1e18);
        submissions[0] = RewardsSubmission(strategies, _token, amount, uint32(start), uint32(duration));
        bool passed = true;
        try _coordinator.createAVSRewardsSubmission(submissions) {} catch {
            passed = false;
        }
        assertTrue(passed == isFair, "a submission passes exactly when it lies within its bounds");
        assertEq(_token.balanceOf(address(_coordinator)), passed ? amount : 0, "it moves its amount, or nothing");
    }
}
