// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IRewardsCoordinator} from "../interfaces/IRewardsCoordinator.sol";
import {IStrategyManager} from "../interfaces/IStrategyManager.sol";
import {Pausable} from "../permissions/Pausable.sol";
import {PermissionControllerMixin} from "../permissions/PermissionControllerMixin.sol";
import {RewardsConfig} from "./RewardsConfig.sol";

/// @title Roles and numbers of the rewards coordinator
/// @notice What is fixed at deployment, what the owner can change, and who pays the protocol fee.
/// @dev RST-53. What `submitRoot` reads and writes shares one storage slot ({RootSchedule}); what a submission reads of
/// its submitter shares another ({Submitter}).
/// @custom:decisions 0027
abstract contract RewardsSettings is IRewardsCoordinator, Ownable, Pausable, PermissionControllerMixin {
    struct RootSchedule {
        address rewardsUpdater;
        uint32 activationDelay;
        uint32 rootCount;
        uint32 calculationEnd;
    }

    struct Submitter {
        uint248 nonce;
        bool optedInForProtocolFee;
    }

    uint256 internal constant ONE_HUNDRED_IN_BIPS = 10_000;
    uint256 internal constant PROTOCOL_FEE_BIPS = 2_000;
    uint32 private constant SNAPSHOT_CADENCE = 1 days;

    /// @notice Asked whether an earner is an operator.
    IDelegationManager public immutable delegationManager;
    /// @notice Asked which strategies are whitelisted.
    IStrategyManager public immutable strategyManager;
    /// @notice Asked which operator sets exist.
    IAllocationManager public immutable allocationManager;
    /// @notice The one caller of `createEigenDARewardsSubmission`; zero: nobody.
    address public immutable emissionsController;

    /// @notice Starts and durations of submissions are multiples of it, in seconds.
    uint32 public immutable CALCULATION_INTERVAL_SECONDS;
    /// @notice Longest duration of a submission, in seconds.
    uint32 public immutable MAX_REWARDS_DURATION;
    /// @notice How far back a submission may start, in seconds.
    uint32 public immutable MAX_RETROACTIVE_LENGTH;
    /// @notice How far ahead a submission may start, in seconds.
    uint32 public immutable MAX_FUTURE_LENGTH;
    /// @notice No submission starts before it.
    uint32 public immutable GENESIS_REWARDS_TIMESTAMP;

    RootSchedule internal _schedule;

    /// @notice Where protocol fees go.
    address public feeRecipient;
    /// @inheritdoc IRewardsCoordinator
    uint16 public defaultOperatorSplitBips;

    mapping(address account => Submitter) internal _submitters;
    /// @inheritdoc IRewardsCoordinator
    mapping(address earner => address claimer) public claimerFor;
    /// @notice Who may submit rewards for all stakers, or all earners.
    mapping(address submitter => bool) public isRewardsForAllSubmitter;

    /// @dev {InputAddressZero} and OwnableInvalidOwner for a zero registry or owner, {InvalidAddressZero} for a zero
    /// fee recipient, {InvalidGenesisRewardsTimestampRemainder}, {InvalidCalculationIntervalSecondsRemainder}.
    constructor(
        RewardsConfig memory config
    ) Ownable(config.owner) Pausable(config.pauserRegistry) PermissionControllerMixin(config.permissionController) {
        require(
            config.genesisRewardsTimestamp % config.calculationIntervalSeconds == 0,
            InvalidGenesisRewardsTimestampRemainder()
        );
        require(
            config.calculationIntervalSeconds % SNAPSHOT_CADENCE == 0,
            InvalidCalculationIntervalSecondsRemainder()
        );
        delegationManager = config.delegationManager;
        strategyManager = config.strategyManager;
        allocationManager = config.allocationManager;
        emissionsController = config.emissionsController;
        CALCULATION_INTERVAL_SECONDS = config.calculationIntervalSeconds;
        MAX_REWARDS_DURATION = config.maxRewardsDuration;
        MAX_RETROACTIVE_LENGTH = config.maxRetroactiveLength;
        MAX_FUTURE_LENGTH = config.maxFutureLength;
        GENESIS_REWARDS_TIMESTAMP = config.genesisRewardsTimestamp;
        _setRewardsUpdater(config.rewardsUpdater);
        _setActivationDelay(config.activationDelay);
        _setDefaultOperatorSplit(config.defaultSplitBips);
        _setFeeRecipient(config.feeRecipient);
    }

    /// @inheritdoc IRewardsCoordinator
    function setActivationDelay(uint32 activationDelay_) external onlyOwner {
        _setActivationDelay(activationDelay_);
    }

    /// @inheritdoc IRewardsCoordinator
    function setDefaultOperatorSplit(uint16 split) external onlyOwner {
        _setDefaultOperatorSplit(split);
    }

    /// @inheritdoc IRewardsCoordinator
    function setRewardsUpdater(address rewardsUpdater_) external onlyOwner {
        _setRewardsUpdater(rewardsUpdater_);
    }

    /// @notice Sets where protocol fees go. Owner only.
    /// @dev {InvalidAddressZero}. Emits {FeeRecipientSet}.
    function setFeeRecipient(address feeRecipient_) external onlyOwner {
        _setFeeRecipient(feeRecipient_);
    }

    /// @notice Lets `submitter` submit rewards for all stakers and earners, or not. Owner only.
    /// @dev Emits {RewardsForAllSubmitterSet}.
    function setRewardsForAllSubmitter(address submitter, bool newValue) external onlyOwner {
        emit RewardsForAllSubmitterSet(submitter, isRewardsForAllSubmitter[submitter], newValue);
        isRewardsForAllSubmitter[submitter] = newValue;
    }

    /// @inheritdoc IRewardsCoordinator
    function setOptInForProtocolFee(address submitter, bool optInForProtocolFee) external checkCanCall(submitter) {
        emit OptInForProtocolFeeSet(submitter, _submitters[submitter].optedInForProtocolFee, optInForProtocolFee);
        _submitters[submitter].optedInForProtocolFee = optInForProtocolFee;
    }

    /// @inheritdoc IRewardsCoordinator
    function setClaimerFor(address claimer) external {
        _setClaimerFor(msg.sender, claimer);
    }

    /// @inheritdoc IRewardsCoordinator
    function setClaimerFor(address earner, address claimer) external checkCanCall(earner) {
        require(
            delegationManager.isOperator(earner) || allocationManager.getOperatorSetCount(earner) > 0,
            InvalidEarner()
        );
        _setClaimerFor(earner, claimer);
    }

    /// @inheritdoc IRewardsCoordinator
    function isOptedInForProtocolFee(address submitter) external view returns (bool isOptedIn) {
        return _submitters[submitter].optedInForProtocolFee;
    }

    /// @inheritdoc IRewardsCoordinator
    function submissionNonce(address avs) external view returns (uint256 nonce) {
        return _submitters[avs].nonce;
    }

    /// @inheritdoc IRewardsCoordinator
    function activationDelay() public view returns (uint32) {
        return _schedule.activationDelay;
    }

    /// @inheritdoc IRewardsCoordinator
    function rewardsUpdater() external view returns (address) {
        return _schedule.rewardsUpdater;
    }

    /// @dev With the words of the library that the real core is built on.
    function _checkOwner() internal view override {
        // solhint-disable-next-line gas-custom-errors
        require(owner() == _msgSender(), "Ownable: caller is not the owner");
    }

    function _setClaimerFor(address earner, address claimer) private {
        emit ClaimerForSet(earner, claimerFor[earner], claimer);
        claimerFor[earner] = claimer;
    }

    function _setActivationDelay(uint32 activationDelay_) private {
        emit ActivationDelaySet(_schedule.activationDelay, activationDelay_);
        _schedule.activationDelay = activationDelay_;
    }

    function _setDefaultOperatorSplit(uint16 split) private {
        require(split <= ONE_HUNDRED_IN_BIPS, SplitExceedsMax());
        emit DefaultOperatorSplitBipsSet(defaultOperatorSplitBips, split);
        defaultOperatorSplitBips = split;
    }

    function _setRewardsUpdater(address rewardsUpdater_) private {
        emit RewardsUpdaterSet(_schedule.rewardsUpdater, rewardsUpdater_);
        _schedule.rewardsUpdater = rewardsUpdater_;
    }

    function _setFeeRecipient(address feeRecipient_) private {
        require(feeRecipient_ != address(0), InvalidAddressZero());
        emit FeeRecipientSet(feeRecipient, feeRecipient_);
        feeRecipient = feeRecipient_;
    }
}
