// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {ISlashAnnouncements} from "../../4-avs/interfaces/ISlashAnnouncements.sol";
import {LeakyBucket} from "../../shared/LeakyBucket.sol";
import {Ranges} from "../../shared/Ranges.sol";
import {ISlashingGuard} from "../interfaces/ISlashingGuard.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {IStops} from "../interfaces/IStops.sol";
import {ExcessivelySafeCall} from "../../shared/ExcessivelySafeCall.sol";

/// @title Holds exits back while a slash is announced, within each service's budget
/// @notice A slash that is announced and not executed is a loss that everybody can see: who leaves before it leaves the
/// loss to those who stay. So the vault asks `isHeldBack` in every full sync, and no exit is paid without a full sync in
/// its block; between two of them `isHeldBackBy` asks about one service, at the announcement's own word (VLT-32).
///
/// An announcement is the word of a stranger. Of each listed service this contract believes:
/// - at most `MAX_LIVE` open announcements, against operators of the vault;
/// - each fault once: its hold ends when the fault was first seen to end, announced again or not;
/// - for no longer than a budget: every second by which a service's hold grows is poured into its leaky bucket of
///   `budgetSeconds` over `periodSeconds`, and what finds no room is ignored. So in any span of s seconds a service holds
///   exits back for at most budget · (1 + s / period), whatever it announces. What is vetoed early is not poured back.
///   Time is counted in blocks, for a hold of a second stops whatever is in its block (INV-27). A budget leaks only while
///   exits are open: containment stops its clock as it stops the governor's, so a guardian gives no service more (INV-52);
/// - for all services together, less than half of the time: `list` refuses budgets whose parts of their periods add up to
///   more (VLT-131);
/// - for all services together, no more than the governor's delay leaves (VLT-140). With B the sum of the budgets and h of their
///   parts, holds take at most B + h·s of any s seconds, so whoever needs e seconds of open exits has them within
///
///       (e + B) / (1 − h)
///
///   and `list` refuses what makes that as long as the governor's delay, whenever a service is listed.
///
/// `heldSeconds` counts for how long exits have been held back, so that other clocks can stand still meanwhile.
///
/// A hold is over when its time is, or when nothing is announced any more. A service whose answers fail is one that
/// announces nothing. One that has nothing open costs one call (`openAnnouncements`), however many operators there are.
/// It cannot make the question dear: a call gets `CALL_GAS`, a service `SERVICE_GAS`, and of what it
/// returns a fixed number of words is copied. Nor can the asker make an answer fail by giving little gas: before each
/// call the whole of it must be there.
///
/// Services are listed and dropped by the vault's governor; nobody can hold exits back otherwise.
/// @custom:decisions 0039 0091 0134 0230 0237
contract SlashingGuard is ISlashingGuard, AccessManaged {
    using EnumerableSet for EnumerableSet.AddressSet;
    using LeakyBucket for LeakyBucket.Bucket;

    /// @notice The most services that are asked.
    uint256 public constant MAX_SERVICES = 8;
    /// @notice The most open announcements of a service that count.
    uint256 public constant MAX_LIVE = 8;
    /// @notice Gas of one call to a service.
    uint256 public constant CALL_GAS = ExcessivelySafeCall.CALL_GAS;
    /// @notice Gas of all calls to a service in one question.
    uint256 public constant SERVICE_GAS = 400_000;
    uint256 private constant ANNOUNCEMENT_BYTES = 192;
    uint256 private constant SECONDS_PER_BLOCK = 12;
    /// @notice The most that the budgets of all services may be of their periods together, in parts of 1e18.
    uint256 public constant MAX_HELD_WAD = 0.5e18;
    uint256 private constant WAD = 1e18;

    /// @dev An open announcement against an operator of the vault, by its own words.
    struct Announced {
        address operator;
        bytes32 faultId;
        uint256 expiresAt;
    }

    /// @dev The last span in which exits were held back, and the seconds of all spans before it.
    struct Held {
        uint48 from;
        uint48 until;
        uint160 secondsBefore;
    }

    IRestaker public immutable restaker;
    IStops public immutable stops;
    /// @notice The longest that an exit takes where nothing holds it back, in seconds; 0 where no delay protects holders, as on
    /// a development chain.
    uint256 public immutable longestExitSeconds;
    /// @notice The governor's delay, in seconds.
    uint256 public immutable governorDelaySeconds;
    /// @notice The parts of their periods that the budgets of all services are together, in parts of 1e18, rounded up.
    uint256 public heldWad;
    /// @notice The budgets of all services together, in seconds.
    uint256 public budgetsSeconds;
    Held private _held;
    EnumerableSet.AddressSet private _services;
    mapping(address service => LeakyBucket.Bucket) private _budgets;
    /// @notice Until when a service's announcements hold exits back, in seconds, while one of them is open.
    mapping(address service => uint256 timestamp) public heldUntil;
    /// @notice When the hold of a fault ends, in seconds; 0: never seen.
    mapping(address service => mapping(bytes32 faultId => uint256 timestamp)) public faultHeldUntil;

    /// @notice A service's announcements count from now on, within its budget.
    event ServiceListed(address indexed service, uint256 budgetSeconds, uint256 periodSeconds);
    /// @notice A service's announcements count no longer.
    event ServiceDropped(address indexed service);
    /// @notice A fault was seen for the first time; exits are held back until `until` at most, 0 seconds if the budget
    /// is used up.
    event ExitsHeldBack(address indexed service, address indexed operator, bytes32 indexed faultId, uint256 until);

    /// @dev As many services as may be are listed.
    error TooManyServices(uint256 maximum);
    /// @dev The service is listed already.
    error AlreadyListed(address service);
    /// @dev The service is not listed.
    error NotListed(address service);
    /// @dev A budget is a block's time at least, and not longer than its period.
    error InvalidBudget(uint256 budgetSeconds, uint256 periodSeconds);
    /// @dev All services together could hold exits back for more than half of the time.
    error HeldTooLong(uint256 heldWad, uint256 maximumWad);
    /// @dev What the governor changes could take effect before whoever disagrees has got out.
    error GovernorTooFast(uint256 governorDelaySeconds, uint256 neededSeconds);

    /// @param stops_ whose seconds no budget leaks in
    constructor(
        address authority_,
        IRestaker restaker_,
        IStops stops_,
        uint256 longestExitSeconds_,
        uint256 governorDelaySeconds_
    ) AccessManaged(authority_) {
        restaker = restaker_;
        stops = stops_;
        longestExitSeconds = Ranges.within(longestExitSeconds_, 0, 365 days);
        governorDelaySeconds = governorDelaySeconds_;
    }

    /// @notice Lists a service's announcements with a budget. Only the governor.
    /// @dev Reverts `TooManyServices`, `AlreadyListed`, `InvalidBudget`, `HeldTooLong`, `GovernorTooFast`. Emits `ServiceListed`.
    function list(ISlashAnnouncements service, uint32 budgetSeconds, uint32 periodSeconds) external restricted {
        if (budgetSeconds < SECONDS_PER_BLOCK || budgetSeconds > periodSeconds) {
            revert InvalidBudget(budgetSeconds, periodSeconds);
        }
        if (_services.length() == MAX_SERVICES) revert TooManyServices(MAX_SERVICES);
        if (!_services.add(address(service))) revert AlreadyListed(address(service));
        // VLT-131
        heldWad += _partOf(budgetSeconds, periodSeconds);
        if (heldWad > MAX_HELD_WAD) revert HeldTooLong(heldWad, MAX_HELD_WAD);
        budgetsSeconds += budgetSeconds;
        uint256 neededSeconds = exitWithHoldsSeconds();
        bool tooFast = longestExitSeconds != 0 && governorDelaySeconds <= neededSeconds;
        // VLT-140
        if (tooFast) revert GovernorTooFast(governorDelaySeconds, neededSeconds);
        _budgets[address(service)].configureAt(budgetSeconds, periodSeconds, _openClock());
        emit ServiceListed(address(service), budgetSeconds, periodSeconds);
    }

    /// @notice Drops a service; its hold ends at once. Only the governor.
    /// @dev Reverts `NotListed`. Emits `ServiceDropped`.
    function drop(ISlashAnnouncements service) external restricted {
        if (!_services.remove(address(service))) revert NotListed(address(service));
        LeakyBucket.Bucket memory budget = _budgets[address(service)];
        heldWad -= _partOf(budget.capacity, budget.periodSeconds);
        budgetsSeconds -= budget.capacity;
        emit ServiceDropped(address(service));
    }

    /// @inheritdoc ISlashingGuard
    function isHeldBack() external returns (bool held) {
        address[] memory services_ = _services.values();
        for (uint256 i = 0; i < services_.length; ++i) {
            if (_ask(services_[i])) held = true;
        }
    }

    /// @inheritdoc ISlashingGuard
    function isHeldBackBy(address service) external returns (bool held) {
        return _services.contains(service) && _ask(service);
    }

    /// @inheritdoc ISlashingGuard
    function wouldHoldBack() external view returns (bool) {
        address[] memory services_ = _services.values();
        for (uint256 i = 0; i < services_.length; ++i) {
            (Announced[] memory found, uint256 count) = _announcedBy(services_[i]);
            for (uint256 j = 0; j < count; ++j) {
                if (block.timestamp < _heldUntil(services_[i], found[j])) return true;
            }
        }
        return false;
    }

    /// @notice The services that are asked.
    function services() external view returns (address[] memory) {
        return _services.values();
    }

    /// @notice Seconds by which a service's hold could still grow now.
    function budgetLeftSeconds(address service) external view returns (uint256) {
        return _services.contains(service) ? _budgets[service].roomAt(_openClock()) : 0;
    }

    /// @notice The longest that an exit takes with all that the listed services may hold it back, in seconds, rounded up.
    function exitWithHoldsSeconds() public view returns (uint256) {
        return Math.ceilDiv((longestExitSeconds + budgetsSeconds) * WAD, WAD - heldWad);
    }

    /// @inheritdoc ISlashingGuard
    function heldSeconds() external view returns (uint256) {
        Held memory held = _held;
        return held.secondsBefore + Math.min(block.timestamp, held.until) - held.from;
    }

    /// @dev Whether one of a service's announcements holds exits back.
    function _ask(address service) private returns (bool held) {
        (Announced[] memory found, uint256 count) = _announcedBy(service);
        for (uint256 i = 0; i < count; ++i) {
            if (_believe(service, found[i])) held = true;
        }
    }

    /// @dev Reads up to `MAX_LIVE` announcements of a service that have not expired. Words are read as numbers, for a
    /// stranger's words need not fit the types of an announcement.
    function _announcedBy(address service) private view returns (Announced[] memory found, uint256 live) {
        bytes memory question = abi.encodeCall(ISlashAnnouncements.openAnnouncements, ());
        (bytes memory answer, uint256 used) = ExcessivelySafeCall.ask(service, question, 32);
        if (answer.length == 0 || abi.decode(answer, (uint256)) == 0) return (found, 0);
        found = new Announced[](MAX_LIVE);
        uint256 gasLeftForIt = SERVICE_GAS - used;
        uint256 placesLeft = MAX_LIVE;
        address[] memory operators = restaker.rules().operatorsAtRisk();
        for (uint256 i = 0; i < operators.length && placesLeft != 0; ++i) {
            question = abi.encodeCall(ISlashAnnouncements.announcementCount, (operators[i]));
            (answer, used) = ExcessivelySafeCall.ask(service, question, 32);
            if (answer.length == 0 || used > gasLeftForIt) return (found, live);
            gasLeftForIt -= used;
            uint256 count = Math.min(abi.decode(answer, (uint256)), placesLeft);
            placesLeft -= count;
            for (uint256 j = 0; j < count; ++j) {
                question = abi.encodeCall(ISlashAnnouncements.announcementAt, (operators[i], j));
                (answer, used) = ExcessivelySafeCall.ask(service, question, ANNOUNCEMENT_BYTES);
                if (answer.length == 0 || used > gasLeftForIt) return (found, live);
                gasLeftForIt -= used;
                (bytes32 faultId, , , , , uint256 expiresAt) = abi.decode(
                    answer,
                    (bytes32, uint256, uint256, uint256, uint256, uint256)
                );
                if (block.timestamp < expiresAt) found[live++] = Announced(operators[i], faultId, expiresAt);
            }
        }
    }

    function _believe(address service, Announced memory a) private returns (bool) {
        uint256 until = faultHeldUntil[service][a.faultId];
        if (until == 0) {
            until = Math.min(a.expiresAt, _grow(service, a.expiresAt));
            faultHeldUntil[service][a.faultId] = until;
            _noteHeld(until);
            emit ExitsHeldBack(service, a.operator, a.faultId, until);
        }
        return block.timestamp < until;
    }

    /// @dev Until when it holds exits back, or would if it were seen now.
    function _heldUntil(address service, Announced memory a) private view returns (uint256 until) {
        until = faultHeldUntil[service][a.faultId];
        if (until == 0) (until, ) = _grown(service, a.expiresAt);
    }

    /// @dev Moves the end of a service's hold towards `expiresAt`, as far as whole blocks of its budget go: what leaks out
    /// of the bucket in a block would else be enough to stop the next one.
    function _grow(address service, uint256 expiresAt) private returns (uint256 until) {
        uint256 blocks;
        (until, blocks) = _grown(service, expiresAt);
        if (blocks != 0) _budgets[service].pourAt(blocks * SECONDS_PER_BLOCK, _openClock());
        heldUntil[service] = until;
    }

    function _grown(address service, uint256 expiresAt) private view returns (uint256 until, uint256 blocks) {
        until = Math.max(heldUntil[service], block.timestamp);
        if (expiresAt <= until) return (until, 0);
        uint256 room = _budgets[service].roomAt(_openClock()) / SECONDS_PER_BLOCK;
        blocks = Math.min(Math.ceilDiv(expiresAt - until, SECONDS_PER_BLOCK), room);
        until += Math.min(expiresAt - until, blocks * SECONDS_PER_BLOCK);
    }

    /// @dev Adds a hold that runs from now on; spans that overlap count once.
    function _noteHeld(uint256 until) private {
        if (until <= block.timestamp) return;
        Held storage held = _held;
        if (block.timestamp > held.until) {
            held.secondsBefore += held.until - held.from;
            held.from = uint48(block.timestamp);
            held.until = uint48(until);
        } else if (until > held.until) {
            held.until = uint48(until);
        }
    }

    /// @dev Seconds in which exits were not contained: what budgets leak by.
    function _openClock() private view returns (uint256) {
        return block.timestamp - stops.stoppedSeconds();
    }

    function _partOf(uint256 budgetSeconds, uint256 periodSeconds) private pure returns (uint256) {
        return Math.ceilDiv(budgetSeconds * WAD, periodSeconds);
    }
}
