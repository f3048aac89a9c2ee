// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {
    DistributionRoot,
    EarnerTreeMerkleLeaf,
    OperatorDirectedRewardsSubmission,
    RewardsMerkleClaim,
    RewardsSubmission,
    TokenTreeMerkleLeaf
} from "./RewardsTypes.sol";
import {OperatorSet} from "./Types.sol";

/// @notice Takes rewards in, and pays them out against Merkle roots of cumulative earnings.
/// @dev What is shared out among whom is computed off chain; the updater posts the root, disputes have
/// `activationDelay` seconds. Times are seconds, splits are basis points.
interface IRewardsCoordinator {
    error AmountExceedsMax();
    error AmountIsZero();
    error DurationExceedsMax();
    error DurationIsZero();
    error EarningsNotGreaterThanClaimed();
    error EmptyRoot();
    error InputArrayLengthMismatch();
    error InputArrayLengthZero();
    error InvalidAddressZero();
    error InvalidCalculationIntervalSecondsRemainder();
    error InvalidClaimProof();
    error InvalidDurationRemainder();
    error InvalidEarner();
    error InvalidEarnerLeafIndex();
    error InvalidGenesisRewardsTimestampRemainder();
    error InvalidIndex();
    error InvalidOperatorSet();
    error InvalidProofLength();
    error InvalidRoot();
    error InvalidRootIndex();
    error InvalidStartTimestampRemainder();
    error InvalidTokenLeafIndex();
    error NewRootMustBeForNewCalculatedPeriod();
    error OperatorsNotInAscendingOrder();
    error PreviousSplitPending();
    error RewardsEndTimestampNotElapsed();
    error RootAlreadyActivated();
    error RootDisabled();
    error RootNotActivated();
    error SplitExceedsMax();
    error StartTimestampTooFarInFuture();
    error StartTimestampTooFarInPast();
    error StrategiesNotInAscendingOrder();
    error StrategyNotWhitelisted();
    error SubmissionNotRetroactive();
    error UnauthorizedCaller();

    event AVSRewardsSubmissionCreated(
        address indexed avs,
        uint256 indexed submissionNonce,
        bytes32 indexed rewardsSubmissionHash,
        RewardsSubmission rewardsSubmission
    );
    event ActivationDelaySet(uint32 oldActivationDelay, uint32 newActivationDelay);
    event ClaimerForSet(address indexed earner, address indexed oldClaimer, address indexed claimer);
    event DefaultOperatorSplitBipsSet(uint16 oldDefaultOperatorSplitBips, uint16 newDefaultOperatorSplitBips);
    event DistributionRootDisabled(uint32 indexed rootIndex);
    event DistributionRootSubmitted(
        uint32 indexed rootIndex,
        bytes32 indexed root,
        uint32 indexed rewardsCalculationEndTimestamp,
        uint32 activatedAt
    );
    event FeeRecipientSet(address indexed oldFeeRecipient, address indexed newFeeRecipient);
    event OperatorAVSSplitBipsSet(
        address indexed caller,
        address indexed operator,
        address indexed avs,
        uint32 activatedAt,
        uint16 oldOperatorAVSSplitBips,
        uint16 newOperatorAVSSplitBips
    );
    event OperatorDirectedAVSRewardsSubmissionCreated(
        address indexed caller,
        address indexed avs,
        bytes32 indexed operatorDirectedRewardsSubmissionHash,
        uint256 submissionNonce,
        OperatorDirectedRewardsSubmission operatorDirectedRewardsSubmission
    );
    event OperatorDirectedOperatorSetRewardsSubmissionCreated(
        address indexed caller,
        bytes32 indexed operatorDirectedRewardsSubmissionHash,
        OperatorSet operatorSet,
        uint256 submissionNonce,
        OperatorDirectedRewardsSubmission operatorDirectedRewardsSubmission
    );
    event OperatorPISplitBipsSet(
        address indexed caller,
        address indexed operator,
        uint32 activatedAt,
        uint16 oldOperatorPISplitBips,
        uint16 newOperatorPISplitBips
    );
    event OperatorSetSplitBipsSet(
        address indexed caller,
        address indexed operator,
        OperatorSet operatorSet,
        uint32 activatedAt,
        uint16 oldOperatorSetSplitBips,
        uint16 newOperatorSetSplitBips
    );
    event OptInForProtocolFeeSet(address indexed submitter, bool indexed oldValue, bool indexed newValue);
    event RewardsClaimed(
        bytes32 root,
        address indexed earner,
        address indexed claimer,
        address indexed recipient,
        IERC20 token,
        uint256 claimedAmount
    );
    event RewardsForAllSubmitterSet(
        address indexed rewardsForAllSubmitter,
        bool indexed oldValue,
        bool indexed newValue
    );
    event RewardsSubmissionForAllCreated(
        address indexed submitter,
        uint256 indexed submissionNonce,
        bytes32 indexed rewardsSubmissionHash,
        RewardsSubmission rewardsSubmission
    );
    event RewardsSubmissionForAllEarnersCreated(
        address indexed tokenHopper,
        uint256 indexed submissionNonce,
        bytes32 indexed rewardsSubmissionHash,
        RewardsSubmission rewardsSubmission
    );
    event RewardsUpdaterSet(address indexed oldRewardsUpdater, address indexed newRewardsUpdater);
    event TotalStakeRewardsSubmissionCreated(
        address indexed caller,
        bytes32 indexed rewardsSubmissionHash,
        OperatorSet operatorSet,
        uint256 submissionNonce,
        RewardsSubmission rewardsSubmission
    );
    event UniqueStakeRewardsSubmissionCreated(
        address indexed caller,
        bytes32 indexed rewardsSubmissionHash,
        OperatorSet operatorSet,
        uint256 submissionNonce,
        RewardsSubmission rewardsSubmission
    );

    /// @notice Takes the caller's tokens as rewards for all stake delegated to operators of the caller's service.
    function createAVSRewardsSubmission(RewardsSubmission[] calldata rewardsSubmissions) external;

    /// @notice Rewards for all stakers, by submitters that the owner has allowed (`UnauthorizedCaller`).
    function createRewardsForAllSubmission(RewardsSubmission[] calldata rewardsSubmissions) external;

    /// @notice Rewards for everybody who earns, by submitters that the owner has allowed (`UnauthorizedCaller`).
    function createRewardsForAllEarners(RewardsSubmission[] calldata rewardsSubmissions) external;

    /// @notice Rewards for named operators of a service, for a span that is over.
    function createOperatorDirectedAVSRewardsSubmission(
        address avs,
        OperatorDirectedRewardsSubmission[] calldata operatorDirectedRewardsSubmissions
    ) external;

    /// @notice Rewards for named operators of a set, for a span that is over.
    function createOperatorDirectedOperatorSetRewardsSubmission(
        OperatorSet calldata operatorSet,
        OperatorDirectedRewardsSubmission[] calldata operatorDirectedRewardsSubmissions
    ) external;

    /// @notice Rewards by stake that is allocated to a set.
    function createUniqueStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata rewardsSubmissions
    ) external;

    /// @notice Rewards by all stake of a set's operators.
    function createTotalStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata rewardsSubmissions
    ) external;

    /// @notice Rewards for EigenDA by the emissions controller (`UnauthorizedCaller`).
    function createEigenDARewardsSubmission(address avs, RewardsSubmission[] calldata rewardsSubmissions) external;

    /// @notice Pays all that a claim proves beyond what was paid before. The earner or its claimer only.
    function processClaim(RewardsMerkleClaim calldata claim, address recipient) external;

    /// @notice Several claims at once.
    function processClaims(RewardsMerkleClaim[] calldata claims, address recipient) external;

    /// @notice Posts a root; claimable after `activationDelay`. The updater only.
    function submitRoot(bytes32 root, uint32 rewardsCalculationEndTimestamp) external;

    /// @notice Voids a root that is not active yet. The updater only.
    function disableRoot(uint32 rootIndex) external;

    /// @notice Lets another address claim for the caller; zero takes it back.
    function setClaimerFor(address claimer) external;

    /// @notice The same for an operator or a service with sets, by who may act for it.
    function setClaimerFor(address earner, address claimer) external;

    function setActivationDelay(uint32 _activationDelay) external;

    function setDefaultOperatorSplit(uint16 split) external;

    /// @notice The operator's part of one service's rewards, in effect after `activationDelay`.
    function setOperatorAVSSplit(address operator, address avs, uint16 split) external;

    /// @notice The operator's part of programmatic incentives, in effect after `activationDelay`.
    function setOperatorPISplit(address operator, uint16 split) external;

    /// @notice The operator's part of one set's rewards, in effect after `activationDelay`.
    function setOperatorSetSplit(address operator, OperatorSet calldata operatorSet, uint16 split) external;

    /// @notice Whether a submitter gives the protocol its fee.
    function setOptInForProtocolFee(address submitter, bool optInForProtocolFee) external;

    function setRewardsUpdater(address _rewardsUpdater) external;

    /// @notice Seconds between a root's posting and its first claim.
    function activationDelay() external view returns (uint32);

    function defaultOperatorSplitBips() external view returns (uint16);

    function claimerFor(address earner) external view returns (address claimer);

    function cumulativeClaimed(address earner, IERC20 token) external view returns (uint256 totalClaimed);

    function submissionNonce(address avs) external view returns (uint256 nonce);

    function rewardsUpdater() external view returns (address);

    function isOptedInForProtocolFee(address submitter) external view returns (bool isOptedIn);

    function getOperatorAVSSplit(address operator, address avs) external view returns (uint16);

    function getOperatorPISplit(address operator) external view returns (uint16);

    function getOperatorSetSplit(address operator, OperatorSet calldata operatorSet) external view returns (uint16);

    function getDistributionRootsLength() external view returns (uint256);

    function getDistributionRootAtIndex(uint256 index) external view returns (DistributionRoot memory);

    function getCurrentDistributionRoot() external view returns (DistributionRoot memory);

    /// @notice The latest root that is active and not disabled.
    function getCurrentClaimableDistributionRoot() external view returns (DistributionRoot memory);

    function getRootIndexFromHash(bytes32 rootHash) external view returns (uint32);

    /// @notice True when a claim is right; reverts as `processClaim` would when it is not.
    function checkClaim(RewardsMerkleClaim calldata claim) external view returns (bool);

    /// @notice keccak256(0x00 ‖ earner ‖ earnerTokenRoot).
    function calculateEarnerLeafHash(EarnerTreeMerkleLeaf calldata leaf) external pure returns (bytes32);

    /// @notice keccak256(0x01 ‖ token ‖ cumulativeEarnings).
    function calculateTokenLeafHash(TokenTreeMerkleLeaf calldata leaf) external pure returns (bytes32);
}
