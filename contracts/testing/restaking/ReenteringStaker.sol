// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A staker that calls what it was told to while it receives ether, and notes how that went.
contract ReenteringStaker {
    address public aim;
    bytes public message;
    /// @notice Whether it tried, and whether it got through.
    bool public tried;
    bool public entered;

    receive() external payable {
        if (aim == address(0)) return;
        tried = true;
        (entered, ) = aim.call(message);
    }

    /// @notice Calls `target` as this staker; a revert there reverts this.
    function act(address target, bytes calldata data) external payable {
        (bool done, bytes memory reason) = target.call{value: msg.value}(data);
        if (done) return;
        assembly ("memory-safe") {
            revert(add(reason, 32), mload(reason))
        }
    }

    /// @notice From now on sends `message_` to `aim_` whenever ether arrives.
    function callWhilePaid(address aim_, bytes calldata message_) external {
        (aim, message) = (aim_, message_);
    }
}
