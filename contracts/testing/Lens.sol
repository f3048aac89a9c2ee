// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Many answers in one call
contract Lens {
    /// @notice What each question answers, or why it does not, and how much ether each account has.
    function look(
        address[] calldata targets,
        bytes[] calldata questions,
        address[] calldata accounts
    ) external view returns (bool[] memory answered, bytes[] memory answers, uint256[] memory balances) {
        answered = new bool[](targets.length);
        answers = new bytes[](targets.length);
        for (uint256 i = 0; i < targets.length; ++i) {
            (answered[i], answers[i]) = targets[i].staticcall(questions[i]);
        }
        balances = new uint256[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) balances[i] = accounts[i].balance;
    }
}
