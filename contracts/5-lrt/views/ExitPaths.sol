// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Consensus} from "../../1-staking/Consensus.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IStakedEther} from "../../2-liquid-staking/interfaces/IStakedEther.sol";
import {IUnstakingQueue} from "../../2-liquid-staking/interfaces/IUnstakingQueue.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";

/// @title How long the ways through the rungs below take
/// @notice Seconds, as (soonest, latest), from a start that is given as (soonest, latest) too.
///
/// core: its withdrawal delay, in blocks of a slot each.
/// LST: until its open batch closes; then at once if the pool's buffer pays for all that waits, else after an exit of the
/// pool's own validators.
/// validator: exit queue (EIP-7251's churn), 256 epochs until it is withdrawable, and at the latest 256 epochs of service
/// before it may leave.
abstract contract ExitPaths {
    /// @notice Within this many seconds somebody makes a call that can be made, for the later of two answers.
    uint256 public immutable reactionSeconds;
    IDelegationManager public immutable delegation;
    IBeaconChain public immutable beaconChain;

    struct Span {
        uint256 soonest;
        uint256 latest;
    }

    constructor(address delegation_, address beaconChain_, uint256 reactionSeconds_) {
        delegation = IDelegationManager(delegation_);
        beaconChain = IBeaconChain(beaconChain_);
        reactionSeconds = reactionSeconds_;
    }

    /// @dev `reactions` calls by somebody, one after the other.
    function _after(Span memory start, uint256 reactions) internal view returns (Span memory) {
        return Span(start.soonest, start.latest + reactions * reactionSeconds);
    }

    /// @dev Queued at the start, then completed.
    function _throughCore(Span memory start) internal view returns (Span memory) {
        uint256 blocks_ = delegation.minWithdrawalDelayBlocks();
        return _after(_inBlocks(start, blocks_), 1);
    }

    /// @dev A withdrawal that was queued at `startBlock` already, until it is completed.
    function _restOfCore(uint256 startBlock) internal view returns (Span memory) {
        uint256 matures = startBlock + delegation.minWithdrawalDelayBlocks();
        return _after(_inBlocks(Span(0, 0), matures > block.number ? matures - block.number : 0), 1);
    }

    /// @dev The core pays in the block after the last of its delay; and a block more for the one that asks.
    function _inBlocks(Span memory start, uint256 blocks_) private pure returns (Span memory) {
        uint256 slot = Consensus.SECONDS_PER_SLOT;
        return Span(start.soonest + blocks_ * slot, start.latest + (blocks_ + 2) * slot);
    }

    /// @dev LST worth `assets` is asked for at the start; closed, filled and claimed by somebody.
    function _throughLst(ILstReserve reserve, uint256 assets, Span memory start) internal view returns (Span memory) {
        IUnstakingQueue queue = reserve.exitQueue();
        uint256 interval = queue.batchIntervalSeconds();
        uint256 closeable = _secondsUntil(queue.lastClose() + interval);
        Span memory closed = Span(Math.max(start.soonest, closeable), start.latest + interval);
        return _fromPool(reserve, assets, _after(closed, 2));
    }

    /// @dev A request that is in the LST's queue already, its batch open or closed.
    function _restOfLst(ILstReserve reserve, bool batchOpen) internal view returns (Span memory) {
        IUnstakingQueue queue = reserve.exitQueue();
        uint256 closeable = batchOpen ? _secondsUntil(queue.lastClose() + queue.batchIntervalSeconds()) : 0;
        return _fromPool(reserve, 0, _after(Span(closeable, closeable), 1));
    }

    /// @dev A closed batch of the LST waits for the pool's buffer, and for validators of the pool where that is too small.
    function _fromPool(ILstReserve reserve, uint256 assets, Span memory start) private view returns (Span memory) {
        IStakedEther pool = reserve.stakedEther();
        (uint256 closedShares, uint256 allShares) = reserve.exitQueue().unfilledShares();
        uint256 least = pool.getPooledEthByShares(closedShares) + assets;
        uint256 most = pool.getPooledEthByShares(allShares) + assets;
        uint256 buffered = pool.bufferedEther();
        Span memory end = _after(start, 2);
        if (least > buffered + pool.exitingEther()) end.soonest = _throughValidator(least, start).soonest;
        if (most > buffered) end.latest = _throughValidator(most - buffered, end).latest + 2 * reactionSeconds;
        return end;
    }

    /// @dev A validator is asked to leave at the start, and swept at the end.
    function _throughValidator(uint256 assets, Span memory start) internal view returns (Span memory) {
        uint64 gwei_ = uint64(Math.ceilDiv(assets, 32 ether) * Consensus.MIN_ACTIVATION_BALANCE);
        uint256 first = beaconChain.exitEpochFor(Consensus.MIN_ACTIVATION_BALANCE);
        // asked for later, it may find a shorter rest of its epoch
        if (start.soonest != 0) --first;
        uint256 last = beaconChain.exitEpochFor(gwei_) + Consensus.SHARD_COMMITTEE_PERIOD + 1;
        Span memory left = Span(start.soonest + _secondsToLeave(first), start.latest + _secondsToLeave(last));
        return _after(left, 1);
    }

    function _secondsToLeave(uint256 exitEpoch) private view returns (uint256) {
        return _secondsUntilEpoch(exitEpoch + Consensus.MIN_VALIDATOR_WITHDRAWABILITY_DELAY);
    }

    function _secondsUntilEpoch(uint256 epoch) internal view returns (uint256) {
        return _secondsUntil(beaconChain.genesisTime() + epoch * Consensus.SECONDS_PER_EPOCH);
    }

    function _secondsUntil(uint256 timestamp) internal view returns (uint256) {
        return timestamp > block.timestamp ? timestamp - block.timestamp : 0;
    }
}
