// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The fee of execution layer requests (EIP-7002, EIP-7251)
/// @notice fee = fake_exponential(1 wei, excess, 17), constant within a block. A block with more requests than the target
/// raises the excess by what it has beyond, every block lowers it by the target, not below zero. Counted here only when
/// asked: over blocks without a request the excess falls by the target each, so one subtraction replaces them. In the
/// same way a block hands so many requests to consensus, and what it has beyond waits for the next ones.
library RequestFee {
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

    /// @notice The meter as this block has it before the next request.
    /// @param target requests of a block that leave the fee as it is
    /// @param most requests of a block that consensus takes
    function atBlock(Meter memory last, uint64 target, uint64 most) internal view returns (Meter memory) {
        uint64 blocks = uint64(block.number) - last.blockNumber;
        if (blocks == 0) return last;
        return
            Meter({
                blockNumber: uint64(block.number),
                excess: _lowered(last.excess + last.count, target * blocks),
                waiting: _lowered(last.waiting + last.count, most * blocks),
                count: 0
            });
    }

    /// @notice The fee of this block; `meter` is `atBlock`, here and below.
    function feeWei(Meter memory meter) internal pure returns (uint256) {
        return fakeExponential(MIN_FEE_WEI, meter.excess, UPDATE_FRACTION);
    }

    /// @notice How many blocks after this one consensus takes a request that comes now.
    function blocksBehind(Meter memory meter, uint64 most) internal pure returns (uint256) {
        return (meter.waiting + meter.count) / most;
    }

    function _lowered(uint64 amount, uint64 by) private pure returns (uint64) {
        return amount > by ? amount - by : 0;
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
