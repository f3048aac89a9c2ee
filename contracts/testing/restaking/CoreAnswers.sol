// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IStrategyManager} from "../../3-restaking/interfaces/IStrategyManager.sol";
import {OperatorSet} from "../../3-restaking/interfaces/Types.sol";
import {OperatorSetLib} from "../../3-restaking/libraries/OperatorSetLib.sol";

/// @notice Answers what the rewards coordinator asks the rest of the core, as a test says. Any other call reverts.
contract CoreAnswers {
    using OperatorSetLib for OperatorSet;

    mapping(bytes4 selector => mapping(bytes32 subject => uint256)) private _answers;

    error NotAnswered(bytes4 selector);

    function sayOperator(address operator, bool answer) external {
        _answers[IDelegationManager.isOperator.selector][_word(operator)] = answer ? 1 : 0;
    }

    function sayWhitelisted(IStrategy strategy, bool answer) external {
        _answers[IStrategyManager.strategyIsWhitelistedForDeposit.selector][_word(address(strategy))] = answer ? 1 : 0;
    }

    function sayOperatorSet(OperatorSet calldata operatorSet, bool answer) external {
        _answers[IAllocationManager.isOperatorSet.selector][operatorSet.key()] = answer ? 1 : 0;
    }

    function sayOperatorSetCount(address avs, uint256 answer) external {
        _answers[IAllocationManager.getOperatorSetCount.selector][_word(avs)] = answer;
    }

    fallback(bytes calldata question) external returns (bytes memory) {
        bytes4 selector = bytes4(question);
        if (selector == IAllocationManager.isOperatorSet.selector) {
            OperatorSet memory set = abi.decode(question[4:], (OperatorSet));
            return abi.encode(_answers[selector][OperatorSetLib.toKey(set.avs, set.id)]);
        }
        require(
            selector == IDelegationManager.isOperator.selector ||
                selector == IStrategyManager.strategyIsWhitelistedForDeposit.selector ||
                selector == IAllocationManager.getOperatorSetCount.selector,
            NotAnswered(selector)
        );
        return abi.encode(_answers[selector][bytes32(question[4:])]);
    }

    function _word(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }
}
