// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ChurnQueue} from "./ChurnQueue.sol";
import {Consensus as C} from "./Consensus.sol";
import {DepositData} from "./DepositData.sol";
import {Exits} from "./Exits.sol";
import {IBeaconChain} from "./interfaces/IBeaconChain.sol";
import {RequestFee} from "./RequestFee.sol";

/// @title One validator into another: consolidation requests
/// @notice EIP-7251. A source leaves by a churn of its own, and at the start of the epoch in which it may withdraw its
/// balance, up to its effective balance, becomes the target's; what is above is swept. Who is slashed before keeps what it
/// has. With the same key twice a validator of type 0x01 becomes one of type 0x02, and what it has above 32 ETH goes
/// through the deposit queue. A block hands 2 requests to consensus: those beyond are judged at once and take their place
/// in the churn as of the later slot. Of the 262,144 consolidations that a state lets wait those of this chain are
/// counted: what others consolidate is not known here.
/// @custom:decisions 0258, 0263
abstract contract Consolidations is Exits {
    using Checkpoints for Checkpoints.Trace208;
    using ChurnQueue for ChurnQueue.Queue;
    using RequestFee for RequestFee.Meter;
    using SafeCast for uint256;

    /// @dev how many consolidations there have been whose source may withdraw by the epoch
    Checkpoints.Trace208 internal _consolidated;
    ChurnQueue.Queue private _consolidationQueue;
    RequestFee.Meter private _consolidationMeter;

    /// @inheritdoc IBeaconChain
    /// @dev STA-69. What is sent above the fee stays too, as with the real request contract. It joins the reserve.
    function requestConsolidation(bytes calldata sourcePubkey, bytes calldata targetPubkey) external payable {
        if (sourcePubkey.length != 48) revert InvalidPubkeyLength(sourcePubkey.length);
        if (targetPubkey.length != 48) revert InvalidPubkeyLength(targetPubkey.length);
        uint64 takenEpoch = _takeFee();
        bytes32 sourceHash = DepositData.pubkeyHash(sourcePubkey);
        bytes32 targetHash = DepositData.pubkeyHash(targetPubkey);
        emit ConsolidationRequested(msg.sender, sourceHash, targetHash);

        (bool isIgnored, NotConsolidated reason) = _judge(sourceHash, targetHash, takenEpoch);
        if (isIgnored) emit ConsolidationRequestIgnored(msg.sender, sourceHash, targetHash, reason);
    }

    /// @inheritdoc IBeaconChain
    function consolidationRequestFee() external view returns (uint256 feeWei) {
        return _consolidationsNow().feeWei();
    }

    function _takeFee() private returns (uint64 takenEpoch) {
        RequestFee.Meter memory meter = _consolidationsNow();
        uint256 feeWei = meter.feeWei();
        if (msg.value < feeWei) revert RequestFeeTooLow(msg.value, feeWei);
        issuanceReserveWei += msg.value;
        takenEpoch = _takenEpoch(meter.blocksBehind(C.MAX_CONSOLIDATION_REQUESTS_PER_BLOCK));
        ++meter.count;
        _consolidationMeter = meter;
    }

    /// @dev `process_consolidation_request`
    function _judge(
        bytes32 sourceHash,
        bytes32 targetHash,
        uint64 takenEpoch
    ) private returns (bool isIgnored, NotConsolidated reason) {
        (bool sourceExists, uint40 source) = indexOf(sourceHash);
        (bool targetExists, uint40 target) = indexOf(targetHash);
        if (sourceHash != targetHash) {
            if (_waiting() >= C.PENDING_CONSOLIDATIONS_LIMIT) return (true, NotConsolidated.QueueFull);
            if (consolidationChurnLimitGwei <= C.MIN_ACTIVATION_BALANCE) return (true, NotConsolidated.ChurnTooSmall);
        }
        if (!sourceExists || !targetExists) return (true, NotConsolidated.UnknownValidator);
        State memory s = _now(_records[source]);
        if (source == target) {
            (isIgnored, reason) = _whyNotSwitched(source, s);
            if (!isIgnored) _switch(source, s);
        } else {
            State memory t = _now(_records[target]);
            (isIgnored, reason) = _whyNotConsolidated(source, s, t);
            if (!isIgnored) _consolidate(source, s, target, t, takenEpoch);
        }
    }

    /// @dev `is_valid_switch_to_compounding_request`, its conditions in its order.
    function _whyNotSwitched(uint40 index, State memory s) private view returns (bool, NotConsolidated) {
        if (!_isPaidTo(_records[index].credentials, msg.sender)) return (true, NotConsolidated.NotItsCredentials);
        if (s.isCompounding) return (true, NotConsolidated.AlreadyCompounding);
        if (!_isActive(s)) return (true, NotConsolidated.NotActive);
        return (s.exitEpoch != C.FAR_FUTURE_EPOCH, NotConsolidated.AlreadyExiting);
    }

    /// @dev `switch_to_compounding_validator`
    function _switch(uint40 index, State memory s) private {
        Record storage r = _records[index];
        bool isAbove = s.balanceGwei > C.MIN_ACTIVATION_BALANCE;
        uint64 excessGwei = isAbove ? s.balanceGwei - C.MIN_ACTIVATION_BALANCE : 0;
        s.isCompounding = true;
        s.balanceGwei -= excessGwei;
        _write(index, r, s);
        if (isAbove) _queueExcess(index, r, excessGwei);
        emit SwitchedToCompounding(index, excessGwei);
    }

    /// @dev Of `process_consolidation_request` what it asks once both validators are known.
    function _whyNotConsolidated(
        uint40 source,
        State memory s,
        State memory t
    ) private view returns (bool, NotConsolidated) {
        Record storage r = _records[source];
        if (!_isPaidTo(r.credentials, msg.sender)) return (true, NotConsolidated.NotItsCredentials);
        if (!t.isCompounding) return (true, NotConsolidated.TargetNotCompounding);
        if (!_isActive(s) || !_isActive(t)) return (true, NotConsolidated.NotActive);
        bool isExiting = s.exitEpoch != C.FAR_FUTURE_EPOCH || t.exitEpoch != C.FAR_FUTURE_EPOCH;
        if (isExiting) return (true, NotConsolidated.AlreadyExiting);
        if (s.epoch < s.activationEpoch + C.SHARD_COMMITTEE_PERIOD) return (true, NotConsolidated.TooYoung);
        return (r.partialsPendingGwei > 0, NotConsolidated.PartialsPending);
    }

    /// @dev `compute_consolidation_epoch_and_update_churn`, which is the exits' rule with a churn of its own.
    function _consolidate(uint40 source, State memory s, uint40 target, State memory t, uint64 takenEpoch) private {
        ChurnQueue.Queue memory placed = _consolidationQueue.place(
            takenEpoch + 1 + C.MAX_SEED_LOOKAHEAD,
            consolidationChurnLimitGwei,
            s.effectiveGwei,
            type(uint64).max
        );
        _consolidationQueue = placed;
        s.exitEpoch = placed.epoch;
        s.withdrawableEpoch = placed.epoch + C.MIN_VALIDATOR_WITHDRAWABILITY_DELAY;
        s.isSource = true;
        t.isTarget = true;
        _records[target].incoming.push(Incoming(source, uint256(s.withdrawableEpoch).toUint32()));
        _consolidated.push(uint256(s.withdrawableEpoch).toUint48(), _consolidated.latest() + 1);
        _write(source, _records[source], s);
        _write(target, _records[target], t);
        emit ExitInitiated(source, s.exitEpoch, s.withdrawableEpoch);
        emit ConsolidationQueued(source, target, s.withdrawableEpoch);
    }

    /// @dev Consolidations that have still to come. One whose source was slashed counts until its epoch.
    function _waiting() private view returns (uint256) {
        return _consolidated.latest() - _consolidated.upperLookupRecent(uint256(currentEpoch()).toUint48());
    }

    function _consolidationsNow() private view returns (RequestFee.Meter memory) {
        return
            _consolidationMeter.atBlock(
                C.TARGET_CONSOLIDATION_REQUESTS_PER_BLOCK,
                C.MAX_CONSOLIDATION_REQUESTS_PER_BLOCK
            );
    }
}
