// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title How much should be where
/// @notice Pure: is handed what slots have and what exits need, and answers. Who reads that is `Allocations`. Amounts are wei
/// of ETH, rounded down.
///
/// Out, for exits. A slot gives what it has above its share of what would remain. 32 ETH cannot be split, and a validator that
/// leaves is out of work for weeks: one may be asked to leave only when the slot's need fills it by more than half, or when the
/// token stake of all slots that should give cannot serve the demand (OPS-15). They are weighed, not counted: one of more than
/// 32 ETH serves as much as it brings, and none is asked after it for the same (OPS-46).
///
/// Out, of what is too much. A slot is trimmed down to its target when it exceeds it by more than the tolerance, and only as
/// far as other slots have room that nothing else will fill: so trimming and restaking together come to an end, and keep
/// nothing out of work.
/// @custom:decisions 0101 0103 0166 0249
library AllocationPolicy {
    /// @param tokens token stake that stays and can be had
    /// @param native stake in validators that stays
    struct Slot {
        uint256 weightBps;
        uint256 tokens;
        uint256 native;
    }

    /// @param slots by their number
    /// @param weightsBps sum of their weights
    /// @param staying sum of what stays in them and can be had
    /// @param demand what stake must serve of what closed batches need
    struct Snapshot {
        Slot[] slots;
        uint256 weightsBps;
        uint256 staying;
        uint256 demand;
    }

    uint256 internal constant BPS = 10_000;
    uint256 internal constant VALIDATOR_ASSETS = 32 ether;
    /// @dev Least demand that no token stake serves for which a validator leaves: less is what rounding leaves, and waits for
    /// deposits and rewards.
    uint256 internal constant LEAST_UNSERVED = 0.01 ether;

    // --- for exits ----------------------------------------------------------------------------------------------------

    /// @notice What a slot should give of the demand.
    function needFrom(Snapshot memory s, uint256 slot) internal pure returns (uint256) {
        Slot memory own = s.slots[slot];
        uint256 remaining = Math.saturatingSub(s.staying, s.demand);
        uint256 target = s.weightsBps == 0 ? 0 : (remaining * own.weightBps) / s.weightsBps;
        return Math.min(s.demand, Math.saturatingSub(own.tokens + own.native, target));
    }

    /// @notice What a slot should give, and what of it no token stake serves, if that is enough to ask validators for.
    function nativeNeed(Snapshot memory s, uint256 slot) internal pure returns (uint256 need, uint256 unserved) {
        need = needFrom(s, slot);
        uint256 byTokens = 0;
        for (uint256 i = 0; i < s.slots.length; ++i) byTokens += Math.min(s.slots[i].tokens, needFrom(s, i));
        unserved = Math.min(need, Math.saturatingSub(s.demand, byTokens));
        if (unserved < LEAST_UNSERVED) unserved = 0;
    }

    /// @notice How many validators of 32 ETH that is.
    function validatorsFor(uint256 need, uint256 unserved) internal pure returns (uint256) {
        uint256 filledByHalf = Math.ceilDiv(Math.saturatingSub(need, VALIDATOR_ASSETS / 2), VALIDATOR_ASSETS);
        return Math.max(filledByHalf, Math.ceilDiv(unserved, VALIDATOR_ASSETS));
    }

    /// @notice How many validators of these weights that is, from the first on.
    function exitsFor(uint256[] memory weights, uint256 need, uint256 unserved) internal pure returns (uint256 count) {
        for (uint256 sum = 0; count < weights.length; ++count) {
            if (sum + weights[count] / 2 >= need && sum >= unserved) return count;
            sum += weights[count];
        }
    }

    /// @notice How many validators of these weights, from the first on, bring no more than `assets`.
    function exitsWithin(uint256[] memory weights, uint256 assets) internal pure returns (uint256 count) {
        for (uint256 sum = 0; count < weights.length; ++count) {
            sum += weights[count];
            if (sum > assets) return count;
        }
    }

    /// @notice What a validator brings when it leaves, in whole ETH, as its checkpoint has it; a validator of 32 ETH at least.
    function weightOf(uint256 restakedGwei) internal pure returns (uint256) {
        return Math.max(VALIDATOR_ASSETS, (restakedGwei / 1e9) * 1 ether);
    }

    // --- by targets ---------------------------------------------------------------------------------------------------

    /// @notice What a slot should have of all that there is.
    function targetOf(uint256 all, uint256 weightBps, uint256 capAssets) internal pure returns (uint256) {
        return Math.min((all * weightBps) / BPS, capAssets);
    }

    /// @notice What a slot has above its target, if that is more than the tolerance.
    function aboveTarget(uint256 held, uint256 target, uint256 toleranceBps) internal pure returns (uint256) {
        return held * BPS <= target * (BPS + toleranceBps) ? 0 : held - target;
    }

    /// @notice What may be trimmed of it: as much as others have room for that nothing else will fill.
    /// @param room of others
    /// @param coming idle, or on its way to be
    /// @param leaving of that, what exits and fees need
    function trimmable(uint256 above, uint256 room, uint256 coming, uint256 leaving) internal pure returns (uint256) {
        return Math.min(above, Math.saturatingSub(room, Math.saturatingSub(coming, leaving)));
    }
}
