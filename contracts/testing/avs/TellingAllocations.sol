// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Tells of one coming delay, as a core with `IPendingDelays` does.
contract TellingAllocations {
    mapping(address operator => uint32[2]) private _pending;

    function set(address operator, uint32 delay, uint32 effectBlock) external {
        _pending[operator] = [delay, effectBlock];
    }

    function getPendingAllocationDelay(address operator) external view returns (uint32 delay, uint32 effectBlock) {
        return (_pending[operator][0], _pending[operator][1]);
    }
}
