// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IRewardsCoordinator} from "../interfaces/IRewardsCoordinator.sol";
import {OperatorDirectedRewardsSubmission, RewardsSubmission} from "../interfaces/RewardsTypes.sol";
import {OperatorSet} from "../interfaces/Types.sol";
import {SubmissionChecks} from "./SubmissionChecks.sol";

/// @title Rewards coming in
/// @notice Seven kinds of submissions take tokens from the caller and announce what the calculation off chain shall
/// share out. A submission is known for ever by hash = keccak256(abi.encode(avs, nonce, submission)), with the
/// amounts after fees; nonces count over all kinds of one AVS.
/// @dev RST-45: the modifiers say who may submit. Fee-on-transfer tokens are not supported: what is announced is what
/// was asked for.
/// @custom:decisions 0026
abstract contract RewardsSubmissions is SubmissionChecks, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint8 internal constant PAUSED_AVS_REWARDS_SUBMISSION = 0;
    uint8 internal constant PAUSED_REWARDS_FOR_ALL_SUBMISSION = 1;
    uint8 internal constant PAUSED_REWARD_ALL_STAKERS_AND_OPERATORS = 4;
    uint8 internal constant PAUSED_OPERATOR_DIRECTED_AVS_REWARDS_SUBMISSION = 5;
    uint8 internal constant PAUSED_OPERATOR_DIRECTED_OPERATOR_SET_REWARDS_SUBMISSION = 9;
    uint8 internal constant PAUSED_UNIQUE_STAKE_REWARDS_SUBMISSION = 10;
    uint8 internal constant PAUSED_TOTAL_STAKE_REWARDS_SUBMISSION = 11;

    /// @notice True for a submission made by or for this AVS.
    mapping(address avs => mapping(bytes32 hash => bool)) public isAVSRewardsSubmissionHash;
    /// @notice True for a submission of this submitter to all stakers.
    mapping(address submitter => mapping(bytes32 hash => bool)) public isRewardsSubmissionForAllHash;
    /// @notice True for a submission of this submitter to all earners.
    mapping(address submitter => mapping(bytes32 hash => bool)) public isRewardsSubmissionForAllEarnersHash;
    /// @notice True for an operator-directed submission for this AVS.
    mapping(address avs => mapping(bytes32 hash => bool)) public isOperatorDirectedAVSRewardsSubmissionHash;
    /// @notice True for an operator-directed submission for a set of this AVS.
    mapping(address avs => mapping(bytes32 hash => bool)) public isOperatorDirectedOperatorSetRewardsSubmissionHash;
    /// @notice True for a submission by unique stake for a set of this AVS.
    mapping(address avs => mapping(bytes32 hash => bool)) public isUniqueStakeRewardsSubmissionHash;
    /// @notice True for a submission by total stake for a set of this AVS.
    mapping(address avs => mapping(bytes32 hash => bool)) public isTotalStakeRewardsSubmissionHash;

    modifier onlyRewardsForAllSubmitter() {
        require(isRewardsForAllSubmitter[msg.sender], UnauthorizedCaller());
        _;
    }

    modifier onlyExisting(OperatorSet calldata operatorSet) {
        require(allocationManager.isOperatorSet(operatorSet), InvalidOperatorSet());
        _;
    }

    /// @inheritdoc IRewardsCoordinator
    function createAVSRewardsSubmission(
        RewardsSubmission[] calldata submissions
    ) external onlyWhenNotPaused(PAUSED_AVS_REWARDS_SUBMISSION) nonReentrant {
        _createForAVS(msg.sender, submissions);
    }

    /// @inheritdoc IRewardsCoordinator
    function createEigenDARewardsSubmission(
        address avs,
        RewardsSubmission[] calldata submissions
    ) external onlyWhenNotPaused(PAUSED_AVS_REWARDS_SUBMISSION) nonReentrant {
        require(msg.sender == emissionsController, UnauthorizedCaller());
        _createForAVS(avs, submissions);
    }

    /// @inheritdoc IRewardsCoordinator
    function createRewardsForAllSubmission(
        RewardsSubmission[] calldata submissions
    ) external onlyWhenNotPaused(PAUSED_REWARDS_FOR_ALL_SUBMISSION) onlyRewardsForAllSubmitter nonReentrant {
        for (uint256 i = 0; i < submissions.length; i++) {
            RewardsSubmission calldata submission = submissions[i];
            (uint256 nonce, bytes32 hash) = _announce(submission);
            isRewardsSubmissionForAllHash[msg.sender][hash] = true;
            emit RewardsSubmissionForAllCreated(msg.sender, nonce, hash, submission);
            submission.token.safeTransferFrom(msg.sender, address(this), submission.amount);
        }
    }

    /// @inheritdoc IRewardsCoordinator
    function createRewardsForAllEarners(
        RewardsSubmission[] calldata submissions
    ) external onlyWhenNotPaused(PAUSED_REWARD_ALL_STAKERS_AND_OPERATORS) onlyRewardsForAllSubmitter nonReentrant {
        for (uint256 i = 0; i < submissions.length; i++) {
            RewardsSubmission calldata submission = submissions[i];
            (uint256 nonce, bytes32 hash) = _announce(submission);
            isRewardsSubmissionForAllEarnersHash[msg.sender][hash] = true;
            emit RewardsSubmissionForAllEarnersCreated(msg.sender, nonce, hash, submission);
            submission.token.safeTransferFrom(msg.sender, address(this), submission.amount);
        }
    }

    /// @inheritdoc IRewardsCoordinator
    function createOperatorDirectedAVSRewardsSubmission(
        address avs,
        OperatorDirectedRewardsSubmission[] calldata submissions
    ) external onlyWhenNotPaused(PAUSED_OPERATOR_DIRECTED_AVS_REWARDS_SUBMISSION) checkCanCall(avs) nonReentrant {
        for (uint256 i = 0; i < submissions.length; i++) {
            OperatorDirectedRewardsSubmission memory net = submissions[i];
            (uint256 nonce, bytes32 hash) = _collectDirected(avs, submissions[i], net);
            isOperatorDirectedAVSRewardsSubmissionHash[avs][hash] = true;
            emit OperatorDirectedAVSRewardsSubmissionCreated(msg.sender, avs, hash, nonce, net);
        }
    }

    /// @inheritdoc IRewardsCoordinator
    function createOperatorDirectedOperatorSetRewardsSubmission(
        OperatorSet calldata operatorSet,
        OperatorDirectedRewardsSubmission[] calldata submissions
    )
        external
        onlyWhenNotPaused(PAUSED_OPERATOR_DIRECTED_OPERATOR_SET_REWARDS_SUBMISSION)
        checkCanCall(operatorSet.avs)
        nonReentrant
        onlyExisting(operatorSet)
    {
        for (uint256 i = 0; i < submissions.length; i++) {
            OperatorDirectedRewardsSubmission memory net = submissions[i];
            (uint256 nonce, bytes32 hash) = _collectDirected(operatorSet.avs, submissions[i], net);
            isOperatorDirectedOperatorSetRewardsSubmissionHash[operatorSet.avs][hash] = true;
            emit OperatorDirectedOperatorSetRewardsSubmissionCreated(msg.sender, hash, operatorSet, nonce, net);
        }
    }

    /// @inheritdoc IRewardsCoordinator
    function createUniqueStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata submissions
    )
        external
        onlyWhenNotPaused(PAUSED_UNIQUE_STAKE_REWARDS_SUBMISSION)
        checkCanCall(operatorSet.avs)
        nonReentrant
        onlyExisting(operatorSet)
    {
        for (uint256 i = 0; i < submissions.length; i++) {
            RewardsSubmission memory net = submissions[i];
            (uint256 nonce, bytes32 hash) = _collect(operatorSet.avs, submissions[i], net);
            isUniqueStakeRewardsSubmissionHash[operatorSet.avs][hash] = true;
            emit UniqueStakeRewardsSubmissionCreated(msg.sender, hash, operatorSet, nonce, net);
        }
    }

    /// @inheritdoc IRewardsCoordinator
    function createTotalStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata submissions
    )
        external
        onlyWhenNotPaused(PAUSED_TOTAL_STAKE_REWARDS_SUBMISSION)
        checkCanCall(operatorSet.avs)
        nonReentrant
        onlyExisting(operatorSet)
    {
        for (uint256 i = 0; i < submissions.length; i++) {
            RewardsSubmission memory net = submissions[i];
            (uint256 nonce, bytes32 hash) = _collect(operatorSet.avs, submissions[i], net);
            isTotalStakeRewardsSubmissionHash[operatorSet.avs][hash] = true;
            emit TotalStakeRewardsSubmissionCreated(msg.sender, hash, operatorSet, nonce, net);
        }
    }

    function _createForAVS(address avs, RewardsSubmission[] calldata submissions) private {
        for (uint256 i = 0; i < submissions.length; i++) {
            RewardsSubmission memory net = submissions[i];
            (uint256 nonce, bytes32 hash) = _collect(avs, submissions[i], net);
            isAVSRewardsSubmissionHash[avs][hash] = true;
            emit AVSRewardsSubmissionCreated(avs, nonce, hash, net);
        }
    }

    /// @dev RST-42. Checks a submission of the caller that pays no fee, and counts it.
    function _announce(RewardsSubmission calldata submission) private returns (uint256 nonce, bytes32 hash) {
        _checkSubmission(submission);
        nonce = _submitters[msg.sender].nonce++;
        hash = keccak256(abi.encode(msg.sender, nonce, submission));
    }

    /// @dev RST-42, RST-43. Checks a submission, takes its tokens, passes the fee on and counts it. `net`, a copy of
    /// `gross`, is left with the amount after the fee.
    function _collect(
        address avs,
        RewardsSubmission calldata gross,
        RewardsSubmission memory net
    ) private returns (uint256 nonce, bytes32 hash) {
        _checkSubmission(gross);
        net.token.safeTransferFrom(msg.sender, address(this), net.amount);
        if (_submitters[msg.sender].optedInForProtocolFee) {
            uint256 fee = _feeDown(net.amount);
            net.amount -= fee;
            _payFee(net.token, fee);
        }
        nonce = _submitters[avs].nonce++;
        hash = keccak256(abi.encode(avs, nonce, net));
    }

    /// @dev The same for an operator-directed submission.
    function _collectDirected(
        address avs,
        OperatorDirectedRewardsSubmission calldata gross,
        OperatorDirectedRewardsSubmission memory net
    ) private returns (uint256 nonce, bytes32 hash) {
        (uint256 total, uint256 fees) = _checkDirectedAndTakeFees(gross, net);
        net.token.safeTransferFrom(msg.sender, address(this), total);
        _payFee(net.token, fees);
        nonce = _submitters[avs].nonce++;
        hash = keccak256(abi.encode(avs, nonce, net));
    }

    function _payFee(IERC20 token, uint256 fee) private {
        if (fee != 0) token.safeTransfer(feeRecipient, fee);
    }
}
