// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IExitQueue} from "../../5-lrt/interfaces/IExitQueue.sol";

/// @title A receiver of ETH that burns gas and returns a heap of data
contract GreedyReceiver {
    IExitQueue public immutable queue;
    uint256 public immutable appetiteGas;

    constructor(IExitQueue queue_, uint256 appetiteGas_) {
        queue = queue_;
        appetiteGas = appetiteGas_;
    }

    fallback() external payable {}

    receive() external payable {
        uint256 start = gasleft();
        while (start - gasleft() < appetiteGas) {}
        assembly ("memory-safe") {
            return(0, 2048)
        }
    }

    function allow() external {
        queue.allowClaimsByOthers(true);
    }
}
