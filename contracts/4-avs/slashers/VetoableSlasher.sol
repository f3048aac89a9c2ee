// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {OperatorSet} from "../../3-restaking/interfaces/Types.sol";
import {ISlashAnnouncements} from "../interfaces/ISlashAnnouncements.sol";
import {ISlashObserver} from "../interfaces/ISlashObserver.sol";
import {SlasherBase} from "./SlasherBase.sol";

/// @title VetoableSlasher
/// @notice Announces a slash, leaves a committee time to veto it, then lets anyone execute it until it expires.
///
///     announced ──veto window──▶ executable ──execution window──▶ lapsed
///         └──▶ vetoed                └──▶ executed
///
/// At any moment anyone can read who is about to be slashed, how much at most and until when: a pending loss is on
/// chain before it happens. A fault is announced once in its life; vetoed or lapsed, it cannot come back.
///
/// Nothing is announced against an operator that cannot be slashed any more: a vault would hold its exits back for a loss
/// that cannot come. The two windows together are no longer than stake stays slashable after leaving (at 12 s a block), so an operator
/// that leaves when it is accused is still within reach until the announcement lapses. What the limit refuses at one
/// moment can be executed later within the window. At most `MAX_LIVE` announcements stand against one operator;
/// beyond that, evidence has to wait until one is closed.
///
/// Trusted: the committee (an account of its own, a multisig say), with letting go who is guilty. It cannot slash, and
/// if it is silent everything is executed.
contract VetoableSlasher is SlasherBase, ISlashAnnouncements {
    using EnumerableSet for EnumerableSet.Bytes32Set;

    enum Status {
        None,
        Announced,
        Executed,
        Vetoed,
        Lapsed
    }

    struct Case {
        Announcement announcement;
        Status status;
        string description;
    }

    /// @notice The most announcements that stand against one operator at a time.
    uint256 public constant MAX_LIVE = 8;
    uint256 private constant SECONDS_PER_BLOCK = 12;

    /// @notice Who may veto.
    address public immutable vetoCommittee;
    /// @notice Time from the announcement in which the committee may veto and nobody may execute.
    uint48 public immutable vetoWindowSeconds;
    /// @notice Time after that in which anyone may execute and nobody may veto.
    uint48 public immutable executionWindowSeconds;

    mapping(bytes32 faultId => Case) private _cases;
    mapping(address operator => EnumerableSet.Bytes32Set) private _open;
    /// @inheritdoc ISlashAnnouncements
    uint256 public override openAnnouncements;

    /// @notice The committee let the operator off.
    event SlashVetoed(bytes32 indexed faultId, address indexed operator);

    /// @dev The windows are longer than 0, and together no longer than stake stays slashable.
    error InvalidWindows(uint256 vetoWindowSeconds, uint256 executionWindowSeconds, uint256 maximumSeconds);
    /// @dev This fault was announced before, whatever became of it.
    error FaultAlreadyAnnounced(bytes32 faultId);
    /// @dev As many announcements as may stand against the operator do.
    error TooManyLive(address operator, uint256 maximum);
    /// @dev The operator has left the set, and the core lets nobody slash it there any more.
    error OutOfReach(address operator, uint32 operatorSetId);
    /// @dev Only the committee vetoes.
    error OnlyVetoCommittee(address caller);
    /// @dev No open announcement has this id.
    error NotAnnounced(bytes32 faultId, Status status);
    /// @dev The veto window is still open: nobody executes before its end.
    error VetoWindowOpen(bytes32 faultId, uint256 executableAt);
    /// @dev The veto window is over.
    error VetoWindowClosed(bytes32 faultId, uint256 executableAt);
    /// @dev The announcement lapsed: it can only be cleared.
    error AnnouncementExpired(bytes32 faultId, uint256 expiresAt);
    /// @dev The announcement has not lapsed yet.
    error AnnouncementLive(bytes32 faultId, uint256 expiresAt);

    constructor(
        IAllocationManager allocationManager_,
        address avs_,
        address prover_,
        address owner_,
        uint256 observerGas_,
        uint256 limitWad_,
        uint48 limitWindowSeconds_,
        address vetoCommittee_,
        uint48 vetoWindowSeconds_,
        uint48 executionWindowSeconds_
    ) SlasherBase(allocationManager_, avs_, prover_, owner_, observerGas_, limitWad_, limitWindowSeconds_) {
        uint256 maximum = allocationManager_.DEALLOCATION_DELAY() * SECONDS_PER_BLOCK;
        bool empty = vetoWindowSeconds_ == 0 || executionWindowSeconds_ == 0;
        if (empty || uint256(vetoWindowSeconds_) + executionWindowSeconds_ > maximum) {
            revert InvalidWindows(vetoWindowSeconds_, executionWindowSeconds_, maximum);
        }
        vetoCommittee = vetoCommittee_;
        vetoWindowSeconds = vetoWindowSeconds_;
        executionWindowSeconds = executionWindowSeconds_;
    }

    /// @notice Announces a slash, of an operator that the core lets the set slash.
    /// @dev AVS-30, AVS-135, VLT-32. Reverts `OnlyProver`, `FaultAlreadyAnnounced`, `TooManyLive`, `OutOfReach`,
    /// `NotEnoughGasForObserver`. Emits `SlashAnnounced`, and `ObserverFailed` for each observer that failed.
    function requestSlash(
        address operator,
        uint32 operatorSetId,
        uint256 wad,
        bytes32 faultId,
        string calldata description
    ) external override onlyProver nonReentrant {
        Case storage case_ = _cases[faultId];
        if (case_.status != Status.None) revert FaultAlreadyAnnounced(faultId);
        if (_open[operator].length() == MAX_LIVE) revert TooManyLive(operator, MAX_LIVE);
        if (!allocationManager.isOperatorSlashable(operator, OperatorSet({avs: avs, id: operatorSetId}))) {
            revert OutOfReach(operator, operatorSetId);
        }
        uint48 expiresAt = uint48(block.timestamp) + vetoWindowSeconds + executionWindowSeconds;
        case_.announcement = Announcement({
            faultId: faultId,
            operator: operator,
            operatorSetId: operatorSetId,
            maxWad: uint64(wad),
            announcedAt: uint48(block.timestamp),
            expiresAt: expiresAt
        });
        case_.status = Status.Announced;
        case_.description = description;
        _open[operator].add(faultId);
        ++openAnnouncements;
        emit SlashAnnounced(faultId, operator, operatorSetId, uint64(wad), expiresAt);
        bytes memory message = abi.encodeCall(ISlashObserver.onAnnouncement, (avs, operatorSetId, operator, faultId));
        _tell(message, operatorSetId, 0);
    }

    /// @notice Lets the operator off, while the veto window is open. Only the committee.
    /// @dev AVS-31. Reverts `OnlyVetoCommittee`, `NotAnnounced`, `VetoWindowClosed`. Emits `SlashVetoed` and
    /// `AnnouncementClosed`.
    function veto(bytes32 faultId) external {
        if (msg.sender != vetoCommittee) revert OnlyVetoCommittee(msg.sender);
        Case storage case_ = _announced(faultId);
        uint256 executableAt = case_.announcement.announcedAt + vetoWindowSeconds;
        if (block.timestamp >= executableAt) revert VetoWindowClosed(faultId, executableAt);
        emit SlashVetoed(faultId, case_.announcement.operator);
        _close(case_, Status.Vetoed);
    }

    /// @notice Executes an announced slash, after the veto window and before it expires. Anybody.
    /// @dev AVS-32. Reverts `NotAnnounced`, `VetoWindowOpen`, `AnnouncementExpired`, and as an instant slash does
    /// (then it stays open). Emits `AnnouncementClosed` and what a slash emits.
    function execute(bytes32 faultId) external nonReentrant returns (uint256 slashId) {
        Case storage case_ = _announced(faultId);
        Announcement memory announcement = case_.announcement;
        uint256 executableAt = announcement.announcedAt + vetoWindowSeconds;
        if (block.timestamp < executableAt) revert VetoWindowOpen(faultId, executableAt);
        if (block.timestamp >= announcement.expiresAt) revert AnnouncementExpired(faultId, announcement.expiresAt);
        _close(case_, Status.Executed);
        return
            _slash(announcement.operator, announcement.operatorSetId, announcement.maxWad, faultId, case_.description);
    }

    /// @notice Closes an announcement that nobody executed in time, so that it holds no place. Anybody.
    /// @dev Reverts `NotAnnounced`, `AnnouncementLive`. Emits `AnnouncementClosed`.
    function clear(bytes32 faultId) external {
        Case storage case_ = _announced(faultId);
        uint256 expiresAt = case_.announcement.expiresAt;
        if (block.timestamp < expiresAt) revert AnnouncementLive(faultId, expiresAt);
        _close(case_, Status.Lapsed);
    }

    /// @notice What became of a fault.
    function statusOf(bytes32 faultId) external view returns (Status) {
        return _cases[faultId].status;
    }

    /// @inheritdoc ISlashAnnouncements
    function announcementCount(address operator) external view override returns (uint256) {
        return _open[operator].length();
    }

    /// @inheritdoc ISlashAnnouncements
    function announcementAt(address operator, uint256 index) external view override returns (Announcement memory) {
        return _cases[_open[operator].at(index)].announcement;
    }

    function _announced(bytes32 faultId) private view returns (Case storage case_) {
        case_ = _cases[faultId];
        if (case_.status != Status.Announced) revert NotAnnounced(faultId, case_.status);
    }

    function _close(Case storage case_, Status status) private {
        (bytes32 faultId, address operator) = (case_.announcement.faultId, case_.announcement.operator);
        case_.status = status;
        _open[operator].remove(faultId);
        --openAnnouncements;
        emit AnnouncementClosed(faultId, operator, status == Status.Executed);
    }
}
