// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IAVSRegistrar} from "../../3-restaking/interfaces/IAVSRegistrar.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {CreateSetParamsV2, SlashingParams} from "../../3-restaking/interfaces/Types.sol";

/// @title HostileService
/// @notice A service that uses every power the core gives it, without any fault: what a vault must survive.
///
/// It is its own slasher. It admits everybody, lets nobody go while `trapping`, slashes as often and as little as it
/// likes in one transaction, pays what it slashes to itself, and reaches for strategies that its members never meant
/// for it.
contract HostileService is IAVSRegistrar {
    IAllocationManager public immutable allocationManager;
    /// @notice Whether leaving its sets reverts: the core lets it.
    bool public trapping;

    error YouStay(address operator);

    constructor(IAllocationManager allocationManager_) {
        allocationManager = allocationManager_;
        allocationManager_.updateAVSMetadataURI(address(this), "ipfs://trust-us");
    }

    /// @notice Creates a set that it slashes itself; with a recipient, what is slashed goes there.
    function createSet(uint32 operatorSetId, IStrategy[] calldata strategies, address recipient) external {
        CreateSetParamsV2[] memory sets = new CreateSetParamsV2[](1);
        sets[0] = CreateSetParamsV2({operatorSetId: operatorSetId, strategies: strategies, slasher: address(this)});
        if (recipient == address(0)) {
            allocationManager.createOperatorSets(address(this), sets);
            return;
        }
        address[] memory recipients = new address[](1);
        recipients[0] = recipient;
        allocationManager.createRedistributingOperatorSets(address(this), sets, recipients);
    }

    /// @notice Slashes `wad` of one strategy's allocation, `times` times over.
    function slash(address operator, uint32 operatorSetId, IStrategy strategy, uint256 wad, uint256 times) public {
        IStrategy[] memory strategies = new IStrategy[](1);
        strategies[0] = strategy;
        uint256[] memory wads = new uint256[](1);
        wads[0] = wad;
        SlashingParams memory params = SlashingParams({
            operator: operator,
            operatorSetId: operatorSetId,
            strategies: strategies,
            wadsToSlash: wads,
            description: ""
        });
        for (uint256 i = 0; i < times; ++i) allocationManager.slashOperator(address(this), params);
    }

    /// @notice Adds a strategy to a set and slashes what was allocated to it before, in one transaction.
    function reachAndSlash(address operator, uint32 operatorSetId, IStrategy strategy, uint256 wad) external {
        IStrategy[] memory strategies = new IStrategy[](1);
        strategies[0] = strategy;
        allocationManager.addStrategiesToOperatorSet(address(this), operatorSetId, strategies);
        slash(operator, operatorSetId, strategy, wad, 1);
    }

    /// @notice From now on nobody leaves, or everybody may.
    function setTrapping(bool trapping_) external {
        trapping = trapping_;
    }

    /// @notice Admits everybody.
    function registerOperator(address, address, uint32[] calldata, bytes calldata) external override {}

    /// @notice Reverts while `trapping`, and the core's deregistration with it.
    function deregisterOperator(address operator, address, uint32[] calldata) external view override {
        if (trapping) revert YouStay(operator);
    }

    /// @notice Claims to speak for everybody.
    function supportsAVS(address) external pure override returns (bool) {
        return true;
    }
}
