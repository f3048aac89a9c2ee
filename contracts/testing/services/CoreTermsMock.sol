// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAVSRegistrar} from "../../3-restaking/interfaces/IAVSRegistrar.sol";
import {CreateSetParamsV2, OperatorSet} from "../../3-restaking/interfaces/Types.sol";

/// @title A core of which services are told the delays, and which keeps who slashes for whom
/// @notice For parameters on which services, their slashers and their consumers agree or not, and for a restaker's limits;
/// nobody has stake here.
contract CoreTermsMock {
    uint32 public immutable DEALLOCATION_DELAY;
    uint32 public immutable minWithdrawalDelayBlocks;
    mapping(address avs => address slasher) private _slashers;

    constructor(uint32 deallocationDelayBlocks, uint32 withdrawalDelayBlocks) {
        (DEALLOCATION_DELAY, minWithdrawalDelayBlocks) = (deallocationDelayBlocks, withdrawalDelayBlocks);
    }

    function createOperatorSets(address avs, CreateSetParamsV2[] calldata sets) external {
        _slashers[avs] = sets[0].slasher;
    }

    function updateAVSMetadataURI(address, string calldata) external {}

    function setAVSRegistrar(address, IAVSRegistrar) external {}

    function getSlasher(OperatorSet calldata operatorSet) external view returns (address) {
        return _slashers[operatorSet.avs];
    }

    function delegation() external view returns (CoreTermsMock) {
        return this;
    }

    function beaconChainETHStrategy() external view returns (address) {
        return address(this);
    }
}
