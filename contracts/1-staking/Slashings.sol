// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Consensus as C} from "./Consensus.sol";
import {Consolidations} from "./Consolidations.sol";
import {IBeaconChain} from "./interfaces/IBeaconChain.sol";

/// @title The way down: slashing and penalties
/// @notice A slashed validator loses 1/4096 of its effective balance at once, starts its exit, may withdraw at the
/// later of that exit's end and 8,192 epochs from now, misses its duties until then, and half way loses again: three
/// times the share of all stake that was slashed in the 8,192 epochs before, of its effective balance. The
/// whistleblower's and the proposer's reward is issuance to others, so nothing of it is paid here. Faults of consensus
/// have no proof on this chain: `network` reports them, which is the one trusted word on this rung. It can make
/// validators lose; it can send nothing anywhere. Inactivity and missed duties are not derived from participation: the
/// network reports what they cost.
/// @custom:decisions 0013
abstract contract Slashings is Consolidations {
    using Checkpoints for Checkpoints.Trace208;
    using SafeCast for uint256;

    error OnlyNetwork(address caller);
    /// @notice Not active, or already withdrawable: consensus can neither slash nor penalise it.
    error NotAtStake(uint40 index);
    error AlreadySlashed(uint40 index);

    address public immutable network;

    constructor(address network_) {
        network = network_;
    }

    modifier onlyNetwork() {
        if (msg.sender != network) revert OnlyNetwork(msg.sender);
        _;
    }

    /// @inheritdoc IBeaconChain
    /// @dev `slash_validator` with EIP-7251's quotient.
    function reportSlashing(uint40 index) external onlyNetwork {
        Record storage r = _record(index);
        State memory s = _atStake(index, r);
        if (s.slashed) revert AlreadySlashed(index);
        _initiateExit(index, s, s.epoch);
        s.slashed = true;
        uint64 windowEnd = s.epoch + C.EPOCHS_PER_SLASHINGS_VECTOR;
        if (s.withdrawableEpoch < windowEnd) s.withdrawableEpoch = windowEnd;
        _addSlashed(s.effectiveGwei);
        uint64 penaltyGwei = _lose(s, s.effectiveGwei / C.MIN_SLASHING_PENALTY_QUOTIENT);
        emit ValidatorSlashed(index, s.effectiveGwei, penaltyGwei);
        _write(index, r, s);
    }

    /// @inheritdoc IBeaconChain
    /// @dev STA-60. A slashing initiates an exit, so the whole amount stands in the exit queue before whoever asks next.
    function reportSlashingElsewhere(uint64 effectiveBalanceGwei) external onlyNetwork {
        _takeExitChurn(effectiveBalanceGwei, currentEpoch());
        _addSlashed(effectiveBalanceGwei);
        emit SlashedElsewhere(effectiveBalanceGwei);
    }

    /// @inheritdoc IBeaconChain
    function reportPenalty(uint40 index, uint64 penaltyGwei) external onlyNetwork {
        Record storage r = _record(index);
        State memory s = _atStake(index, r);
        emit PenaltyReported(index, _lose(s, penaltyGwei));
        _write(index, r, s);
    }

    function _atStake(uint40 index, Record storage r) private view returns (State memory s) {
        s = _now(r);
        if (s.epoch < s.activationEpoch || s.epoch >= s.withdrawableEpoch) revert NotAtStake(index);
    }

    function _addSlashed(uint64 effectiveGwei) private {
        _slashed.push(uint256(currentEpoch()).toUint48(), _slashed.latest() + effectiveGwei);
    }
}
