// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IBeaconChain} from "../1-staking/interfaces/IBeaconChain.sol";
import {IStakedEther} from "./interfaces/IStakedEther.sol";
import {StakingPool} from "./StakingPool.sol";

/// @title Reports: the only thing that moves the rate
/// @notice A report reads every validator of the pool in one state of rung 1, and the ether that has arrived, and sets
///     validators' ether := Σ (balance + deposits under way), buffer += what arrived.
/// It may take several calls, of anybody, but it is of one state: a part that was read in another state than the present
/// one, of an earlier block or before a change of this block, is thrown away and read again (LST-71). So nobody can begin a
/// report before a loss and end it later without it, or hold up a keeper's whole report by an empty one. What stakes a
/// validator, takes one out or forgets one throws an unfinished report away likewise; a call that does none of it does not. A pool must therefore be small enough to be read in one
/// block; one transaction reads some 480 validators. A gain pays the fee to the treasury in new
/// shares that are worth feeBps of it at the new rate, as Lido does:
///     fee shares = ⌊gain × feeBps × shares before / (pooled after × 10,000 − gain × feeBps)⌋.
/// A loss is taken whole, whatever its size. Ether forced upon the pool counts as a gain.
/// @custom:decisions 0017 0161
abstract contract Reports is StakingPool {
    using SafeCast for uint256;

    struct Frame {
        bytes32 root;
        uint256 arrivedWei;
        uint256 position;
        uint256 sumGwei;
        uint256 exitingGwei;
    }

    /// @notice The fee is at most all of the gain.
    error FeeTooHigh(uint256 feeBps);

    uint256 private constant BPS = 10_000;
    uint64 private constant FAR_FUTURE_EPOCH = type(uint64).max;

    address public immutable treasury;
    uint256 public immutable feeBps;
    /// @notice Seconds after which a report counts as overdue.
    uint64 public immutable maxReportAgeSeconds;

    /// @inheritdoc IStakedEther
    uint64 public lastReportTimestamp;
    bytes32 private _lastRoot;
    Frame private _frame;

    constructor(address treasury_, uint256 feeBps_, uint64 maxReportAgeSeconds_) {
        if (feeBps_ > BPS) revert FeeTooHigh(feeBps_);
        treasury = treasury_;
        feeBps = feeBps_;
        maxReportAgeSeconds = maxReportAgeSeconds_;
        lastReportTimestamp = uint64(block.timestamp);
        _lastRoot = beaconChain.blockRoot();
    }

    /// @inheritdoc IStakedEther
    function report(uint256 maxValidators) external returns (bool done) {
        bytes32 root = beaconChain.blockRoot();
        Frame memory frame = _frame;
        if (frame.root != root) frame = _newFrame(root);
        uint256 staying = _staying.length - _firstStaying;
        uint256 count = staying + _exiting.length;
        uint256 end = Math.min(count, frame.position + Math.min(maxValidators, count));
        for (uint256 i = frame.position; i < end; ++i) {
            uint40 index = i < staying ? _staying[_firstStaying + i].index : _exiting[i - staying].index;
            IBeaconChain.Validator memory v = beaconChain.validatorAt(index, frame.root);
            frame.sumGwei += v.balanceGwei + v.pendingDepositsGwei;
            if (v.exitEpoch != FAR_FUTURE_EPOCH) frame.exitingGwei += v.balanceGwei;
        }
        frame.position = end;
        done = end == count;
        if (done) _completeFrame(frame);
        else _frame = frame;
    }

    /// @inheritdoc IStakedEther
    function reportOverdue() public view returns (bool) {
        return block.timestamp > uint256(lastReportTimestamp) + maxReportAgeSeconds;
    }

    /// @dev The next part begins a new one.
    function _dropReport() internal override {
        delete _frame.root;
    }

    function _reportedRoot() internal view override returns (bytes32) {
        return _lastRoot;
    }

    /// @dev Whatever has been read of another state is of no use.
    function _newFrame(bytes32 root) private returns (Frame memory frame) {
        (frame.root, frame.arrivedWei) = (root, address(this).balance - _ether.buffered);
        emit ReportStarted(root, _staying.length - _firstStaying + _exiting.length, frame.arrivedWei);
    }

    function _completeFrame(Frame memory frame) private {
        uint256 beforeWei = getTotalPooledEther();
        _ether.buffered += frame.arrivedWei.toUint128();
        _ether.atValidators = (frame.sumGwei * 1 gwei).toUint128();
        exitingEther = frame.exitingGwei * 1 gwei;
        uint256 afterWei = getTotalPooledEther();
        uint256 feeShares = afterWei > beforeWei ? _mintFee(afterWei - beforeWei, afterWei) : 0;
        lastReportTimestamp = uint64(block.timestamp);
        _lastRoot = frame.root;
        delete _frame;
        emit Reported(lastReportTimestamp, beforeWei, afterWei, frame.arrivedWei, feeShares);
    }

    function _mintFee(uint256 gainWei, uint256 afterWei) private returns (uint256 feeShares) {
        uint256 feeWei = gainWei * feeBps;
        feeShares = Math.mulDiv(feeWei, getTotalShares(), afterWei * BPS - feeWei);
        if (feeShares > 0) _mintShares(treasury, feeShares);
    }
}
