// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {BeaconChain} from "../../1-staking/BeaconChain.sol";

/// @notice Lets a test see what is written, where the views show what is owed.
contract BeaconChainHarness is BeaconChain {
    using Checkpoints for Checkpoints.Trace208;

    constructor(
        address network_,
        uint64 genesisTime_,
        uint64 totalActiveGwei
    ) payable BeaconChain(network_, genesisTime_, totalActiveGwei, uint8(Fork.Electra)) {}

    /// @notice Lets so many consolidations of others wait until `epoch`, no earlier than any that waits already.
    function consolidateElsewhere(uint48 epoch, uint208 count) external {
        _consolidated.push(epoch, _consolidated.latest() + count);
    }

    /// @notice Σ written balances + Σ deposits not yet applied to one, in gwei. What has moved from one validator into
    /// another counts once, whichever of the two was written since.
    function writtenGwei() external view returns (uint256 sumGwei) {
        for (uint256 index = 0; index < _records.length; ++index) {
            Record storage r = _records[index];
            Change storage last = r.changes[r.changes.length - 1];
            sumGwei += last.balanceGwei;
            for (uint256 i = last.depositsApplied; i < r.deposits.length; ++i) sumGwei += r.deposits[i].amountGwei;
        }
        for (uint256 index = 0; index < _records.length; ++index) {
            Record storage r = _records[index];
            for (uint256 i = 0; i < r.incoming.length; ++i) {
                (uint40 source, uint64 epoch) = (r.incoming[i].source, r.incoming[i].epoch);
                bool given = _writtenEpoch(_records[source]) >= epoch;
                bool taken = _writtenEpoch(r) >= epoch;
                if (given && !taken) sumGwei += _movedBy(source, epoch);
                if (taken && !given) sumGwei -= _movedBy(source, epoch);
            }
        }
    }

    function _writtenEpoch(Record storage r) private view returns (uint64) {
        return epochAt(r.changes[r.changes.length - 1].timestamp);
    }
}
