// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAVSRegistrar} from "../../3-restaking/interfaces/IAVSRegistrar.sol";

/// @title Registrar that lets operators in, calls somebody meanwhile if told to, and lets nobody out.
contract StubbornRegistrar is IAVSRegistrar {
    address public aim;
    bytes public message;

    error NobodyLeaves(address operator);

    /// @notice While an operator registers, send `message_` to `aim_`; a revert there reverts the registration.
    function callWhileRegistering(address aim_, bytes calldata message_) external {
        (aim, message) = (aim_, message_);
    }

    /// @inheritdoc IAVSRegistrar
    function registerOperator(address, address, uint32[] calldata, bytes calldata) external {
        if (aim == address(0)) return;
        (bool done, bytes memory reason) = aim.call(message);
        if (done) return;
        assembly ("memory-safe") {
            revert(add(reason, 32), mload(reason))
        }
    }

    /// @inheritdoc IAVSRegistrar
    function deregisterOperator(address operator, address, uint32[] calldata) external pure {
        revert NobodyLeaves(operator);
    }

    /// @inheritdoc IAVSRegistrar
    function supportsAVS(address) external pure returns (bool) {
        return true;
    }
}
