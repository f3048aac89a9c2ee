// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The vault, as a delegator meets it
/// @notice It answers as it was told, and logs what a delegator tells.
contract VaultAroundSlot {
    uint256 public quarantineSeconds;
    bool public isInDoubt;
    uint256 private _failingSince;

    event IdleReturned(address indexed component, uint256 assets);
    event FailureReported(address indexed component);

    function tell(uint256 quarantineSeconds_, uint256 failingSince_, bool isInDoubt_) external {
        (quarantineSeconds, _failingSince, isInDoubt) = (quarantineSeconds_, failingSince_, isInDoubt_);
    }

    function returnIdle() external payable {
        emit IdleReturned(msg.sender, msg.value);
    }

    function reportFailure(address component) external {
        emit FailureReported(component);
    }

    function failingSince(address) external view returns (uint256) {
        return _failingSince;
    }
}
