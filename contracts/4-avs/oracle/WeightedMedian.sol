// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title WeightedMedian
/// @notice The lower weighted median: the least value v such that those at or below v weigh at least half.
///
///     v = min { xᵢ : 2 · Σ_{xⱼ ≤ xᵢ} wⱼ ≥ Σ wⱼ }
///
/// While the honest weigh more than half, v lies between the least and the greatest honest value, whatever the others
/// say. Values come sorted by the caller (sorting is cheap off chain, checking the order is one comparison each).
library WeightedMedian {
    /// @dev Values must not descend.
    error NotSorted(uint256 index, uint256 previous, uint256 next);
    /// @dev Nothing weighs anything: there is no median.
    error NoWeight();

    /// @notice The lower weighted median of `values`, which do not descend, with their `weights`.
    function lower(uint256[] memory values, uint256[] memory weights) internal pure returns (uint256) {
        uint256 total = 0;
        for (uint256 j = 0; j < values.length; ++j) {
            if (j != 0 && values[j] < values[j - 1]) revert NotSorted(j, values[j - 1], values[j]);
            total += weights[j];
        }
        if (total == 0) revert NoWeight();
        uint256 i = 0;
        uint256 below = weights[0];
        while (2 * below < total) below += weights[++i];
        return values[i];
    }
}
