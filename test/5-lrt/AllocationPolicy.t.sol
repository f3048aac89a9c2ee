// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AllocationPolicy} from "../../contracts/5-lrt/operators/AllocationPolicy.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice The rules of how much should be where, on any slots and any demand.
contract AllocationPolicyTest is TestBase {
    uint256 private constant MOST = 1e9 ether;

    function testFuzz_OPS_15_slotsServeTheDemandTogetherAndGiveNoMoreThanTheyHave(uint256 seed) public pure {
        AllocationPolicy.Snapshot memory s = _drawn(seed);
        uint256 sum = 0;
        for (uint256 i = 0; i < s.slots.length; ++i) {
            uint256 need = AllocationPolicy.needFrom(s, i);
            assertLe(need, s.slots[i].tokens + s.slots[i].native, "OPS-15: a slot gives more than it has");
            assertLe(need, s.demand, "OPS-15: a slot gives more than is needed");
            sum += need;
        }
        assertLe(s.demand < s.staying ? s.demand : s.staying, sum, "OPS-15: slots together give too little");
    }

    function testFuzz_OPS_15_validatorsServeWhatNoTokensDo(uint256 seed) public pure {
        AllocationPolicy.Snapshot memory s = _drawn(seed);
        uint256 byTokens = 0;
        uint256 unservedOfAll = 0;
        for (uint256 i = 0; i < s.slots.length; ++i) {
            (uint256 need, uint256 unserved) = AllocationPolicy.nativeNeed(s, i);
            assertLe(unserved, need, "OPS-15: more is unserved than needed");
            uint256 validators = AllocationPolicy.validatorsFor(need, unserved);
            assertLe(unserved, validators * 32 ether, "OPS-15: what no tokens serve, validators do");
            if (unserved == 0)
                assertLe(validators * 32 ether, need + 16 ether, "OPS-15: none that is needed by less than half");
            byTokens += need < s.slots[i].tokens ? need : s.slots[i].tokens;
            unservedOfAll += unserved;
        }
        if (byTokens >= s.demand) assertEq(unservedOfAll, 0, "OPS-15: tokens serve all, and validators are asked");
    }

    function testFuzz_OPS_46_validatorsAreWeighed(uint256 seed, uint256 need, uint256 unserved) public pure {
        uint256[] memory weights = new uint256[](seed % 8);
        for (uint256 i = 0; i < weights.length; ++i) {
            seed = _next(seed);
            weights[i] = AllocationPolicy.weightOf(bound(seed, 0, 2048e9));
        }
        (need, unserved) = (bound(need, 0, 5_000 ether), bound(unserved, 0, 5_000 ether));
        uint256 count = AllocationPolicy.exitsFor(weights, need, unserved);
        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) {
            assertTrue(sum + weights[i] / 2 < need || sum < unserved, "OPS-46: one more than is needed");
            sum += weights[i];
        }
        if (count < weights.length) {
            assertLe(unserved, sum, "OPS-46: what must be served is served");
            assertLe(need, sum + weights[count] / 2, "OPS-46: one that is needed by more than half is left out");
        }
        uint256 within = AllocationPolicy.exitsWithin(weights, need);
        sum = 0;
        for (uint256 i = 0; i < within; ++i) sum += weights[i];
        assertLe(sum, need, "OPS-46: they bring more than is too much");
        if (within < weights.length) assertTrue(sum + weights[within] > need, "OPS-46: one more fits");
    }

    function testFuzz_OPS_12_trimmingEnds(
        uint256 held,
        uint256 target,
        uint256 bps,
        uint256 room,
        uint256 coming
    ) public pure {
        (held, target, bps) = (bound(held, 0, MOST), bound(target, 0, MOST), bound(bps, 0, 10_000));
        (room, coming) = (bound(room, 0, MOST), bound(coming, 0, MOST));
        uint256 above = AllocationPolicy.aboveTarget(held, target, bps);
        if (above != 0) assertEq(held - above, target, "OPS-12: down to the target");
        uint256 trimmed = AllocationPolicy.trimmable(above, room, coming, 0);
        assertLe(trimmed, above, "OPS-12: no more than is too much");
        if (trimmed != 0) assertLe(trimmed + coming, room, "OPS-12: no more than others take, after what comes anyway");
        // what is trimmed once is not trimmed again
        assertEq(AllocationPolicy.aboveTarget(held - above, target, bps), 0, "OPS-12: trimming comes to an end");
    }

    function _drawn(uint256 seed) private pure returns (AllocationPolicy.Snapshot memory s) {
        s.slots = new AllocationPolicy.Slot[](1 + (seed % 6));
        uint256 weights = 10_000;
        for (uint256 i = 0; i < s.slots.length; ++i) {
            AllocationPolicy.Slot memory slot = s.slots[i];
            slot.weightBps = bound(seed = _next(seed), 0, weights);
            (slot.tokens, slot.native) = (_amount(seed = _next(seed)), _amount(seed = _next(seed)));
            weights -= slot.weightBps;
            s.weightsBps += slot.weightBps;
            s.staying += slot.tokens + slot.native;
        }
        s.demand = _amount(_next(seed));
    }

    function _amount(uint256 seed) private pure returns (uint256) {
        if (seed % 4 == 0) return 0;
        return bound(seed >> 8, 0, seed % 4 == 1 ? 100 ether : MOST);
    }

    function _next(uint256 seed) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed)));
    }
}
