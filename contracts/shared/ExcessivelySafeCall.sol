// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A question to a contract that may mean harm
/// @notice It gets a bounded amount of gas, and of what it returns a fixed number of bytes is copied. The asker cannot make an
/// answer fail by giving little gas: the whole of it must be there.
library ExcessivelySafeCall {
    /// @notice Gas of one question.
    uint256 internal constant CALL_GAS = 50_000;
    uint256 private constant CALL_OVERHEAD = 10_000;

    /// @dev Too little gas to give a service all that it may use.
    error NotEnoughGasToAsk(uint256 gasLeft, uint256 needed);

    /// @notice At most `bytes_` of the answer, empty when the call failed or answered less; and the gas that it used.
    /// @dev Reverts `NotEnoughGasToAsk`.
    function ask(
        address stranger,
        bytes memory question,
        uint256 bytes_
    ) internal view returns (bytes memory answer, uint256 used) {
        uint256 needed = CALL_GAS + CALL_GAS / 63 + 1 + CALL_OVERHEAD;
        if (gasleft() < needed) revert NotEnoughGasToAsk(gasleft(), needed);
        answer = new bytes(bytes_);
        uint256 before = gasleft();
        bool success;
        assembly ("memory-safe") {
            success := staticcall(CALL_GAS, stranger, add(question, 0x20), mload(question), add(answer, 0x20), bytes_)
            success := and(success, iszero(lt(returndatasize(), bytes_)))
        }
        used = before - gasleft();
        if (!success) answer = "";
    }
}
