// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISyncedEntrance} from "../../5-lrt/interfaces/ISyncedEntrance.sol";

/// @title What everybody can read before it is mined
/// @notice A permit that its owner has signed and sent, for an exploit that reads it first.
contract Mempool {
    struct Pending {
        address owner;
        address spender;
        uint256 value;
        ISyncedEntrance.Permit permit;
    }

    Pending private _pending;

    /// @notice Shows a transaction that carries a permit.
    function show(Pending calldata pending) external {
        _pending = pending;
    }

    /// @notice The transaction that is waiting.
    function pendingPermit() external view returns (Pending memory) {
        return _pending;
    }
}
