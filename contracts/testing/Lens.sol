// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Many answers in one call
/// @notice Questions and answers are packed, for whoever compares whole states asks hundreds of them after every step, and
/// would spend most of its time on their encoding.
contract Lens {
    /// @notice What each question answers, or why it does not.
    /// @param questions One after the other: 20 bytes of who is asked, 2 bytes of how long the calldata is, the calldata.
    /// Without calldata, it is asked how much ether it has.
    /// @return answers In their order: 1 byte that is 1 for an answer and 0 for a revert, 3 bytes of how long it is, what came.
    function look(bytes calldata questions) external view returns (bytes memory answers) {
        assembly ("memory-safe") {
            answers := mload(0x40)
            let out := add(answers, 0x20)
            let end := add(questions.offset, questions.length)
            for {
                let at := questions.offset
            } lt(at, end) {} {
                let head := calldataload(at)
                let size := and(shr(80, head), 0xffff)
                at := add(at, 22)
                let ok := 1
                switch size
                case 0 {
                    mstore(add(out, 4), balance(shr(96, head)))
                    size := 32
                }
                default {
                    calldatacopy(out, at, size)
                    ok := staticcall(gas(), shr(96, head), out, size, 0, 0)
                    at := add(at, size)
                    size := returndatasize()
                    returndatacopy(add(out, 4), 0, size)
                }
                mstore8(out, ok)
                mstore8(add(out, 1), shr(16, size))
                mstore8(add(out, 2), shr(8, size))
                mstore8(add(out, 3), size)
                out := add(out, add(size, 4))
            }
            mstore(answers, sub(out, add(answers, 0x20)))
            mstore(0x40, and(add(out, 0x1f), not(0x1f)))
        }
    }
}
