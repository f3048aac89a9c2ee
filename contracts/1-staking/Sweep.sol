// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ForcedEther} from "../shared/ForcedEther.sol";
import {Consensus as C} from "./Consensus.sol";
import {IBeaconChain} from "./interfaces/IBeaconChain.sol";
import {Slashings} from "./Slashings.sol";

/// @title Balances become ether
/// @notice What `get_expected_withdrawals` would pay, validator by validator and whenever somebody calls, where the
/// real sweep walks all validators, 16 withdrawals a block: amounts are the same, only the moment is the caller's. The
/// ether arrives without running the receiver's code.
/// @custom:decisions 0014, 0254
abstract contract Sweep is Slashings {
    /// @param blockNumber the last block that swept to the address
    /// @param amountGwei what it did
    struct LastSwept {
        uint64 blockNumber;
        uint64 amountGwei;
    }

    mapping(address recipient => LastSwept) private _swept;

    /// @inheritdoc IBeaconChain
    /// @dev STA-30. First partial withdrawals that matured (eight a call; one is dropped when the validator has no
    /// excess any more or exits), then everything of a validator that may withdraw, or what exceeds the maximum
    /// effective balance of one whose effective balance is at it.
    function sweep(uint40 index) external returns (uint64 amountGwei) {
        Record storage r = _record(index);
        if (!_hasRecipient(r.credentials)) return 0;
        State memory s = _now(r);
        // one after the other: within an expression the compiler may begin with the second
        amountGwei = _takeMatured(r, s);
        amountGwei += _takeRest(s);
        if (amountGwei == 0) return 0;
        _write(index, r, s);
        address recipient = address(uint160(uint256(r.credentials)));
        _swept[recipient] = LastSwept(uint64(block.number), sweptThisBlockGwei(recipient) + amountGwei);
        emit Swept(index, recipient, amountGwei);
        ForcedEther.send(recipient, uint256(amountGwei) * 1 gwei);
    }

    /// @inheritdoc IBeaconChain
    function sweptThisBlockGwei(address recipient) public view returns (uint64 amountGwei) {
        LastSwept memory last = _swept[recipient];
        return last.blockNumber == block.number ? last.amountGwei : 0;
    }

    function _takeMatured(Record storage r, State memory s) private returns (uint64 takenGwei) {
        uint256 first = r.partialsDone;
        uint256 last = Math.min(r.partials.length, first + C.MAX_PARTIALS_PER_SWEEP);
        uint256 i = first;
        for (; i < last && r.partials[i].withdrawableEpoch <= s.epoch; ++i) {
            uint64 askedGwei = r.partials[i].amountGwei;
            r.partialsPendingGwei -= askedGwei;
            bool stays = s.exitEpoch == C.FAR_FUTURE_EPOCH && s.effectiveGwei >= C.MIN_ACTIVATION_BALANCE;
            if (!stays || s.balanceGwei <= C.MIN_ACTIVATION_BALANCE) continue;
            uint64 paidGwei = uint64(Math.min(s.balanceGwei - C.MIN_ACTIVATION_BALANCE, askedGwei));
            s.balanceGwei -= paidGwei;
            takenGwei += paidGwei;
        }
        if (i > first) r.partialsDone = uint128(i);
    }

    function _takeRest(State memory s) private pure returns (uint64 takenGwei) {
        uint64 maxEffective = _maxEffective(s);
        if (s.withdrawableEpoch <= s.epoch) takenGwei = s.balanceGwei;
        else if (s.effectiveGwei == maxEffective && s.balanceGwei > maxEffective) {
            takenGwei = s.balanceGwei - maxEffective;
        }
        s.balanceGwei -= takenGwei;
    }
}
