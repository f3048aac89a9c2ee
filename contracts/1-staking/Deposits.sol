// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ChurnQueue} from "./ChurnQueue.sol";
import {Consensus as C} from "./Consensus.sol";
import {DepositData} from "./DepositData.sol";
import {IBeaconChain} from "./interfaces/IBeaconChain.sol";
import {ValidatorStates} from "./ValidatorStates.sol";

/// @title The way in: deposit contract and deposit queue
/// @notice The contract's part checks what the deposit contract checks (with errors of ours in the place of its
/// strings) and emits its event. The consensus part queues the amount by churn (EIP-7251) and applies it at an epoch's
/// start, 16 deposits an epoch at most. A top-up of a validator that is on its way out takes no churn, and is applied
/// once that may withdraw (STA-61). The first deposit of a public key fixes its credentials (STA-05): who deposits for a key that somebody else
/// deposited for first, tops up the other's validator. `indexOf` and `validator` show it beforehand. Not here: the
/// incremental Merkle tree (since EIP-6110 consensus reads the event), and the BLS signature (any 96 bytes count as valid).
/// @custom:decisions 0221
abstract contract Deposits is ValidatorStates {
    using ChurnQueue for ChurnQueue.Queue;
    using SafeCast for uint256;

    error InvalidPubkeyLength(uint256 length);
    error InvalidCredentialsLength(uint256 length);
    error InvalidSignatureLength(uint256 length);
    /// @notice A deposit is at least 1 ETH.
    error DepositTooLow(uint256 amountWei);
    error DepositNotInGwei(uint256 amountWei);
    error DepositTooHigh(uint256 amountWei);
    /// @notice The root given is not that of the data given: one of the four differs from what was signed off.
    error WrongDepositDataRoot(bytes32 expected, bytes32 given);

    uint256 private constant MIN_DEPOSIT_WEI = 1 ether;

    ChurnQueue.Queue internal _depositQueue;
    /// @dev index + 1, so that 0 is "unknown"
    mapping(bytes32 pubkeyHash => uint256) private _indexPlusOne;

    /// @inheritdoc IBeaconChain
    function deposit(
        bytes calldata pubkey,
        bytes calldata withdrawal_credentials,
        bytes calldata signature,
        bytes32 deposit_data_root
    ) external payable {
        if (pubkey.length != 48) revert InvalidPubkeyLength(pubkey.length);
        if (withdrawal_credentials.length != 32) revert InvalidCredentialsLength(withdrawal_credentials.length);
        if (signature.length != 96) revert InvalidSignatureLength(signature.length);
        if (msg.value < MIN_DEPOSIT_WEI) revert DepositTooLow(msg.value);
        if (msg.value % 1 gwei != 0) revert DepositNotInGwei(msg.value);
        if (msg.value / 1 gwei > type(uint64).max) revert DepositTooHigh(msg.value);
        uint64 amountGwei = uint64(msg.value / 1 gwei);
        bytes32 credentials = bytes32(withdrawal_credentials);
        bytes32 root = DepositData.root(pubkey, credentials, amountGwei, signature);
        if (root != deposit_data_root) revert WrongDepositDataRoot(root, deposit_data_root);

        emit DepositEvent(
            pubkey,
            withdrawal_credentials,
            abi.encodePacked(DepositData.littleEndian(amountGwei)),
            signature,
            abi.encodePacked(DepositData.littleEndian(_depositQueue.total))
        );
        _queueDeposit(_indexFor(DepositData.pubkeyHash(pubkey), credentials), amountGwei);
    }

    /// @inheritdoc IBeaconChain
    function get_deposit_count() external view returns (bytes memory) {
        return abi.encodePacked(DepositData.littleEndian(_depositQueue.total));
    }

    /// @inheritdoc IBeaconChain
    function indexOf(bytes32 pubkeyHash) public view returns (bool exists, uint40 index) {
        uint256 indexPlusOne = _indexPlusOne[pubkeyHash];
        return indexPlusOne == 0 ? (false, 0) : (true, uint40(indexPlusOne - 1));
    }

    /// @inheritdoc IBeaconChain
    function depositEpochFor(uint64 amountGwei) external view returns (uint64) {
        return _placedDeposit(amountGwei).epoch;
    }

    /// @dev The validator of a key; a new one is born with nothing, and with these credentials for ever.
    function _indexFor(bytes32 pubkeyHash, bytes32 credentials) private returns (uint40 index) {
        bool exists;
        (exists, index) = indexOf(pubkeyHash);
        if (exists) {
            if (_records[index].credentials != credentials) emit CredentialsIgnored(index, credentials);
            return index;
        }
        index = uint40(_records.length);
        _indexPlusOne[pubkeyHash] = index + 1;
        Record storage r = _records.push();
        r.pubkeyHash = pubkeyHash;
        r.credentials = credentials;
        emit ValidatorRegistered(index, pubkeyHash, credentials);
        _write(index, r, _unborn(credentials));
    }

    function _queueDeposit(uint40 index, uint64 amountGwei) private {
        Record storage r = _records[index];
        Change storage last = r.changes[r.changes.length - 1];
        uint64 exitEpoch = _fromStored(last.exitEpoch);
        ChurnQueue.Queue memory placed = _placedDeposit(exitEpoch == C.FAR_FUTURE_EPOCH ? amountGwei : 0);
        _pushDeposit(r, placed, amountGwei);
        uint64 applyEpoch = _appliedAt(placed.epoch, exitEpoch, _fromStored(last.withdrawableEpoch));
        emit DepositQueued(index, amountGwei, applyEpoch);
    }

    /// @dev `queue_excess_active_balance`: a deposit that waits for its turn and for nothing to be final, and that the
    /// deposit contract has not seen.
    function _queueExcess(uint40 index, Record storage r, uint64 amountGwei) internal {
        ChurnQueue.Queue memory placed = _placedFrom(currentEpoch() + 1, amountGwei);
        --placed.total;
        _pushDeposit(r, placed, amountGwei);
        emit DepositQueued(index, amountGwei, placed.epoch);
    }

    function _pushDeposit(Record storage r, ChurnQueue.Queue memory placed, uint64 amountGwei) private {
        _depositQueue = placed;
        r.deposits.push(
            PendingDeposit({
                sequence: ++_changes,
                timestamp: uint40(block.timestamp),
                applyEpoch: uint256(placed.epoch).toUint32(),
                amountGwei: amountGwei
            })
        );
    }

    /// @dev The first epoch to begin no earlier than the deposit's slot has to be final.
    function _placedDeposit(uint64 amountGwei) private view returns (ChurnQueue.Queue memory) {
        uint64 boundary = epochAt(uint64(block.timestamp) + C.SECONDS_PER_EPOCH - C.SECONDS_PER_SLOT);
        return _placedFrom(boundary + C.FINALITY_EPOCHS, amountGwei);
    }

    function _placedFrom(uint64 earliestEpoch, uint64 amountGwei) private view returns (ChurnQueue.Queue memory) {
        return _depositQueue.place(earliestEpoch, depositChurnLimitGwei, amountGwei, C.MAX_PENDING_DEPOSITS_PER_EPOCH);
    }

    function _unborn(bytes32 credentials) private view returns (State memory s) {
        s.isCompounding = credentials[0] == 0x02;
        s.epoch = currentEpoch();
        s.activationEpoch = C.FAR_FUTURE_EPOCH;
        s.exitEpoch = C.FAR_FUTURE_EPOCH;
        s.withdrawableEpoch = C.FAR_FUTURE_EPOCH;
    }
}
