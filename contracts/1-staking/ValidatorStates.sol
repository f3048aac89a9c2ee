// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {BlockRoots} from "./BlockRoots.sol";
import {EpochMath} from "./EpochMath.sol";
import {Forks} from "./Forks.sol";
import {IBeaconChain} from "./interfaces/IBeaconChain.sol";
import {Consensus as C} from "./Consensus.sol";

/// @title Validators, told by their changes
/// @notice A validator is a list of changes, one word each: its state right after something happened to it. Between two
/// changes only epochs pass, and what they do is a function of the state, so any state at any time, the present or one
/// that a root names, is the last change before it carried forward. Nothing loops over validators; carrying forward
/// takes a step for each move of the effective balance and each deposit that is applied, not for each epoch.
///
/// Every gwei of a written balance is backed: what a settlement adds comes out of the issuance reserve, what it takes
/// goes back there. contract ether ≥ (Σ balances + Σ deposits not yet applied) × 1e9 + reserve.
/// @custom:decisions 0010
abstract contract ValidatorStates is IBeaconChain {
    using BlockRoots for bytes32;
    using SafeCast for uint256;
    using Checkpoints for Checkpoints.Trace208;

    /// @dev One word. Epochs are 32 bits, all ones for "unknown"; a balance stays below 2^48 gwei (281,474 ETH).
    struct Change {
        uint32 sequence;
        uint40 timestamp;
        uint48 balanceGwei;
        uint16 effectiveEther;
        uint32 activationEpoch;
        uint32 exitEpoch;
        uint32 withdrawableEpoch;
        uint16 depositsApplied;
        uint8 flags; // see below
    }

    struct PendingDeposit {
        uint32 sequence;
        uint40 timestamp;
        uint32 applyEpoch; // when its turn comes
        uint64 amountGwei;
    }

    struct PartialWithdrawal {
        uint64 amountGwei;
        uint32 withdrawableEpoch;
    }

    /// @dev What another validator brings at the start of an epoch.
    struct Incoming {
        uint40 source;
        uint32 epoch;
    }

    struct Record {
        bytes32 pubkeyHash;
        bytes32 credentials;
        Change[] changes;
        PendingDeposit[] deposits;
        PartialWithdrawal[] partials;
        uint128 partialsDone;
        uint64 partialsPendingGwei;
        Incoming[] incoming;
    }

    /// @dev A change opened up in memory, with what happened on the way from the stored one.
    struct State {
        uint64 epoch;
        uint64 balanceGwei;
        uint64 effectiveGwei;
        uint64 activationEpoch;
        uint64 exitEpoch;
        uint64 withdrawableEpoch;
        uint256 depositsApplied;
        bool slashed;
        bool isCompounding; // credentials of type 0x02, of its first deposit or since
        bool isSource; // goes into another validator once it may withdraw
        bool isTarget; // others came, or are to come
        uint64 rewardGwei;
        uint64 penaltyGwei;
        uint64 movedGwei; // into another validator
    }

    uint8 private constant SLASHED = 1;
    uint8 private constant COMPOUNDING = 2;
    uint8 private constant SOURCE = 4;
    uint8 private constant TARGET = 8;

    /// @notice There is no validator of this index.
    error UnknownValidator(uint40 index);
    /// @notice The reserve cannot back what has been earned: `fundIssuance()` with at least the difference.
    error IssuanceExhausted(uint256 neededWei, uint256 reserveWei);

    uint64 public immutable genesisTime;
    uint64 public immutable totalActiveBalanceGwei;
    uint64 public immutable baseRewardPerIncrementGwei;
    uint64 public immutable depositChurnLimitGwei;
    uint64 public immutable exitChurnLimitGwei;
    uint64 public immutable consolidationChurnLimitGwei;
    Fork public immutable fork;

    uint256 public issuanceReserveWei;
    Record[] internal _records;
    uint32 internal _changes;
    /// @dev effective balances slashed so far, by epoch
    Checkpoints.Trace208 internal _slashed;

    constructor(uint64 genesisTime_, uint64 totalGwei, uint8 fork_) {
        genesisTime = genesisTime_;
        totalActiveBalanceGwei = totalGwei;
        baseRewardPerIncrementGwei = EpochMath.baseRewardPerIncrement(totalGwei);
        fork = Forks.named(fork_);
        Forks.Churn memory c = Forks.churnOf(Forks.named(fork_));
        depositChurnLimitGwei = EpochMath.churnLimit(totalGwei, c.quotient, c.minimumGwei, c.maximumDepositGwei);
        exitChurnLimitGwei = EpochMath.churnLimit(totalGwei, c.quotient, c.minimumGwei, c.maximumExitGwei);
        consolidationChurnLimitGwei = Forks.consolidationChurn(Forks.named(fork_), totalGwei);
    }

    /// @inheritdoc IBeaconChain
    function epochAt(uint64 timestamp) public view returns (uint64) {
        return (timestamp - genesisTime) / C.SECONDS_PER_EPOCH;
    }

    /// @inheritdoc IBeaconChain
    function currentEpoch() public view returns (uint64) {
        return epochAt(uint64(block.timestamp));
    }

    // --- reading ------------------------------------------------------------------------------------------------

    function _record(uint40 index) internal view returns (Record storage) {
        if (index >= _records.length) revert UnknownValidator(index);
        return _records[index];
    }

    /// @dev The validator in the state that `root` names; one without key and balance when it did not exist yet.
    function _validatorAt(uint40 index, bytes32 root) internal view returns (Validator memory v) {
        Record storage r = _record(index);
        uint256 known = _changesIn(r, root);
        if (known == 0) {
            v.activationEpoch = v.exitEpoch = v.withdrawableEpoch = C.FAR_FUTURE_EPOCH;
            return v;
        }
        State memory s = _open(r.changes[known - 1]);
        _carry(s, r, epochAt(root.timeOf()));

        v.pubkeyHash = r.pubkeyHash;
        v.withdrawalCredentials = s.isCompounding ? _compounding(r.credentials) : r.credentials;
        v.balanceGwei = s.balanceGwei;
        v.effectiveBalanceGwei = s.effectiveGwei;
        v.slashed = s.slashed;
        // consensus writes the activation epoch down once the eligibility is final
        bool activationKnown = s.epoch + C.MAX_SEED_LOOKAHEAD >= s.activationEpoch;
        v.activationEpoch = activationKnown ? s.activationEpoch : C.FAR_FUTURE_EPOCH;
        v.exitEpoch = s.exitEpoch;
        v.withdrawableEpoch = s.withdrawableEpoch;
        for (uint256 i = s.depositsApplied; i < r.deposits.length; ++i) {
            PendingDeposit storage d = r.deposits[i];
            if (!root.includes(d.sequence, d.timestamp)) break;
            v.pendingDepositsGwei += d.amountGwei;
        }
    }

    /// @dev How many changes of the validator belong to the state.
    function _changesIn(Record storage r, bytes32 root) private view returns (uint256 low) {
        uint256 high = r.changes.length;
        while (low < high) {
            uint256 middle = Math.average(low, high);
            Change storage c = r.changes[middle];
            if (root.includes(c.sequence, c.timestamp)) low = middle + 1;
            else high = middle;
        }
    }

    /// @dev The validator now.
    function _now(Record storage r) internal view returns (State memory s) {
        s = _open(r.changes[r.changes.length - 1]);
        _carry(s, r, currentEpoch());
    }

    function _isActive(State memory s) internal pure returns (bool) {
        return s.activationEpoch <= s.epoch && s.epoch < s.exitEpoch;
    }

    function _maxEffective(State memory s) internal pure returns (uint64) {
        return s.isCompounding ? C.MAX_EFFECTIVE_BALANCE : C.MIN_ACTIVATION_BALANCE;
    }

    function _compounding(bytes32 credentials) private pure returns (bytes32) {
        return bytes32(bytes1(0x02)) | ((credentials << 8) >> 8);
    }

    // --- epochs pass --------------------------------------------------------------------------------------------

    /// @dev Carries a state to the start of `toEpoch`. Each turn ends where the next thing can happen; at an epoch's
    /// end, in the specification's order: rewards and penalties, correlation penalty, deposits, consolidations, effective balance.
    function _carry(State memory s, Record storage r, uint64 toEpoch) private view {
        uint64 maxEffective = _maxEffective(s);
        while (s.epoch < toEpoch) {
            uint64 nextDeposit = _nextDepositEpoch(s, r);
            uint64 end = uint64(Math.min(Math.min(toEpoch, nextDeposit), _nextMilestone(s)));
            if (s.isTarget) end = uint64(Math.min(end, _nextIncomingEpoch(s, r)));
            (uint64 gain, uint64 loss) = _dutyOf(s);
            uint64 move = EpochMath.epochsUntilMove(s.effectiveGwei, s.balanceGwei, maxEffective, gain, loss);
            uint64 epochs = uint64(Math.min(end - s.epoch, move));

            s.epoch += epochs;
            s.balanceGwei += gain * epochs;
            s.rewardGwei += gain * epochs;
            _lose(s, loss * epochs);
            if (s.slashed && s.epoch == _correlationEpoch(s)) _lose(s, _correlationPenaltyOf(s));
            if (s.epoch == nextDeposit) _applyDeposits(s, r, maxEffective);
            if (s.isTarget) _takeIncoming(s, r);
            if (_isMoving(s) && s.epoch == s.withdrawableEpoch) _move(s);
            s.effectiveGwei = EpochMath.effectiveBalance(s.effectiveGwei, s.balanceGwei, maxEffective);
            if (s.activationEpoch == C.FAR_FUTURE_EPOCH && s.effectiveGwei >= C.MIN_ACTIVATION_BALANCE) {
                s.activationEpoch = s.epoch + C.APPLIED_TO_ACTIVE_EPOCHS;
            }
        }
    }

    /// @dev What the validator gains or loses at the current epoch's end: for its duties of the epoch before, which are
    /// included until then (STA-62). A slashed validator is not paid for those any more, and misses all that follow.
    function _dutyOf(State memory s) private view returns (uint64 gain, uint64 loss) {
        uint64 base = (s.effectiveGwei / C.EFFECTIVE_BALANCE_INCREMENT) * baseRewardPerIncrementGwei;
        if (s.slashed) {
            if (s.epoch < s.withdrawableEpoch) loss = EpochMath.missedDutiesPenalty(base);
        } else if (s.activationEpoch < s.epoch && s.epoch <= s.exitEpoch) {
            gain = base;
        }
    }

    /// @dev The next epoch whose start changes what an epoch does to the validator.
    function _nextMilestone(State memory s) private pure returns (uint64 next) {
        next = C.FAR_FUTURE_EPOCH;
        if (s.epoch <= s.activationEpoch) next = _following(s.activationEpoch);
        else if (s.epoch <= s.exitEpoch) next = _following(s.exitEpoch);
        if (s.slashed) {
            uint64 correlation = _correlationEpoch(s);
            if (s.epoch < correlation) next = uint64(Math.min(next, correlation));
            else if (s.epoch < s.withdrawableEpoch) next = uint64(Math.min(next, s.withdrawableEpoch));
        }
        if (_isMoving(s) && s.epoch < s.withdrawableEpoch) next = uint64(Math.min(next, s.withdrawableEpoch));
    }

    // --- consolidations -------------------------------------------------------------------------------------------

    /// @dev Who is slashed moves nowhere.
    function _isMoving(State memory s) private pure returns (bool) {
        return s.isSource && !s.slashed;
    }

    /// @dev `process_pending_consolidations`, the source's side: what is above its effective balance stays.
    function _move(State memory s) private pure {
        s.movedGwei = uint64(Math.min(s.balanceGwei, s.effectiveGwei));
        s.balanceGwei -= s.movedGwei;
    }

    function _nextIncomingEpoch(State memory s, Record storage r) private view returns (uint64 next) {
        next = C.FAR_FUTURE_EPOCH;
        for (uint256 i = r.incoming.length; i > 0 && r.incoming[i - 1].epoch > s.epoch; --i) {
            next = r.incoming[i - 1].epoch;
        }
    }

    /// @dev The target's side. Consolidations come in the order of their requests, so those of an epoch lie together.
    function _takeIncoming(State memory s, Record storage r) private view {
        for (uint256 i = r.incoming.length; i > 0 && r.incoming[i - 1].epoch >= s.epoch; --i) {
            if (r.incoming[i - 1].epoch == s.epoch) s.balanceGwei += _movedBy(r.incoming[i - 1].source, s.epoch);
        }
    }

    /// @dev What a source gives at the start of `epoch`, by the last that was written of it before.
    function _movedBy(uint40 source, uint64 epoch) internal view returns (uint64) {
        Record storage r = _records[source];
        bytes32 before = BlockRoots.before(genesisTime + epoch * C.SECONDS_PER_EPOCH);
        State memory s = _open(r.changes[_changesIn(r, before) - 1]);
        _carry(s, r, epoch);
        return s.movedGwei;
    }

    // --- milestones and what they take ----------------------------------------------------------------------------

    function _following(uint64 epoch) private pure returns (uint64) {
        return epoch == C.FAR_FUTURE_EPOCH ? epoch : epoch + 1;
    }

    /// @dev The transition into this epoch, half a window before it may withdraw, takes the correlation penalty.
    function _correlationEpoch(State memory s) private pure returns (uint64) {
        return s.withdrawableEpoch - C.EPOCHS_PER_SLASHINGS_VECTOR / 2 + 1;
    }

    function _correlationPenaltyOf(State memory s) private view returns (uint64) {
        uint64 middle = s.epoch - 1;
        uint256 inWindow = _slashed.upperLookupRecent(uint48(middle));
        if (middle >= C.EPOCHS_PER_SLASHINGS_VECTOR) {
            inWindow -= _slashed.upperLookup(uint48(middle - C.EPOCHS_PER_SLASHINGS_VECTOR));
        }
        return EpochMath.correlationPenalty(s.effectiveGwei, inWindow, totalActiveBalanceGwei);
    }

    function _nextDepositEpoch(State memory s, Record storage r) private view returns (uint64) {
        if (s.depositsApplied == r.deposits.length) return C.FAR_FUTURE_EPOCH;
        return _appliedAt(r.deposits[s.depositsApplied].applyEpoch, s.exitEpoch, s.withdrawableEpoch);
    }

    /// @dev STA-61. A deposit whose turn comes at `turn`; one for a validator on its way out waits until consensus sees it
    /// withdrawable, at the end of that epoch.
    function _appliedAt(uint64 turn, uint64 exitEpoch, uint64 withdrawableEpoch) internal pure returns (uint64) {
        if (exitEpoch == C.FAR_FUTURE_EPOCH) return turn;
        return uint64(Math.max(turn, withdrawableEpoch + 1));
    }

    function _applyDeposits(State memory s, Record storage r, uint64 maxEffective) private view {
        while (s.depositsApplied < r.deposits.length) {
            PendingDeposit storage d = r.deposits[s.depositsApplied];
            if (_nextDepositEpoch(s, r) > s.epoch) break;
            s.balanceGwei += d.amountGwei;
            if (s.depositsApplied == 0) s.effectiveGwei = EpochMath.wholeIncrements(s.balanceGwei, maxEffective);
            ++s.depositsApplied;
        }
    }

    /// @dev Takes from the balance what is there.
    function _lose(State memory s, uint64 amountGwei) internal pure returns (uint64 lostGwei) {
        lostGwei = uint64(Math.min(amountGwei, s.balanceGwei));
        s.balanceGwei -= lostGwei;
        s.penaltyGwei += lostGwei;
    }

    // --- writing ------------------------------------------------------------------------------------------------

    /// @dev Appends the state as a change, and moves what it earned and lost between the reserve and the balances.
    function _write(uint40 index, Record storage r, State memory s) internal {
        uint256 neededWei = uint256(s.rewardGwei) * 1 gwei;
        uint256 reserveWei = issuanceReserveWei + uint256(s.penaltyGwei) * 1 gwei;
        if (neededWei > reserveWei) revert IssuanceExhausted(neededWei, reserveWei);
        issuanceReserveWei = reserveWei - neededWei;
        r.changes.push(_close(s));
        emit BalanceSettled(index, s.epoch, s.balanceGwei, s.rewardGwei, s.penaltyGwei);
    }

    function _close(State memory s) private returns (Change memory) {
        return
            Change({
                sequence: ++_changes,
                timestamp: uint40(block.timestamp),
                balanceGwei: uint256(s.balanceGwei).toUint48(),
                effectiveEther: uint16(s.effectiveGwei / C.GWEI_PER_ETHER),
                activationEpoch: _toStored(s.activationEpoch),
                exitEpoch: _toStored(s.exitEpoch),
                withdrawableEpoch: _toStored(s.withdrawableEpoch),
                depositsApplied: s.depositsApplied.toUint16(),
                flags: _flagsOf(s)
            });
    }

    function _open(Change memory c) private view returns (State memory s) {
        s.epoch = epochAt(c.timestamp);
        s.balanceGwei = c.balanceGwei;
        s.effectiveGwei = c.effectiveEther * C.GWEI_PER_ETHER;
        s.activationEpoch = _fromStored(c.activationEpoch);
        s.exitEpoch = _fromStored(c.exitEpoch);
        s.withdrawableEpoch = _fromStored(c.withdrawableEpoch);
        s.depositsApplied = c.depositsApplied;
        s.slashed = c.flags & SLASHED != 0;
        s.isCompounding = c.flags & COMPOUNDING != 0;
        s.isSource = c.flags & SOURCE != 0;
        s.isTarget = c.flags & TARGET != 0;
    }

    function _flagsOf(State memory s) private pure returns (uint8) {
        return
            (s.slashed ? SLASHED : 0) |
            (s.isCompounding ? COMPOUNDING : 0) |
            (s.isSource ? SOURCE : 0) |
            (s.isTarget ? TARGET : 0);
    }

    function _toStored(uint64 epoch) private pure returns (uint32) {
        return epoch == C.FAR_FUTURE_EPOCH ? type(uint32).max : uint256(epoch).toUint32();
    }

    function _fromStored(uint32 epoch) internal pure returns (uint64) {
        return epoch == type(uint32).max ? C.FAR_FUTURE_EPOCH : epoch;
    }
}
