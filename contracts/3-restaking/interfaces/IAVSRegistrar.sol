// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What a service answers when operators join or leave its sets. No slash calls back: a service slashes by
/// calling in.
interface IAVSRegistrar {
    /// @notice An operator joins; a revert refuses it.
    function registerOperator(
        address operator,
        address avs,
        uint32[] calldata operatorSetIds,
        bytes calldata data
    ) external;

    /// @notice An operator leaves; a revert BLOCKS that.
    function deregisterOperator(address operator, address avs, uint32[] calldata operatorSetIds) external;

    /// @notice Whether this registrar may be set for the service.
    function supportsAVS(address avs) external view returns (bool);
}
