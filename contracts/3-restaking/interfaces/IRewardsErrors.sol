// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Why the rewards coordinator refuses. The names are the real core's, so they carry no parameters.
interface IRewardsErrors {
    /// @dev The caller does not hold the role that the function asks for.
    error UnauthorizedCaller();
    /// @dev Only operators and AVSs with an operator set can have a claimer set by another.
    error InvalidEarner();
    /// @dev The fee recipient, or a rewarded operator, is the zero address.
    error InvalidAddressZero();
    /// @dev The operator set does not exist.
    error InvalidOperatorSet();

    /// @dev Two arrays of a claim differ in length.
    error InputArrayLengthMismatch();
    /// @dev No strategy, or no operator, in a submission.
    error InputArrayLengthZero();

    /// @dev The genesis timestamp is no multiple of the calculation interval.
    error InvalidGenesisRewardsTimestampRemainder();
    /// @dev The calculation interval is no multiple of a day.
    error InvalidCalculationIntervalSecondsRemainder();

    /// @dev Nothing to distribute.
    error AmountIsZero();
    /// @dev More than 1e38 - 1 wei in one submission: the calculation off chain could not hold it.
    error AmountExceedsMax();
    /// @dev The interval is empty.
    error DurationIsZero();
    /// @dev The interval is longer than the longest allowed.
    error DurationExceedsMax();
    /// @dev The duration is no multiple of the calculation interval.
    error InvalidDurationRemainder();
    /// @dev The start is no multiple of the calculation interval.
    error InvalidStartTimestampRemainder();
    /// @dev The start is further back than allowed, or before genesis.
    error StartTimestampTooFarInPast();
    /// @dev The start is further ahead than allowed.
    error StartTimestampTooFarInFuture();
    /// @dev The interval of an operator-directed submission has not ended.
    error SubmissionNotRetroactive();
    /// @dev A strategy is neither whitelisted for deposits nor the beacon chain's.
    error StrategyNotWhitelisted();
    /// @dev Strategies repeat or are not sorted by address.
    error StrategiesNotInAscendingOrder();
    /// @dev Operators repeat or are not sorted by address.
    error OperatorsNotInAscendingOrder();

    /// @dev More than 10,000 hundredths of a percent.
    error SplitExceedsMax();
    /// @dev The split set before has not become active yet.
    error PreviousSplitPending();

    /// @dev The new root does not reach further in time than the last one.
    error NewRootMustBeForNewCalculatedPeriod();
    /// @dev The root's interval has not ended.
    error RewardsEndTimestampNotElapsed();
    /// @dev No root has this index.
    error InvalidRootIndex();
    /// @dev No root has this hash.
    error InvalidRoot();
    /// @dev The root was disabled.
    error RootDisabled();
    /// @dev Claims on the root have not begun.
    error RootNotActivated();
    /// @dev Claims on the root have begun: it cannot be disabled any more.
    error RootAlreadyActivated();

    /// @dev The earner's index does not fit a tree of the proof's height.
    error InvalidEarnerLeafIndex();
    /// @dev The token's index does not fit a tree of the proof's height.
    error InvalidTokenLeafIndex();
    /// @dev The leaf and its proof do not lead to the root.
    error InvalidClaimProof();
    /// @dev Everything the leaf says was claimed already.
    error EarningsNotGreaterThanClaimed();
}
