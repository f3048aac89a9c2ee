// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Consensus} from "../../1-staking/Consensus.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {IKeyVerifier} from "../interfaces/IKeyVerifier.sol";
import {IUnprovenKeys} from "../interfaces/IUnprovenKeys.sol";

/// @title Validators that were paid for and are no shares of the core yet
/// @notice A pod takes a validator only while it is active or about to be: one that is slashed or leaves before that never
/// becomes shares by its proof, and its ETH comes into the pod by a sweep, to be found by a checkpoint. So that each wei
/// counts once, and at what is known of it:
///
///     key of which nothing was proven since its deposit              32 ETH
///     proven to stay: not active yet, or active                      32 ETH, or its effective balance
///     proven to leave, before the epoch in which it may withdraw     its balance, at most 32 ETH (the rest may be swept)
///     later                                                          its balance in the state of the last checkpoint
///
/// Nothing is swept in full before that epoch, and it is never less than 256 epochs away from a state in which a validator
/// does not leave. So each key has a time (`safeUntil`) before which no checkpoint can have found its ETH. A checkpoint
/// after it may have: then nobody can tell from here, whatever the pod holds, and the keys cannot be valued
/// (`KeyInDoubt`), nor their delegator, until somebody proves the key in the state of that very checkpoint, whose root the pod keeps. It counts
/// what it held there, or goes for good when it held nothing. A count that might be too high or too low is never given.
///
/// How old this knowledge is (`rightUntil`) counts as the age of the component, as a pod's checkpoint does. A key that is
/// not active cannot lose anything for another four epochs at least.
///
/// Records are kept only of keys of which something was proven; all others share one time, that of the oldest. One contract
/// serves all delegators, each of which has a book of its own here: who calls for itself changes nobody else's.
/// @custom:decisions 0170
contract UnprovenKeys is IUnprovenKeys {
    using SafeCast for uint256;

    /// @param keys sha256(pubkey ‖ 16 zero bytes) of validators that were paid for and not proven to the pod
    /// @param sums what they are together
    /// @param records of those of which something was proven
    struct Book {
        bytes32[] keys;
        Sums sums;
        mapping(bytes32 pubkeyHash => KeyRecord) records;
    }

    /// @param unproven number of keys
    /// @param told number of these that have a record
    /// @param provenAt timestamp of the oldest proof to the pod since its last checkpoint; of no meaning when that is later
    /// @param untoldRightUntil until when all that is known of keys without a record is right
    /// @param toldGwei what keys with a record count, together
    /// @param toldRightUntil the least of their records
    /// @param toldSafeUntil the least of their records
    struct Sums {
        uint16 unproven;
        uint16 told;
        uint40 provenAt;
        uint40 untoldRightUntil;
        uint48 toldGwei;
        uint40 toldRightUntil;
        uint40 toldSafeUntil;
    }

    /// @param countedGwei what the key counts
    /// @param provenAt timestamp of the state that was proven
    /// @param rightUntil until when it can have lost nothing more
    /// @param safeUntil before it, no checkpoint can have found the key's ETH in the pod; 0 without a record
    /// @param leaves whether its exit has been proven
    struct KeyRecord {
        uint48 countedGwei;
        uint40 provenAt;
        uint40 rightUntil;
        uint40 safeUntil;
        bool leaves;
    }

    /// @notice Most validators that wait for the proof of their credentials at a time.
    uint256 public constant MAX_UNVERIFIED = 32;
    /// @notice Least time between two checkpoints while a key may withdraw that is no shares yet: each leaves it in doubt.
    uint256 public constant CHECKPOINT_PAUSE = 1 hours;
    uint256 private constant VALIDATOR_ASSETS = 32 ether;

    uint256 private constant NOT_YET_ACTIVE = uint256(Consensus.MAX_SEED_LOOKAHEAD) * Consensus.SECONDS_PER_EPOCH;
    uint256 private constant LEAST_EXIT =
        uint256(Consensus.MIN_VALIDATOR_WITHDRAWABILITY_DELAY) * Consensus.SECONDS_PER_EPOCH;

    IKeyVerifier public immutable keyVerifier;

    mapping(address delegator => Book) private _books;

    constructor(IKeyVerifier keyVerifier_) {
        keyVerifier = keyVerifier_;
    }

    // --- what is known ----------------------------------------------------------------------------------------------

    /// @inheritdoc IUnprovenKeys
    function assetsOf(address delegator) public view returns (uint256) {
        Sums memory s = _books[delegator].sums;
        return (s.unproven - s.told) * VALIDATOR_ASSETS + uint256(s.toldGwei) * 1 gwei;
    }

    /// @inheritdoc IUnprovenKeys
    function known(address delegator, IEigenPod pod) external view returns (uint256 assets, uint256 asOf) {
        Sums memory s = _books[delegator].sums;
        asOf = block.timestamp;
        if (pod.activeValidatorCount() != 0) {
            // the root that a block knows is of the state before it: what the block itself did is news
            asOf = Math.saturatingSub(Math.max(pod.lastCheckpointTimestamp(), s.provenAt), 1);
        }
        if (s.unproven == 0) return (0, asOf);
        _checkDoubt(s, pod);
        if (s.unproven != s.told) asOf = Math.min(asOf, s.untoldRightUntil);
        if (s.told != 0) asOf = Math.min(asOf, s.toldRightUntil);
        assets = assetsOf(delegator);
    }

    function _checkDoubt(Sums memory s, IEigenPod pod) private view {
        uint256 safeUntil = Math.min(
            s.unproven == s.told ? type(uint256).max : s.untoldRightUntil + LEAST_EXIT,
            s.told == 0 ? type(uint256).max : s.toldSafeUntil
        );
        // there is no checkpoint of the future: most of the time nothing has to be asked
        if (block.timestamp < safeUntil) return;
        uint256 checkpointedAt = pod.lastCheckpointTimestamp();
        if (checkpointedAt >= safeUntil) revert KeyInDoubt(checkpointedAt, safeUntil);
    }

    /// @inheritdoc IUnprovenKeys
    function keysOf(address delegator) external view returns (UnprovenKey[] memory list) {
        Book storage book = _books[delegator];
        list = new UnprovenKey[](book.keys.length);
        for (uint256 i = 0; i < list.length; ++i) {
            KeyRecord memory r = _recordOf(book, book.keys[i]);
            list[i] = UnprovenKey(
                book.keys[i],
                uint256(r.countedGwei) * 1 gwei,
                r.provenAt,
                r.rightUntil,
                r.safeUntil,
                r.leaves
            );
        }
    }

    function _recordOf(Book storage book, bytes32 pubkeyHash) private view returns (KeyRecord memory r) {
        r = book.records[pubkeyHash];
        if (r.safeUntil != 0) return r;
        uint40 since = book.sums.untoldRightUntil;
        return KeyRecord(uint48(VALIDATOR_ASSETS / 1 gwei), 0, since, uint40(since + LEAST_EXIT), false);
    }

    // --- what becomes known -----------------------------------------------------------------------------------------

    /// @inheritdoc IUnprovenKeys
    function add(bytes32 pubkeyHash) external {
        Book storage book = _books[msg.sender];
        if (book.keys.length == MAX_UNVERIFIED) revert TooManyUnverified(MAX_UNVERIFIED);
        book.keys.push(pubkeyHash);
        Sums memory s = book.sums;
        if (s.unproven == s.told) s.untoldRightUntil = uint40(block.timestamp + NOT_YET_ACTIVE);
        ++s.unproven;
        book.sums = s;
    }

    /// @inheritdoc IUnprovenKeys
    function proveKeys(
        IOperatorDelegator delegator,
        uint64 beaconTimestamp,
        uint40[] calldata indices,
        bytes[] calldata proofs
    ) external {
        if (indices.length != proofs.length) revert ProofsMissing(indices.length, proofs.length);
        IEigenPod pod = delegator.pod();
        bool ofCheckpoint = beaconTimestamp == pod.lastCheckpointTimestamp() && pod.currentCheckpointTimestamp() == 0;
        bytes32 root = ofCheckpoint ? pod.currentCheckpoint().beaconBlockRoot : pod.getParentBlockRoot(beaconTimestamp);
        for (uint256 i = 0; i < indices.length; ++i) {
            _learn(
                address(delegator),
                keyVerifier.validatorAt(beaconTimestamp, root, indices[i], proofs[i]),
                beaconTimestamp,
                ofCheckpoint
            );
        }
        _recount(_books[address(delegator)]);
    }

    function _learn(address delegator, IBeaconChain.Validator memory v, uint64 timestamp, bool ofCheckpoint) private {
        Book storage book = _books[delegator];
        uint256 place = _placeOf(book.keys, v.pubkeyHash);
        KeyRecord memory r = _recordOf(book, v.pubkeyHash);
        uint256 before = uint256(r.countedGwei) * 1 gwei;
        if (timestamp <= r.provenAt) revert KnownLater(v.pubkeyHash, r.provenAt);
        uint256 withdrawableAt = keyVerifier.timeOf(v.withdrawableEpoch);
        if (v.exitEpoch == Consensus.FAR_FUTURE_EPOCH) {
            bool active = v.activationEpoch != Consensus.FAR_FUTURE_EPOCH;
            uint256 rightUntil = active ? timestamp : timestamp + NOT_YET_ACTIVE;
            uint256 counted = active ? v.effectiveBalanceGwei : VALIDATOR_ASSETS / 1 gwei;
            r = _toRecord(counted, timestamp, rightUntil, rightUntil + LEAST_EXIT, false);
        } else if (timestamp < withdrawableAt) {
            uint256 counted = Math.min(v.balanceGwei, VALIDATOR_ASSETS / 1 gwei);
            r = _toRecord(counted, timestamp, timestamp, withdrawableAt, true);
        } else if (!ofCheckpoint) {
            // its ETH may be in the pod, and what it holds now somebody's gift: only a checkpoint's state tells them apart
            if (r.leaves) revert OnlyAtCheckpoint(v.pubkeyHash);
            r = _toRecord(r.countedGwei, r.provenAt, r.rightUntil, withdrawableAt, true);
        } else if (v.balanceGwei != 0) {
            r = _toRecord(v.balanceGwei, timestamp, timestamp, uint256(timestamp) + 1, true);
        } else {
            delete book.records[v.pubkeyHash];
            _removeAt(book.keys, place);
            emit KeyGone(delegator, v.pubkeyHash, before);
            return;
        }
        book.records[v.pubkeyHash] = r;
        emit KeyProven(delegator, v.pubkeyHash, r.rightUntil, r.safeUntil, before, uint256(r.countedGwei) * 1 gwei);
    }

    function _toRecord(
        uint256 countedGwei,
        uint256 provenAt,
        uint256 rightUntil,
        uint256 safeUntil,
        bool leaves
    ) private pure returns (KeyRecord memory) {
        return
            KeyRecord(countedGwei.toUint48(), provenAt.toUint40(), rightUntil.toUint40(), safeUntil.toUint40(), leaves);
    }

    // --- what becomes shares ----------------------------------------------------------------------------------------

    /// @inheritdoc IUnprovenKeys
    function beforeProof(IEigenPod pod, uint64 beaconTimestamp) external {
        Sums storage s = _books[msg.sender].sums;
        uint256 checkpointedAt = pod.lastCheckpointTimestamp();
        if (beaconTimestamp < checkpointedAt) revert ProofBeforeCheckpoint(beaconTimestamp, checkpointedAt);
        if (pod.activeValidatorCount() == 0 || beaconTimestamp < s.provenAt) s.provenAt = uint40(beaconTimestamp);
    }

    /// @inheritdoc IUnprovenKeys
    function afterProof(IEigenPod pod, uint64 beaconTimestamp) external {
        Book storage book = _books[msg.sender];
        bool told = book.sums.told != 0;
        uint256 i = 0;
        while (i < book.keys.length) {
            bytes32 pubkeyHash = book.keys[i];
            if (pod.validatorStatus(pubkeyHash) == IEigenPod.VALIDATOR_STATUS.INACTIVE) {
                ++i;
                continue;
            }
            if (told) {
                uint256 provenAt = book.records[pubkeyHash].provenAt;
                if (beaconTimestamp < provenAt) revert KnownLater(pubkeyHash, provenAt);
                delete book.records[pubkeyHash];
            }
            _removeAt(book.keys, i);
        }
        if (told) _recount(book);
        else book.sums.unproven = uint16(book.keys.length);
    }

    /// @inheritdoc IUnprovenKeys
    function checkMayStart(IEigenPod pod) external view {
        Book storage book = _books[msg.sender];
        Sums memory s = book.sums;
        if (s.unproven == 0) return;
        if (s.unproven != s.told && block.timestamp >= s.untoldRightUntil + LEAST_EXIT) {
            revert KeysUntold(s.untoldRightUntil);
        }
        if (s.told == 0 || block.timestamp < s.toldSafeUntil) return;
        for (uint256 i = 0; i < s.unproven; ++i) {
            KeyRecord memory r = book.records[book.keys[i]];
            if (r.safeUntil != 0 && !r.leaves && block.timestamp >= r.safeUntil) revert KeysUntold(r.rightUntil);
        }
        uint256 next = pod.lastCheckpointTimestamp() + CHECKPOINT_PAUSE;
        if (block.timestamp < next) revert CheckpointTooSoon(next);
    }

    // --- both -------------------------------------------------------------------------------------------------------

    function _recount(Book storage book) private {
        Sums memory s = book.sums;
        s.unproven = uint16(book.keys.length);
        (s.told, s.toldGwei, s.toldRightUntil, s.toldSafeUntil) = (0, 0, type(uint40).max, type(uint40).max);
        for (uint256 i = 0; i < s.unproven; ++i) {
            KeyRecord memory r = book.records[book.keys[i]];
            if (r.safeUntil == 0) continue;
            ++s.told;
            s.toldGwei += r.countedGwei;
            if (r.rightUntil < s.toldRightUntil) s.toldRightUntil = r.rightUntil;
            if (r.safeUntil < s.toldSafeUntil) s.toldSafeUntil = r.safeUntil;
        }
        book.sums = s;
    }

    function _placeOf(bytes32[] storage keys, bytes32 pubkeyHash) private view returns (uint256 place) {
        while (place < keys.length && keys[place] != pubkeyHash) ++place;
        if (place == keys.length) revert NotUnverified(pubkeyHash);
    }

    function _removeAt(bytes32[] storage list, uint256 index) private {
        list[index] = list[list.length - 1];
        list.pop();
    }
}
