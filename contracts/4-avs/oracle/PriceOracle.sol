// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IRewardsCoordinator} from "../../3-restaking/interfaces/IRewardsCoordinator.sol";
import {Faults} from "../Faults.sol";
import {ServiceManager} from "../ServiceManager.sol";
import {ISlasher} from "../interfaces/ISlasher.sol";
import {ServiceTerms} from "../ServiceTerms.sol";
import {SigningKeys} from "../keys/SigningKeys.sol";
import {IPriceFeed} from "./IPriceFeed.sol";
import {WeightedMedian} from "./WeightedMedian.sol";

/// @title PriceOracle
/// @notice A service that answers, round by round, what something is worth: the stake-weighted median of what its
/// operators report.
///
/// Round. Anyone opens a round when the last one's reporting time is over. Opening reads every member's stake from the
/// core and keeps a commitment to it: the weights of this round, whatever is slashed, joined or left meanwhile. For
/// `reportSeconds`, operators report by EIP-712 signature, `Price(address operator,uint64 round,uint256 priceWad)`,
/// which anyone carries here; the first report of an operator stands. After that anyone settles: if the reporters hold
/// `quorumBips` of the round's stake, the price is their lower weighted median, else the round brings no price.
///
/// Fault: deviation. A report that counted and is further than `deviationBips` from the median,
///
///     |price − median| · 10,000 > deviationBips · median
///
/// costs its operator `slashWad` of what it has allocated to the set. All of it is on chain; anyone says so, once per
/// (operator, round). A report of an operator without weight in the round counts for nothing and is no fault.
///
/// Reach. An operator is weighed when a round opens and may leave, or deallocate, in the same block. It is still to be
/// slashed after the round and the slasher's notice: a round is shorter than stake stays slashable, and `createSet` takes
/// no slasher and no look-ahead with which the sum would not fit.
///
/// What it is not. Reports are public, so an operator can copy another; and the median is only what the majority says:
/// a majority that lies moves the price and makes liars of the honest. So this service belongs behind a vetoable
/// slasher. Old rounds stay as they were settled.
contract PriceOracle is ServiceManager, Faults, EIP712, IPriceFeed {
    using SigningKeys for SigningKeys.Ring;

    struct Round {
        bytes32 weightsCommitment;
        uint48 openedAt;
        uint128 priceWad;
    }

    /// @notice The one operator set.
    uint32 public constant OPERATOR_SET_ID = 1;
    string private constant DESCRIPTION = "oracle: off the median";
    bytes32 public constant PRICE_TYPEHASH = keccak256("Price(address operator,uint64 round,uint256 priceWad)");

    /// @inheritdoc IPriceFeed
    uint48 public immutable override reportSeconds;
    /// @notice Share of the round's stake that must have reported, in 1/10,000.
    uint256 public immutable quorumBips;
    /// @notice How far from the median a report may be, in 1/10,000 of the median.
    uint256 public immutable deviationBips;
    /// @notice Fraction (1e18 = all) of its allocation to the set that a deviating operator loses.
    uint256 public immutable slashWad;

    /// @notice Number of the newest round; 0 before the first.
    uint64 public currentRound;
    /// @notice Number of the newest round that has a price.
    uint64 public latestSettledRound;

    mapping(uint64 round => Round) private _rounds;
    /// @notice What an operator reported in a round, in wad; 0 when nothing.
    mapping(uint64 round => mapping(address operator => uint256 priceWad)) public reportOf;

    /// @notice A round is open for reports. `operators` and `weights` are what settling it asks for.
    event RoundOpened(uint64 indexed round, address[] operators, uint256[] weights);
    /// @notice An operator's report for the round stands.
    event PriceReported(uint64 indexed round, address indexed operator, uint256 priceWad);
    /// @notice The round has a price.
    event RoundSettled(uint64 indexed round, uint256 priceWad, uint256 reportedStake, uint256 totalStake);
    /// @notice A counted report was further from the median than the bound.
    event DeviationProven(uint64 indexed round, address indexed operator, uint256 priceWad, uint256 medianWad);

    /// @dev The bound is above 0 and below all of the median, or nobody who reports too little would be at fault.
    error InvalidDeviation(uint256 deviationBips);
    /// @dev The newest round still takes reports.
    error RoundStillOpen(uint64 round, uint256 endsAt);
    /// @dev The round does not exist, or takes no more reports.
    error RoundNotOpen(uint64 round);
    /// @dev The round has a price already.
    error RoundAlreadySettled(uint64 round);
    /// @dev The round has no price.
    error RoundNotSettled(uint64 round);
    /// @dev A price is above 0 and fits 128 bits.
    error InvalidPrice(uint256 priceWad);
    /// @dev The operator's first report for the round stands.
    error AlreadyReported(address operator, uint64 round);
    /// @dev The report is not signed by the operator's present key.
    error InvalidReport(address operator, uint64 round, uint256 priceWad);
    /// @dev These are not the operators and weights of the round.
    error WrongWeights(uint64 round);
    /// @dev The order must name every reporter with weight once: this index is too high, repeated, or reported nothing.
    error InvalidOrder(uint256 index);
    /// @dev The reporters hold too little of the round's stake.
    error TooFewReports(uint256 reportedStake, uint256 totalStake, uint256 quorumBips);
    /// @dev The operator's report did not count in the round: it made none, or had no weight.
    error ReportNotCounted(address operator, uint64 round);
    /// @dev The report is within the bound.
    error WithinBound(uint256 priceWad, uint256 medianWad, uint256 deviationBips);
    /// @dev This fault was proven before.
    error DeviationAlreadyProven(address operator, uint64 round);

    constructor(
        IAllocationManager allocationManager_,
        IRewardsCoordinator rewardsCoordinator_,
        address admin,
        string memory metadataURI,
        uint48 reportSeconds_,
        uint256 quorumBips_,
        uint256 deviationBips_,
        uint256 slashWad_
    )
        ServiceManager(allocationManager_, rewardsCoordinator_, admin, metadataURI)
        EIP712("Restaking Ladder PriceOracle", "1")
    {
        ServiceTerms.checkWorkTime(reportSeconds_, slashWindowBlocks);
        ServiceTerms.checkQuorum(quorumBips_);
        if (deviationBips_ == 0 || deviationBips_ >= 10_000) revert InvalidDeviation(deviationBips_);
        ServiceTerms.checkSlash(slashWad_);
        reportSeconds = reportSeconds_;
        quorumBips = quorumBips_;
        deviationBips = deviationBips_;
        slashWad = slashWad_;
    }

    // ---------------------------------------------------------------- rounds

    /// @notice Opens the next round with the stakes of this block. Anybody.
    /// @dev AVS-40. Reverts `RoundStillOpen`. Emits `RoundOpened`.
    function openRound() external returns (uint64 round) {
        round = currentRound;
        if (round != 0) {
            uint256 endsAt = _rounds[round].openedAt + reportSeconds;
            if (block.timestamp < endsAt) revert RoundStillOpen(round, endsAt);
        }
        currentRound = ++round;
        (address[] memory operators, uint256[] memory weights, ) = stakes(OPERATOR_SET_ID);
        _rounds[round].weightsCommitment = keccak256(abi.encode(operators, weights));
        _rounds[round].openedAt = uint48(block.timestamp);
        emit RoundOpened(round, operators, weights);
    }

    /// @notice Puts an operator's signed report on chain. Anybody.
    /// @dev AVS-41. Reverts `RoundNotOpen`, `InvalidPrice`, `AlreadyReported`, `InvalidReport`. Emits `PriceReported`.
    function report(address operator, uint64 round, uint256 priceWad, bytes calldata signature) external {
        uint256 openedAt = _rounds[round].openedAt;
        if (openedAt == 0 || block.timestamp >= openedAt + reportSeconds) revert RoundNotOpen(round);
        if (priceWad == 0 || priceWad > type(uint128).max) revert InvalidPrice(priceWad);
        if (reportOf[round][operator] != 0) revert AlreadyReported(operator, round);
        (, SigningKeys.Key memory key) = _ring.current(operator);
        if (!SigningKeys.signed(key, digestOf(operator, round, priceWad), signature)) {
            revert InvalidReport(operator, round, priceWad);
        }
        reportOf[round][operator] = priceWad;
        emit PriceReported(round, operator, priceWad);
    }

    /// @notice Settles a round whose reporting time is over. Anybody.
    /// @param operators as in the round's event
    /// @param weights as in the round's event
    /// @param order indices into `operators` of all who reported with weight, by price, not descending
    /// @dev AVS-42. Reverts `RoundNotOpen` (no such round), `RoundStillOpen`, `RoundAlreadySettled`, `WrongWeights`,
    /// `InvalidOrder`, `NotSorted`, `TooFewReports`. Emits `RoundSettled`.
    function settle(
        uint64 round,
        address[] calldata operators,
        uint256[] calldata weights,
        uint256[] calldata order
    ) external {
        uint256 openedAt = _rounds[round].openedAt;
        if (openedAt == 0) revert RoundNotOpen(round);
        if (block.timestamp < openedAt + reportSeconds) revert RoundStillOpen(round, openedAt + reportSeconds);
        if (_rounds[round].priceWad != 0) revert RoundAlreadySettled(round);
        _checkWeights(round, operators, weights);

        (uint256[] memory pricesWad, uint256[] memory reporterWeights) = _ordered(round, operators, weights, order);
        (uint256 reportedStake, uint256 totalStake) = _quorum(weights, reporterWeights);
        uint256 medianWad = WeightedMedian.lower(pricesWad, reporterWeights);
        _rounds[round].priceWad = uint128(medianWad);
        if (round > latestSettledRound) latestSettledRound = round;
        emit RoundSettled(round, medianWad, reportedStake, totalStake);
    }

    /// @inheritdoc IPriceFeed
    function latestPrice() external view override returns (uint256 priceWad, uint48 openedAt, uint64 round) {
        round = latestSettledRound;
        (priceWad, openedAt) = roundAt(round);
    }

    /// @inheritdoc IPriceFeed
    /// @dev AVS-145. Before there is a set there is no slasher, and no notice.
    function securedSeconds() external view override returns (uint256) {
        ISlasher slasher = _slasherOf(OPERATOR_SET_ID);
        uint256 noticeSeconds = address(slasher) == address(0) ? 0 : slasher.noticeSeconds();
        return slashWindowBlocks * ServiceTerms.SECONDS_PER_BLOCK - noticeSeconds;
    }

    /// @notice A round's price (0: none) and when it opened (0: no such round).
    function roundAt(uint64 round) public view returns (uint256 priceWad, uint48 openedAt) {
        return (_rounds[round].priceWad, _rounds[round].openedAt);
    }

    /// @notice The EIP-712 digest that an operator signs.
    function digestOf(address operator, uint64 round, uint256 priceWad) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(PRICE_TYPEHASH, operator, round, priceWad)));
    }

    // ---------------------------------------------------------------- faults

    /// @notice Proves that an operator's counted report is further from the median than the bound, and has it slashed, now
    /// or later. Anybody.
    /// @param operators as in the round's event
    /// @param weights as in the round's event
    /// @param index of the operator in `operators`
    /// @dev AVS-43 (both sides of the bound), AVS-44 (once), AVS-143. The mark is set before the slasher runs. Reverts
    /// `RoundNotSettled`, `WrongWeights`, `ReportNotCounted`, `WithinBound`, `DeviationAlreadyProven`, and
    /// `NotEnoughGasForObserver` with too little gas. Emits `DeviationProven`, and `PunishmentWaits` when the slash cannot
    /// be asked for now.
    function proveDeviation(
        uint64 round,
        address[] calldata operators,
        uint256[] calldata weights,
        uint256 index
    ) external {
        uint256 medianWad = _rounds[round].priceWad;
        if (medianWad == 0) revert RoundNotSettled(round);
        _checkWeights(round, operators, weights);
        address operator = operators[index];
        uint256 priceWad = reportOf[round][operator];
        if (priceWad == 0 || weights[index] == 0) revert ReportNotCounted(operator, round);
        uint256 distance = priceWad > medianWad ? priceWad - medianWad : medianWad - priceWad;
        if (distance * 10_000 <= deviationBips * medianWad) revert WithinBound(priceWad, medianWad, deviationBips);
        bytes32 faultId = faultIdOf(operator, round);
        if (_isProven(faultId)) revert DeviationAlreadyProven(operator, round);
        emit DeviationProven(round, operator, priceWad, medianWad);
        _prove(_slasherOf(OPERATOR_SET_ID), OPERATOR_SET_ID, operator, slashWad, faultId, DESCRIPTION);
    }

    /// @notice Has an operator slashed for a deviation whose punishment had to wait, once. Anybody.
    /// @dev AVS-144. Reverts `NothingToPunish`, and with the slasher's errors (then it can be tried again).
    function punish(address operator, uint64 round) external {
        bytes32 faultId = faultIdOf(operator, round);
        _punishProven(_slasherOf(OPERATOR_SET_ID), OPERATOR_SET_ID, operator, slashWad, faultId, DESCRIPTION);
    }

    /// @notice Whether the operator's deviation in the round was proven, punished already or not.
    function deviated(uint64 round, address operator) external view returns (bool) {
        return _isProven(faultIdOf(operator, round));
    }

    /// @notice Identity of the fault: one per operator and round.
    function faultIdOf(address operator, uint64 round) public view returns (bytes32) {
        return keccak256(abi.encode(address(this), operator, round));
    }

    // ---------------------------------------------------------------- internal

    /// @dev Weighed when the round opens, proven when it is settled.
    function _faultTerms(uint256 lookaheadBlocks) internal view override returns (uint256, uint256, uint256) {
        return (slashWad, reportSeconds, lookaheadBlocks);
    }

    function _checkWeights(uint64 round, address[] calldata operators, uint256[] calldata weights) private view {
        if (keccak256(abi.encode(operators, weights)) != _rounds[round].weightsCommitment) revert WrongWeights(round);
    }

    /// @dev Prices and weights in the caller's order, which must name exactly the reporters with weight.
    function _ordered(
        uint64 round,
        address[] calldata operators,
        uint256[] calldata weights,
        uint256[] calldata order
    ) private view returns (uint256[] memory pricesWad, uint256[] memory reporterWeights) {
        pricesWad = new uint256[](order.length);
        reporterWeights = new uint256[](order.length);
        uint256 seen = 0;
        for (uint256 i = 0; i < order.length; ++i) {
            uint256 index = order[i];
            if (index >= operators.length || seen & (1 << index) != 0) revert InvalidOrder(index);
            seen |= 1 << index;
            pricesWad[i] = reportOf[round][operators[index]];
            reporterWeights[i] = weights[index];
            if (pricesWad[i] == 0 || reporterWeights[i] == 0) revert InvalidOrder(index);
        }
        for (uint256 index = 0; index < operators.length; ++index) {
            bool counts = weights[index] != 0 && reportOf[round][operators[index]] != 0;
            if (counts && seen & (1 << index) == 0) revert InvalidOrder(index);
        }
    }

    function _quorum(
        uint256[] calldata weights,
        uint256[] memory reporterWeights
    ) private view returns (uint256 reportedStake, uint256 totalStake) {
        for (uint256 i = 0; i < weights.length; ++i) totalStake += weights[i];
        for (uint256 i = 0; i < reporterWeights.length; ++i) reportedStake += reporterWeights[i];
        if (reportedStake == 0 || reportedStake * 10_000 < quorumBips * totalStake) {
            revert TooFewReports(reportedStake, totalStake, quorumBips);
        }
    }
}
