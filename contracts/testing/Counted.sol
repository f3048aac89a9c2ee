// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestBase} from "./TestBase.sol";

/// @notice A random life that counts what it did: each act that came to something, each that was refused as it may be.
abstract contract Counted is TestBase {
    error RefusedForNoRule(string act, bytes reason);

    string[] private _acts;
    mapping(string act => uint256) public done;
    mapping(string act => uint256) public refused;

    /// @notice What was done and refused, as `act=done/refused`, each act once, with spaces between.
    function counts() external view returns (string memory text) {
        for (uint256 i = 0; i < _acts.length; ++i) {
            string memory act = _acts[i];
            text = string.concat(text, i == 0 ? "" : " ", act, "=", vm.toString(done[act]));
            text = string.concat(text, "/", vm.toString(refused[act]));
        }
    }

    function count(string memory act) internal {
        _know(act);
        ++done[act];
    }

    /// @dev Passes over a refusal that is among `rules`, selectors one after the other, and fails on any other.
    function passOver(string memory act, bytes memory reason, bytes memory rules) internal {
        for (uint256 i = 0; i < rules.length; i += 4) {
            bytes4 rule;
            assembly ("memory-safe") {
                rule := mload(add(add(rules, 0x20), i))
            }
            if (reason.length < 4 || bytes4(reason) != rule) continue;
            _know(act);
            ++refused[act];
            return;
        }
        revert RefusedForNoRule(act, reason);
    }

    function _know(string memory act) private {
        if (done[act] + refused[act] == 0) _acts.push(act);
    }
}
