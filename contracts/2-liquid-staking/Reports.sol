// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IBeaconChain} from "../1-staking/interfaces/IBeaconChain.sol";
import {IStakedEther} from "./interfaces/IStakedEther.sol";
import {StakingPool} from "./StakingPool.sol";

/// @title Reports: the only thing that moves the rate
/// @notice A report reads every validator of the pool in one state of rung 1, and the ether that has arrived, and sets
///     validators' ether := Σ (balance + deposits under way), buffer += what arrived.
/// It may take several calls: its numbers are those of the moment it started, and until it is done nothing is staked,
/// exited or forgotten. Anybody may start one and anybody complete it. A gain pays the fee to the treasury in new
/// shares that are worth feeBps of it at the new rate, as Lido does:
///     fee shares = ⌊gain × feeBps × shares before / (pooled after × 10,000 − gain × feeBps)⌋.
/// A loss is taken whole, whatever its size. Ether forced upon the pool counts as a gain.
abstract contract Reports is StakingPool {
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
    uint64 private _frameTimestamp;
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
        if (!_reportIsOpen()) _openFrame();
        Frame memory frame = _frame;
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

    function _reportIsOpen() internal view override returns (bool) {
        return _frameTimestamp != 0;
    }

    function _reportedRoot() internal view override returns (bytes32) {
        return _lastRoot;
    }

    function _openFrame() private {
        uint256 arrivedWei = address(this).balance - bufferedEther;
        _frame = Frame(beaconChain.blockRoot(), arrivedWei, 0, 0, 0);
        _frameTimestamp = uint64(block.timestamp);
        emit ReportStarted(_frame.root, _staying.length - _firstStaying + _exiting.length, arrivedWei);
    }

    function _completeFrame(Frame memory frame) private {
        uint256 beforeWei = getTotalPooledEther();
        bufferedEther += frame.arrivedWei;
        validatorsEther = frame.sumGwei * 1 gwei;
        exitingEther = frame.exitingGwei * 1 gwei;
        uint256 afterWei = getTotalPooledEther();
        uint256 feeShares = afterWei > beforeWei ? _mintFee(afterWei - beforeWei, afterWei) : 0;
        lastReportTimestamp = _frameTimestamp;
        _lastRoot = frame.root;
        delete _frameTimestamp;
        delete _frame;
        emit Reported(lastReportTimestamp, beforeWei, afterWei, frame.arrivedWei, feeShares);
    }

    function _mintFee(uint256 gainWei, uint256 afterWei) private returns (uint256 feeShares) {
        uint256 feeWei = gainWei * feeBps;
        feeShares = Math.mulDiv(feeWei, getTotalShares(), afterWei * BPS - feeWei);
        if (feeShares > 0) _mintShares(treasury, feeShares);
    }
}
