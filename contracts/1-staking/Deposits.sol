// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ChurnQueue} from "./ChurnQueue.sol";
import {Consensus as C} from "./Consensus.sol";
import {DepositData} from "./DepositData.sol";
import {EpochMath} from "./EpochMath.sol";
import {IBeaconChain} from "./interfaces/IBeaconChain.sol";
import {ValidatorStates} from "./ValidatorStates.sol";

/// @title The way in: deposit contract and deposit queue
/// @notice The contract's part checks what the deposit contract checks (with errors of ours in the place of its
/// strings) and emits its event. The consensus part queues the amount by churn (EIP-7251) and applies it at an epoch's
/// start. The first deposit of a public key fixes its credentials (STA-05): who deposits for a key that somebody else
/// deposited for first, tops up the other's validator. `indexOf` and `validator` show it beforehand. Not here: the
/// incremental Merkle tree (since EIP-6110 consensus reads the event), the BLS signature (any 96 bytes count as valid),
/// and the limit of 16 deposits an epoch.
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
    uint64 private _depositCount;
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
            abi.encodePacked(DepositData.littleEndian(_depositCount++))
        );
        _queueDeposit(_indexFor(DepositData.pubkeyHash(pubkey), credentials), amountGwei);
    }

    /// @inheritdoc IBeaconChain
    function get_deposit_count() external view returns (bytes memory) {
        return abi.encodePacked(DepositData.littleEndian(_depositCount));
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

    /// @inheritdoc IBeaconChain
    function churnLimitGwei() public view returns (uint64) {
        return EpochMath.churnLimit(totalActiveBalanceGwei);
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
        _write(index, r, _unborn());
    }

    function _queueDeposit(uint40 index, uint64 amountGwei) private {
        ChurnQueue.Queue memory placed = _placedDeposit(amountGwei);
        _depositQueue = placed;
        _records[index].deposits.push(
            PendingDeposit({
                sequence: ++_changes,
                timestamp: uint40(block.timestamp),
                applyEpoch: uint256(placed.epoch).toUint32(),
                amountGwei: amountGwei
            })
        );
        emit DepositQueued(index, amountGwei, placed.epoch);
    }

    function _placedDeposit(uint64 amountGwei) private view returns (ChurnQueue.Queue memory) {
        return _depositQueue.place(currentEpoch() + C.DEPOSIT_FINALITY_EPOCHS, churnLimitGwei(), amountGwei);
    }

    function _unborn() private view returns (State memory s) {
        s.epoch = currentEpoch();
        s.activationEpoch = C.FAR_FUTURE_EPOCH;
        s.exitEpoch = C.FAR_FUTURE_EPOCH;
        s.withdrawableEpoch = C.FAR_FUTURE_EPOCH;
    }
}
