// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A contract that takes tickets, or answers something else
contract TicketReceiver {
    bytes4 public answer;
    bytes public lastData;
    address public lastOperator;

    constructor(bytes4 answer_) {
        answer = answer_;
    }

    receive() external payable {}

    function onERC721Received(address operator, address, uint256, bytes calldata data) external returns (bytes4) {
        (lastOperator, lastData) = (operator, data);
        return answer;
    }
}
