// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";
import {WeightedMedian} from "../../contracts/4-avs/oracle/WeightedMedian.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice The median against its definition, and its errors.
contract WeightedMedianTest is TestBase {
    function test_AVS_42_median_is_the_least_value_that_half_the_weight_does_not_exceed(
        uint128[7] memory rawValues,
        uint64[7] memory rawWeights
    ) external view {
        (uint256[] memory values, uint256[] memory weights, uint256 total) = _case(rawValues, rawWeights);
        vm.assume(total != 0);
        uint256 median = this.lower(values, weights);
        uint256 atOrBelow = 0;
        uint256 below = 0;
        for (uint256 i = 0; i < values.length; ++i) {
            if (values[i] <= median) atOrBelow += weights[i];
            if (values[i] < median) below += weights[i];
        }
        assertLe(total, 2 * atOrBelow, "half the weight is at or below");
        assertTrue(2 * below < total, "less than half is strictly below");
    }

    function test_AVS_42_less_than_half_the_weight_cannot_leave_the_honest_range(
        uint128 lie,
        uint64[5] memory honestWeights,
        uint256 lieWeight
    ) external view {
        uint256[] memory values = new uint256[](6);
        uint256[] memory weights = new uint256[](6);
        uint256 honest = 0;
        for (uint256 i = 0; i < 5; ++i) {
            (values[i], weights[i]) = (1e18 + i * 1e16, honestWeights[i]);
            honest += honestWeights[i];
        }
        vm.assume(honest > 1);
        values[5] = lie;
        weights[5] = bound(lieWeight, 0, honest - 1);
        _sort(values, weights);
        uint256 median = this.lower(values, weights);
        assertTrue(median >= 1e18 && median <= 1e18 + 4e16, "within what the honest said");
    }

    function test_AVS_42_values_that_descend_are_refused(uint128 high, uint128 step) external {
        uint256[] memory values = new uint256[](2);
        uint256[] memory weights = new uint256[](2);
        (values[0], values[1]) = (uint256(high) + bound(step, 1, type(uint128).max), high);
        weights[0] = weights[1] = 1;
        vm.expectRevert(abi.encodeWithSelector(WeightedMedian.NotSorted.selector, 1, values[0], values[1]));
        this.lower(values, weights);
    }

    function test_AVS_42_without_weight_there_is_no_median() external {
        vm.expectRevert(WeightedMedian.NoWeight.selector);
        this.lower(new uint256[](3), new uint256[](3));
    }

    function lower(uint256[] memory values, uint256[] memory weights) external pure returns (uint256) {
        return WeightedMedian.lower(values, weights);
    }

    function _case(
        uint128[7] memory rawValues,
        uint64[7] memory rawWeights
    ) private pure returns (uint256[] memory values, uint256[] memory weights, uint256 total) {
        values = new uint256[](7);
        weights = new uint256[](7);
        for (uint256 i = 0; i < 7; ++i) {
            (values[i], weights[i]) = (rawValues[i], rawWeights[i]);
            total += weights[i];
        }
        Arrays.sort(values);
    }

    function _sort(uint256[] memory values, uint256[] memory weights) private pure {
        for (uint256 i = 1; i < values.length; ++i) {
            for (uint256 j = i; j > 0 && values[j] < values[j - 1]; --j) {
                (values[j], values[j - 1]) = (values[j - 1], values[j]);
                (weights[j], weights[j - 1]) = (weights[j - 1], weights[j]);
            }
        }
    }
}
