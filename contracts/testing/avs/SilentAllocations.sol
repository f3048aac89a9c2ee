// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Keeps allocation delays where the real AllocationManager (v1.12) keeps them, and tells of none.
contract SilentAllocations {
    struct AllocationDelayInfo {
        uint32 delay;
        bool isSet;
        uint32 pendingDelay;
        uint32 effectBlock;
    }

    // storage of the real one's ancestors and of its own first mappings
    uint256[155] private _before;
    mapping(address operator => AllocationDelayInfo) private _allocationDelayInfo;

    function set(address operator, uint32 delay, uint32 pendingDelay, uint32 effectBlock) external {
        _allocationDelayInfo[operator] = AllocationDelayInfo(delay, true, pendingDelay, effectBlock);
    }
}
