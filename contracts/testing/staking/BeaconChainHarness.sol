// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BeaconChain} from "../../1-staking/BeaconChain.sol";

/// @notice Lets a test see what is written, where the views show what is owed.
contract BeaconChainHarness is BeaconChain {
    constructor(
        address network_,
        uint64 genesisTime_,
        uint64 totalActiveGwei
    ) payable BeaconChain(network_, genesisTime_, totalActiveGwei, uint8(Fork.Electra)) {}

    /// @notice Σ written balances + Σ deposits not yet applied to one, in gwei.
    function writtenGwei() external view returns (uint256 sumGwei) {
        for (uint256 index = 0; index < _records.length; ++index) {
            Record storage r = _records[index];
            Change storage last = r.changes[r.changes.length - 1];
            sumGwei += last.balanceGwei;
            for (uint256 i = last.depositsApplied; i < r.deposits.length; ++i) sumGwei += r.deposits[i].amountGwei;
        }
    }
}
