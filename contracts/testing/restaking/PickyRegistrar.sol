// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAVSRegistrar} from "../../3-restaking/interfaces/IAVSRegistrar.sol";

/// @notice A registrar that stands for one service only.
contract PickyRegistrar is IAVSRegistrar {
    address private immutable _AVS;

    constructor(address avs) {
        _AVS = avs;
    }

    /// @inheritdoc IAVSRegistrar
    function registerOperator(address, address, uint32[] calldata, bytes calldata) external {}

    /// @inheritdoc IAVSRegistrar
    function deregisterOperator(address, address, uint32[] calldata) external {}

    /// @inheritdoc IAVSRegistrar
    function supportsAVS(address avs) external view returns (bool) {
        return avs == _AVS;
    }
}
