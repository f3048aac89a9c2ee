// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IRewardsErrors} from "./IRewardsErrors.sol";
import {IRewardsEvents} from "./IRewardsEvents.sol";
import {
    DistributionRoot,
    EarnerTreeMerkleLeaf,
    OperatorDirectedRewardsSubmission,
    RewardsMerkleClaim,
    RewardsSubmission,
    TokenTreeMerkleLeaf
} from "./RewardsTypes.sol";
import {OperatorSet} from "./Types.sol";

/// @notice Takes rewards in any ERC-20 from AVSs, and pays them out against Merkle roots that an updater computes
/// off chain from stakes, weights and splits.
interface IRewardsCoordinator is IRewardsErrors, IRewardsEvents {
    // ---- submissions: the tokens come from the caller; all are refused while their pause bit is set ----

    /// @notice Rewards the caller's operators and their stakers, by stake.
    /// @dev Of each submission, in this order: {InputArrayLengthZero}, {DurationExceedsMax},
    /// {InvalidDurationRemainder}, {DurationIsZero}, {InvalidStartTimestampRemainder},
    /// {StartTimestampTooFarInPast}, {StrategyNotWhitelisted}, {StrategiesNotInAscendingOrder}, {AmountIsZero},
    /// {AmountExceedsMax}, {StartTimestampTooFarInFuture}. A caller who opted in pays the protocol fee out of the
    /// amount. Emits {AVSRewardsSubmissionCreated}. Pause bit 0.
    function createAVSRewardsSubmission(RewardsSubmission[] calldata rewardsSubmissions) external;

    /// @notice The same on behalf of `avs`, for the emissions controller alone.
    /// @dev {UnauthorizedCaller}; then as {createAVSRewardsSubmission}. Pause bit 0.
    function createEigenDARewardsSubmission(address avs, RewardsSubmission[] calldata rewardsSubmissions) external;

    /// @notice Rewards all stakers. No protocol fee.
    /// @dev Only submitters that the owner named, else {UnauthorizedCaller}; then checked as
    /// {createAVSRewardsSubmission}. Emits {RewardsSubmissionForAllCreated}. Pause bit 1.
    function createRewardsForAllSubmission(RewardsSubmission[] calldata rewardsSubmissions) external;

    /// @notice Rewards all operators and stakers that earn from some AVS. No protocol fee.
    /// @dev Only submitters that the owner named, else {UnauthorizedCaller}; then checked as
    /// {createAVSRewardsSubmission}. Emits {RewardsSubmissionForAllEarnersCreated}. Pause bit 4.
    function createRewardsForAllEarners(RewardsSubmission[] calldata rewardsSubmissions) external;

    /// @notice Rewards named operators of `avs` for a past interval.
    /// @dev The caller may act for `avs`, else InvalidPermissions. Checked as {createAVSRewardsSubmission} up to
    /// the strategies, then {InputArrayLengthZero}, {SubmissionNotRetroactive}, and for each operator
    /// {InvalidAddressZero}, {OperatorsNotInAscendingOrder}, {AmountIsZero}; last {AmountExceedsMax} of the sum
    /// after fees. The fee is rounded down for each operator.
    /// Emits {OperatorDirectedAVSRewardsSubmissionCreated}. Pause bit 5.
    function createOperatorDirectedAVSRewardsSubmission(
        address avs,
        OperatorDirectedRewardsSubmission[] calldata operatorDirectedRewardsSubmissions
    ) external;

    /// @notice Rewards named operators of one operator set for a past interval.
    /// @dev InvalidPermissions, {InvalidOperatorSet}; then as {createOperatorDirectedAVSRewardsSubmission}.
    /// Emits {OperatorDirectedOperatorSetRewardsSubmissionCreated}. Pause bit 9.
    function createOperatorDirectedOperatorSetRewardsSubmission(
        OperatorSet calldata operatorSet,
        OperatorDirectedRewardsSubmission[] calldata operatorDirectedRewardsSubmissions
    ) external;

    /// @notice Rewards the operators of a set by the stake that it alone can slash.
    /// @dev InvalidPermissions, {InvalidOperatorSet}; then as {createAVSRewardsSubmission}. That the strategies
    /// belong to the set is left to the calculation. Emits {UniqueStakeRewardsSubmissionCreated}. Pause bit 10.
    function createUniqueStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata rewardsSubmissions
    ) external;

    /// @notice Rewards the operators of a set by all the stake delegated to them.
    /// @dev InvalidPermissions, {InvalidOperatorSet}; then as {createAVSRewardsSubmission}.
    /// Emits {TotalStakeRewardsSubmissionCreated}. Pause bit 11.
    function createTotalStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata rewardsSubmissions
    ) external;

    /// @notice How many submissions were made for `avs`: the nonce of the next one.
    function submissionNonce(address avs) external view returns (uint256 nonce);

    // ---- roots ----

    /// @notice Adds a root; claims on it begin after the activation delay.
    /// @dev Only the updater, else {UnauthorizedCaller}; {NewRootMustBeForNewCalculatedPeriod},
    /// {RewardsEndTimestampNotElapsed}. Emits {DistributionRootSubmitted}. Pause bit 3.
    function submitRoot(bytes32 root, uint32 rewardsCalculationEndTimestamp) external;

    /// @notice Disables a root whose claims have not begun.
    /// @dev Only the updater, else {UnauthorizedCaller}; {InvalidRootIndex}, {RootDisabled},
    /// {RootAlreadyActivated}. Emits {DistributionRootDisabled}. Pause bit 3.
    function disableRoot(uint32 rootIndex) external;

    /// @notice Number of roots ever submitted.
    function getDistributionRootsLength() external view returns (uint256);

    /// @notice The root at `index`; Panic(0x32) beyond the last.
    function getDistributionRootAtIndex(uint256 index) external view returns (DistributionRoot memory);

    /// @notice The root submitted last; Panic(0x11) when there is none.
    function getCurrentDistributionRoot() external view returns (DistributionRoot memory);

    /// @notice The latest root that can be claimed on; all zero when there is none.
    function getCurrentClaimableDistributionRoot() external view returns (DistributionRoot memory);

    /// @notice The index of the latest root with this hash.
    /// @dev {InvalidRoot} when there is none. Walks back over the roots.
    function getRootIndexFromHash(bytes32 rootHash) external view returns (uint32);

    // ---- claims ----

    /// @notice Pays `recipient` what the claim's earner has earned and not claimed yet, in each of its tokens.
    /// @dev Panic(0x32) for an unknown root; {RootDisabled}, {RootNotActivated}, {InputArrayLengthMismatch},
    /// {InvalidEarnerLeafIndex}, {InvalidTokenLeafIndex}, {InvalidClaimProof} (EmptyRoot and InvalidProofLength
    /// come from the tree); the caller is the claimer, else {UnauthorizedCaller};
    /// {EarningsNotGreaterThanClaimed}. One token that fails fails all. Emits {RewardsClaimed} for each token.
    /// Pause bit 2.
    function processClaim(RewardsMerkleClaim calldata claim, address recipient) external;

    /// @notice Several claims at once, all or none; see {processClaim}.
    function processClaims(RewardsMerkleClaim[] calldata claims, address recipient) external;

    /// @notice True when the claim proves its earnings; reverts like {processClaim} when not.
    function checkClaim(RewardsMerkleClaim calldata claim) external view returns (bool);

    /// @notice Lets `claimer` alone claim for the caller; zero gives the right back to the earner.
    /// @dev Emits {ClaimerForSet}.
    function setClaimerFor(address claimer) external;

    /// @notice The same for an operator, or an AVS with operator sets, by whoever may act for it.
    /// @dev InvalidPermissions, {InvalidEarner}. Emits {ClaimerForSet}.
    function setClaimerFor(address earner, address claimer) external;

    /// @notice Who alone may claim for `earner`; zero: the earner.
    function claimerFor(address earner) external view returns (address claimer);

    /// @notice What `earner` has claimed of `token` so far, in its wei.
    function cumulativeClaimed(address earner, IERC20 token) external view returns (uint256 totalClaimed);

    /// @notice keccak256(0x00 ‖ earner ‖ earnerTokenRoot), packed.
    function calculateEarnerLeafHash(EarnerTreeMerkleLeaf calldata leaf) external pure returns (bytes32);

    /// @notice keccak256(0x01 ‖ token ‖ cumulativeEarnings), packed.
    function calculateTokenLeafHash(TokenTreeMerkleLeaf calldata leaf) external pure returns (bytes32);

    // ---- splits: an operator's part of what it and its stakers earn, in hundredths of a percent ----

    /// @notice Sets the operator's part of what `avs` pays, active after the activation delay.
    /// @dev InvalidPermissions, {SplitExceedsMax}, {PreviousSplitPending}. Emits {OperatorAVSSplitBipsSet}.
    /// Pause bit 6.
    function setOperatorAVSSplit(address operator, address avs, uint16 split) external;

    /// @notice Sets the operator's part of programmatic incentives, active after the activation delay.
    /// @dev InvalidPermissions, {SplitExceedsMax}, {PreviousSplitPending}. Emits {OperatorPISplitBipsSet}.
    /// Pause bit 7.
    function setOperatorPISplit(address operator, uint16 split) external;

    /// @notice Sets the operator's part of what is paid to one set, active after the activation delay.
    /// @dev InvalidPermissions, {InvalidOperatorSet}, {SplitExceedsMax}, {PreviousSplitPending}.
    /// Emits {OperatorSetSplitBipsSet}. Pause bit 8.
    function setOperatorSetSplit(address operator, OperatorSet calldata operatorSet, uint16 split) external;

    /// @notice The active split of `operator` for `avs`; the default until the first one set is active.
    function getOperatorAVSSplit(address operator, address avs) external view returns (uint16);

    /// @notice The active split of `operator` for programmatic incentives.
    function getOperatorPISplit(address operator) external view returns (uint16);

    /// @notice The active split of `operator` for one set.
    function getOperatorSetSplit(address operator, OperatorSet calldata operatorSet) external view returns (uint16);

    // ---- settings ----

    /// @notice Opts `submitter` in to the protocol fee (2,000 of 10,000), or out of it.
    /// @dev InvalidPermissions. Emits {OptInForProtocolFeeSet}.
    function setOptInForProtocolFee(address submitter, bool optInForProtocolFee) external;

    /// @notice True when `submitter` pays the protocol fee.
    function isOptedInForProtocolFee(address submitter) external view returns (bool isOptedIn);

    /// @notice Sets how many seconds lie between a root or split and its effect. Owner only.
    /// @dev Emits {ActivationDelaySet}.
    function setActivationDelay(uint32 _activationDelay) external;

    /// @notice Sets the split that counts where an operator has set none. Owner only.
    /// @dev {SplitExceedsMax}. Emits {DefaultOperatorSplitBipsSet}.
    function setDefaultOperatorSplit(uint16 split) external;

    /// @notice Names the account that submits roots. Owner only.
    /// @dev Emits {RewardsUpdaterSet}.
    function setRewardsUpdater(address _rewardsUpdater) external;

    /// @notice Seconds between a root or split and its effect.
    function activationDelay() external view returns (uint32);

    /// @notice The split that counts where an operator has set none, in hundredths of a percent.
    function defaultOperatorSplitBips() external view returns (uint16);

    /// @notice The account that submits roots.
    function rewardsUpdater() external view returns (address);
}
