// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {OperatorSet} from "../../3-restaking/interfaces/Types.sol";
import {IOperatorRules} from "../interfaces/IOperatorRules.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";

/// @title Whom stake may go to
/// @notice Rules gate new stake, and say when anyone may take stake away. They cannot stop an operator from allocating what
/// it has: an operator is fit only if an allocation takes it longer than it takes the vault to leave (OPS-07).
contract OperatorRules is IOperatorRules {
    /// @notice Gas in which an operator's sets must be read: about a hundred of them.
    uint256 private constant SETS_GAS = 350_000;

    IRestaker public immutable restaker;
    IAllocationManager public immutable allocationManager;
    IDelegationManager public immutable delegation;

    constructor(address restaker_, address allocationManager_) {
        restaker = IRestaker(restaker_);
        allocationManager = IAllocationManager(allocationManager_);
        delegation = allocationManager.delegation();
    }

    /// @inheritdoc IOperatorRules
    function isFit(address operator) external view returns (bool) {
        _checkGas();
        if (!delegation.isOperator(operator)) return false;
        IRestaker.Limits memory limits = restaker.limits();
        (bool isSet, uint32 delay) = allocationManager.getAllocationDelay(operator);
        if (!isSet || delay < uint256(delegation.minWithdrawalDelayBlocks()) + limits.reactionBlocks) return false;
        uint64[] memory magnitudes = allocationManager.getMaxMagnitudes(operator, restaker.strategies());
        for (uint256 i = 0; i < magnitudes.length; ++i) {
            if (magnitudes[i] < limits.minMagnitudeWad) return false;
        }
        return _inFewSets(operator, limits.maxSets);
    }

    /// @dev INV-10. An operator can be in thousands of sets, more than a transaction can read: what `SETS_GAS` does not
    /// read is too many, given that the caller left that much.
    function _inFewSets(address operator, uint256 maxSets) private view returns (bool) {
        _checkGas();
        try allocationManager.getAllocatedSets{gas: SETS_GAS}(operator) returns (OperatorSet[] memory sets) {
            return sets.length <= maxSets;
        } catch {
            return false;
        }
    }

    function _checkGas() private view {
        if (gasleft() < (SETS_GAS * 64) / 63 + 10_000) revert NotEnoughGasForSets(gasleft());
    }
}
