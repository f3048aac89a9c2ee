// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IPendingDelays
/// @notice Beside the ABI of the real core, which keeps a coming allocation delay where only a proof of its storage can show it:
/// who asks must be ready for a core that does not answer.
interface IPendingDelays {
    /// @notice The allocation delay that an operator set last, in blocks, and the block from which it holds: it is to come
    /// before that block.
    function getPendingAllocationDelay(address operator) external view returns (uint32 delay, uint32 effectBlock);
}
