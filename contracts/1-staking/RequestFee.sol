// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Consensus} from "./Consensus.sol";

/// @title The fee of execution layer requests (EIP-7002)
/// @notice fee = fake_exponential(1 wei, excess, 17), constant within a block. A block with more than 2 requests raises
/// the excess by what it has beyond 2, every block lowers it by 2, not below zero. Counted here only when asked: over
/// blocks without a request the excess falls by 2 each, so one subtraction replaces them. In the same way a block hands
/// 16 requests to consensus, and what it has beyond waits for the next ones.
library RequestFee {
    uint256 private constant TARGET_PER_BLOCK = 2;
    uint256 private constant UPDATE_FRACTION = 17;
    uint256 private constant MIN_FEE_WEI = 1;

    /// @param blockNumber the last block with a request
    /// @param excess as that block began
    /// @param waiting requests of earlier blocks that consensus had not taken as that block began
    /// @param count its requests
    struct Meter {
        uint64 blockNumber;
        uint64 excess;
        uint64 waiting;
        uint64 count;
    }

    function excessNow(Meter memory meter) internal view returns (uint256) {
        return _now(meter, meter.excess, TARGET_PER_BLOCK);
    }

    /// @notice How many blocks after this one consensus takes a request that comes now.
    function blocksBehind(Meter memory meter) internal view returns (uint256) {
        uint256 before = _now(meter, meter.waiting, Consensus.MAX_WITHDRAWAL_REQUESTS_PER_BLOCK);
        if (block.number == meter.blockNumber) before += meter.count;
        return before / Consensus.MAX_WITHDRAWAL_REQUESTS_PER_BLOCK;
    }

    /// @dev What each block adds its requests to and lowers by `perBlock`, as this block begins.
    function _now(Meter memory meter, uint256 then, uint256 perBlock) private view returns (uint256) {
        uint256 blocks = block.number - meter.blockNumber;
        if (blocks == 0) return then;
        return Math.saturatingSub(then + meter.count, perBlock * blocks);
    }

    function feeWei(Meter memory meter) internal view returns (uint256) {
        return fakeExponential(MIN_FEE_WEI, excessNow(meter), UPDATE_FRACTION);
    }

    function add(Meter storage meter) internal {
        Meter memory last = meter;
        if (block.number == last.blockNumber) {
            meter.count = last.count + 1;
            return;
        }
        uint256 waiting = _now(last, last.waiting, Consensus.MAX_WITHDRAWAL_REQUESTS_PER_BLOCK);
        (meter.blockNumber, meter.excess) = (uint64(block.number), uint64(excessNow(last)));
        (meter.waiting, meter.count) = (uint64(waiting), 1);
    }

    /// @notice factor × e^(numerator / denominator) by its Taylor series in integers, each term rounded down
    /// (EIP-4844).
    function fakeExponential(
        uint256 factor,
        uint256 numerator,
        uint256 denominator
    ) internal pure returns (uint256 result) {
        uint256 i = 1;
        uint256 term = factor * denominator;
        while (term > 0) {
            result += term;
            term = (term * numerator) / (denominator * i);
            ++i;
        }
        return result / denominator;
    }
}
