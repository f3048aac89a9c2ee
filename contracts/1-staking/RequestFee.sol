// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The fee of execution layer requests (EIP-7002)
/// @notice fee = fake_exponential(1 wei, excess, 17), constant within a block. A block with more than 2 requests raises
/// the excess by what it has beyond 2, every block lowers it by 2, not below zero. Counted here only when asked: over
/// blocks without a request the excess falls by 2 each, so one subtraction replaces them.
library RequestFee {
    uint256 private constant TARGET_PER_BLOCK = 2;
    uint256 private constant UPDATE_FRACTION = 17;
    uint256 private constant MIN_FEE_WEI = 1;

    /// @param blockNumber the last block with a request
    /// @param excess as that block began
    /// @param count its requests
    struct Meter {
        uint64 blockNumber;
        uint96 excess;
        uint96 count;
    }

    function excessNow(Meter memory meter) internal view returns (uint256) {
        uint256 blocks = block.number - meter.blockNumber;
        if (blocks == 0) return meter.excess;
        uint256 raised = uint256(meter.excess) + meter.count;
        uint256 lowered = TARGET_PER_BLOCK * blocks;
        return raised > lowered ? raised - lowered : 0;
    }

    function feeWei(Meter memory meter) internal view returns (uint256) {
        return fakeExponential(MIN_FEE_WEI, excessNow(meter), UPDATE_FRACTION);
    }

    function add(Meter storage meter) internal {
        uint256 excess = excessNow(meter);
        if (block.number == meter.blockNumber) {
            meter.count += 1;
        } else {
            (meter.blockNumber, meter.excess, meter.count) = (uint64(block.number), uint96(excess), 1);
        }
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
