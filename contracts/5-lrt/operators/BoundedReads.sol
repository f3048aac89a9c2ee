// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComponent} from "../interfaces/IComponent.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title Reads of components that stop no leg
/// @notice Each read gets `READ_GAS`, all of it or the whole question fails (`NotEnoughGas`): a component that fails within it
/// counts as nothing (OPS-30), and nobody makes a sound one fail by giving little.
/// @custom:decisions 0138
abstract contract BoundedReads {
    /// @notice Gas that reading one component is given: more than twice what a slot takes at the real core's prices within
    /// its limits (OPS-75).
    uint256 public constant READ_GAS = 2_000_000;

    /// @dev Idle LST of a component that is the reserve of an LST that can leave, with a strategy or without.
    function _idleIn(address component) internal view returns (uint256) {
        _checkGas();
        try ILstReserve(component).isExitable{gas: READ_GAS}() returns (bool isExitable) {
            return isExitable ? _idleOf(ILstReserve(component)) : 0;
        } catch {
            return 0;
        }
    }

    function _exitingOfAll(address[] memory components) internal view returns (uint256 assets) {
        for (uint256 i = 0; i < components.length; ++i) {
            if (components[i] == address(0)) continue;
            (, uint256 exiting) = _exitingOf(components[i]);
            assets += exiting;
        }
    }

    function _idleOf(ILstReserve reserve) internal view returns (uint256) {
        uint256 idle = reserve.idleLst();
        _checkGas();
        try reserve.toAssetsDown{gas: READ_GAS}(idle) returns (uint256 assets) {
            return assets;
        } catch {
            return 0;
        }
    }

    function _flowsOf(
        IOperatorDelegator delegator
    ) internal view returns (bool failed, IOperatorDelegator.Flows memory found) {
        _checkGas();
        try delegator.flows{gas: READ_GAS}() returns (IOperatorDelegator.Flows memory flows) {
            return (false, flows);
        } catch {
            return (true, found);
        }
    }

    function _exitingOf(address component) internal view returns (bool failed, uint256 exiting) {
        _checkGas();
        try IComponent(component).exitingAssets{gas: READ_GAS}() returns (uint256 assets) {
            return (false, assets);
        } catch {
            return (true, 0);
        }
    }

    function _valueOf(address component) internal view returns (uint256) {
        _checkGas();
        try IComponent(component).value{gas: READ_GAS}() returns (uint256 assets) {
            return assets;
        } catch {
            return 0;
        }
    }

    /// @dev A callee gets 63/64 of what is left: with less than this, a failure could be the caller's doing.
    function _checkGas() private view {
        if (gasleft() < (READ_GAS * 64) / 63 + 20_000) revert IVault.NotEnoughGas(gasleft());
    }
}
