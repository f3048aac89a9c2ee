// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Ether that arrives without running the receiver's code
/// @notice What a protocol withdrawal (EIP-4895) does: the balance grows, nothing is called, nothing can fail. A
/// contract is created with the ether whose only act is to self-destruct to the recipient (allowed in the same
/// transaction, EIP-6780). About 35,000 gas, 25,000 more for an empty account.
library ForcedEther {
    /// @notice This contract has less ether than is to be sent.
    error NotEnoughEther(uint256 amountWei, uint256 balanceWei);

    function send(address recipient, uint256 amountWei) internal {
        address created;
        // init code: PUSH20 recipient, SELFDESTRUCT; written into scratch space
        assembly ("memory-safe") {
            mstore8(0, 0x73)
            mstore(1, shl(96, recipient))
            mstore8(21, 0xff)
            created := create(amountWei, 0, 22)
        }
        if (created == address(0)) revert NotEnoughEther(amountWei, address(this).balance);
    }
}
