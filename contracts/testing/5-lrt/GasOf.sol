// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Says what a call uses, without what a transaction costs and without refunds.
contract GasOf {
    receive() external payable {}

    function used(address to, bytes calldata data) external payable returns (uint256 gasUsed) {
        uint256 before = gasleft();
        (bool success, bytes memory answer) = to.call{value: msg.value}(data);
        gasUsed = before - gasleft();
        if (!success) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }
}
