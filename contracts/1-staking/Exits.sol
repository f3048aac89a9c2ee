// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ChurnQueue} from "./ChurnQueue.sol";
import {Consensus as C} from "./Consensus.sol";
import {DepositData} from "./DepositData.sol";
import {Deposits} from "./Deposits.sol";
import {IBeaconChain} from "./interfaces/IBeaconChain.sol";
import {RequestFee} from "./RequestFee.sol";

/// @title The way out: exits by churn, requests from the execution layer, ejection
/// @notice An exit takes its effective balance out of the churn (EIP-7251); it is out at the epoch so found, at least
/// 5 epochs from now, and may withdraw 256 epochs later. Exits are asked for by the credentials' address (EIP-7002): in
/// full, or of an amount above 32 ETH for 0x02 credentials. A block hands 16 requests to consensus: those beyond take
/// their place in the queue as of the later slot in which consensus gets to them, but are judged, and seen, at once.
/// Requests that consensus would drop are dropped with an event. Not here: exits signed with the validator's own key.
/// @custom:decisions 0220
abstract contract Exits is Deposits {
    using ChurnQueue for ChurnQueue.Queue;
    using RequestFee for RequestFee.Meter;
    using SafeCast for uint256;

    /// @notice The request fee of this block is `feeWei`.
    error RequestFeeTooLow(uint256 sentWei, uint256 feeWei);
    /// @notice Ejection is for active validators whose effective balance is 16 ETH or less.
    error NotEjectable(uint40 index);

    ChurnQueue.Queue private _exitQueue;
    RequestFee.Meter private _requestMeter;

    /// @inheritdoc IBeaconChain
    /// @dev STA-20. What is sent above the fee stays too, as with the real request contract. It joins the reserve.
    function requestWithdrawal(bytes calldata pubkey, uint64 amountGwei) external payable {
        if (pubkey.length != 48) revert InvalidPubkeyLength(pubkey.length);
        RequestFee.Meter memory meter = _meterNow();
        uint256 feeWei = meter.feeWei();
        if (msg.value < feeWei) revert RequestFeeTooLow(msg.value, feeWei);
        issuanceReserveWei += msg.value;
        uint64 takenEpoch = _takenEpoch(meter.blocksBehind(C.MAX_WITHDRAWAL_REQUESTS_PER_BLOCK));
        ++meter.count;
        _requestMeter = meter;

        bytes32 pubkeyHash = DepositData.pubkeyHash(pubkey);
        emit WithdrawalRequested(msg.sender, pubkeyHash, amountGwei);
        (bool exists, uint40 index) = indexOf(pubkeyHash);
        if (!exists) {
            emit WithdrawalRequestIgnored(msg.sender, pubkeyHash, Ignored.UnknownValidator);
            return;
        }
        Record storage r = _records[index];
        State memory s = _now(r);
        (bool ignored, Ignored reason) = _whyIgnored(r, s, amountGwei);
        if (ignored) {
            emit WithdrawalRequestIgnored(msg.sender, pubkeyHash, reason);
        } else if (amountGwei == 0) {
            _initiateExit(index, s, takenEpoch);
            _write(index, r, s);
        } else {
            _queuePartial(index, r, s, amountGwei, takenEpoch);
        }
    }

    /// @inheritdoc IBeaconChain
    function withdrawalRequestFee() public view returns (uint256 feeWei) {
        return _meterNow().feeWei();
    }

    /// @inheritdoc IBeaconChain
    /// @dev Consensus ejects by itself at an epoch's end; here somebody has to say so, and the exit counts from then.
    function eject(uint40 index) external {
        Record storage r = _record(index);
        State memory s = _now(r);
        bool exiting = s.exitEpoch != C.FAR_FUTURE_EPOCH;
        if (exiting || !_isActive(s) || s.effectiveGwei > C.EJECTION_BALANCE) revert NotEjectable(index);
        _initiateExit(index, s, s.epoch);
        _write(index, r, s);
    }

    /// @inheritdoc IBeaconChain
    function exitEpochFor(uint64 amountGwei) external view returns (uint64) {
        return _placedExit(amountGwei, currentEpoch()).epoch;
    }

    /// @dev `initiate_validator_exit`: once only.
    function _initiateExit(uint40 index, State memory s, uint64 takenEpoch) internal {
        if (s.exitEpoch != C.FAR_FUTURE_EPOCH) return;
        s.exitEpoch = _takeExitChurn(s.effectiveGwei, takenEpoch);
        s.withdrawableEpoch = s.exitEpoch + C.MIN_VALIDATOR_WITHDRAWABILITY_DELAY;
        emit ExitInitiated(index, s.exitEpoch, s.withdrawableEpoch);
    }

    /// @dev `compute_exit_epoch_and_update_churn`, of an exit that consensus takes up in `takenEpoch`. Amounts placed one
    /// by one take what their sum takes.
    function _takeExitChurn(uint64 amountGwei, uint64 takenEpoch) internal returns (uint64) {
        ChurnQueue.Queue memory placed = _placedExit(amountGwei, takenEpoch);
        _exitQueue = placed;
        return placed.epoch;
    }

    function _meterNow() private view returns (RequestFee.Meter memory) {
        return _requestMeter.atBlock(C.TARGET_WITHDRAWAL_REQUESTS_PER_BLOCK, C.MAX_WITHDRAWAL_REQUESTS_PER_BLOCK);
    }

    /// @dev The epoch in which consensus takes a request so many blocks from now.
    function _takenEpoch(uint256 blocksBehind) internal view returns (uint64) {
        return epochAt(uint64(block.timestamp + blocksBehind * C.SECONDS_PER_SLOT));
    }

    function _placedExit(uint64 amountGwei, uint64 takenEpoch) private view returns (ChurnQueue.Queue memory) {
        uint64 earliestEpoch = takenEpoch + 1 + C.MAX_SEED_LOOKAHEAD;
        return _exitQueue.place(earliestEpoch, exitChurnLimitGwei, amountGwei, type(uint64).max);
    }

    /// @dev `process_withdrawal_request`, its conditions in its order.
    function _whyIgnored(
        Record storage r,
        State memory s,
        uint64 amountGwei
    ) private view returns (bool ignored, Ignored reason) {
        if (!_isPaidTo(r.credentials, msg.sender)) return (true, Ignored.NotItsCredentials);
        if (!_isActive(s)) return (true, Ignored.NotActive);
        if (s.exitEpoch != C.FAR_FUTURE_EPOCH) return (true, Ignored.AlreadyExiting);
        if (s.epoch < s.activationEpoch + C.SHARD_COMMITTEE_PERIOD) return (true, Ignored.TooYoung);
        if (amountGwei == 0) return (r.partialsPendingGwei > 0, Ignored.PartialsPending);
        if (!s.isCompounding) return (true, Ignored.NotCompounding);
        bool nothingAbove =
            s.effectiveGwei < C.MIN_ACTIVATION_BALANCE ||
                s.balanceGwei <= C.MIN_ACTIVATION_BALANCE + r.partialsPendingGwei;
        return (nothingAbove, Ignored.NothingAboveMinimum);
    }

    /// @dev Consensus takes what is there above 32 ETH and above what is already asked for, if it is less than asked.
    function _queuePartial(
        uint40 index,
        Record storage r,
        State memory s,
        uint64 amountGwei,
        uint64 takenEpoch
    ) private {
        uint64 aboveGwei = s.balanceGwei - C.MIN_ACTIVATION_BALANCE - r.partialsPendingGwei;
        uint64 takenGwei = amountGwei < aboveGwei ? amountGwei : aboveGwei;
        uint64 withdrawableEpoch = _takeExitChurn(takenGwei, takenEpoch) + C.MIN_VALIDATOR_WITHDRAWABILITY_DELAY;
        r.partials.push(PartialWithdrawal(takenGwei, uint256(withdrawableEpoch).toUint32()));
        r.partialsPendingGwei += takenGwei;
        emit PartialWithdrawalQueued(index, takenGwei, withdrawableEpoch);
    }

    /// @dev Whether the credentials are of a withdrawable type (0x01, 0x02) and name this address.
    function _isPaidTo(bytes32 credentials, address account) internal pure returns (bool) {
        return _hasRecipient(credentials) && address(uint160(uint256(credentials))) == account;
    }

    function _hasRecipient(bytes32 credentials) internal pure returns (bool) {
        return credentials[0] == 0x01 || credentials[0] == 0x02;
    }
}
