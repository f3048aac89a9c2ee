// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "./Vm.sol";

/// @notice Base of every Solidity test: cheatcodes and assertions that name what failed, with both numbers.
abstract contract TestBase {
    error NotEqual(string what, uint256 left, uint256 right);
    error NotLessOrEqual(string what, uint256 left, uint256 right);
    error NotTrue(string what);

    // keccak256("hevm cheat code"), the address at which the test runner answers cheatcodes
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function assertEq(uint256 left, uint256 right, string memory what) internal pure {
        if (left != right) revert NotEqual(what, left, right);
    }

    function assertEq(address left, address right, string memory what) internal pure {
        if (left != right) revert NotEqual(what, uint160(left), uint160(right));
    }

    function assertLe(uint256 left, uint256 right, string memory what) internal pure {
        if (left > right) revert NotLessOrEqual(what, left, right);
    }

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }

    /// @notice Folds a fuzzed number into [low, high], both included.
    function bound(uint256 x, uint256 low, uint256 high) internal pure returns (uint256) {
        if (x >= low && x <= high) return x;
        uint256 span = high - low;
        return span == type(uint256).max ? x : low + (x % (span + 1));
    }
}
