// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {IStrategy} from "../../../contracts/3-restaking/interfaces/IStrategy.sol";
import {IndexedSet} from "../../../contracts/3-restaking/libraries/IndexedSet.sol";
import {StakerStrategies} from "../../../contracts/3-restaking/libraries/StakerStrategies.sol";
import {StrategyShares} from "../../../contracts/3-restaking/libraries/StrategyShares.sol";
import {TestBase} from "../../../contracts/testing/TestBase.sol";

/// @notice The core's tight lists against OpenZeppelin's EnumerableSet, order included.
contract ListsTest is TestBase {
    using EnumerableSet for EnumerableSet.Bytes32Set;
    using EnumerableSet for EnumerableSet.AddressSet;
    using IndexedSet for mapping(uint256 index => bytes32);
    using StakerStrategies for StakerStrategies.Portfolio;
    using StrategyShares for mapping(uint256 index => uint256);

    uint256 private constant STEPS = 60;
    uint256 private constant ITEMS = 9;

    mapping(uint256 index => bytes32) private _list;
    mapping(bytes32 item => uint32) private _places;
    uint32 private _length;
    EnumerableSet.Bytes32Set private _set;

    StakerStrategies.Portfolio private _portfolio;
    EnumerableSet.AddressSet private _strategies;
    mapping(address strategy => uint256) private _shares;

    mapping(uint256 index => uint256) private _entries;

    function test_RST_05_a_placed_list_is_an_enumerable_set(uint256 seed) public {
        for (uint256 step = 0; step < STEPS; step++) {
            seed = uint256(keccak256(abi.encode(seed)));
            bytes32 item = bytes32(1 + (seed % ITEMS));
            if (_set.add(item)) _places[item] = _length = _list.append(_length, item);
            else _remove(item);

            bytes32[] memory expected = _set.values();
            bytes32[] memory values = _list.values(_length);
            assertEq(values.length, expected.length, "length");
            for (uint256 i = 0; i < values.length; i++) {
                assertEq(uint256(values[i]), uint256(expected[i]), "item");
                assertEq(_places[values[i]], i + 1, "place");
            }
        }
        for (uint256 i = _length; i < ITEMS; i++) assertEq(uint256(_list[i]), 0, "storage left behind");
    }

    function test_RST_06_a_stakers_strategies_are_those_with_shares(uint256 seed) public {
        for (uint256 step = 0; step < STEPS; step++) {
            seed = uint256(keccak256(abi.encode(seed)));
            address strategy = address(uint160(1 + (seed % ITEMS)));
            uint256 amount = 1 + ((seed >> 16) % 1e20);
            uint256 had = _shares[strategy];
            if (seed & 0x100 == 0) {
                assertEq(_portfolio.increase(IStrategy(strategy), amount), had, "shares before");
                _shares[strategy] = had + amount;
                _strategies.add(strategy);
            } else if (had != 0) {
                if (amount > had || seed & 0x200 == 0) amount = had;
                assertEq(_portfolio.decrease(IStrategy(strategy), amount), had - amount, "shares after");
                _shares[strategy] = had - amount;
                if (had == amount) _strategies.remove(strategy);
            }
            _checkPortfolio();
        }
    }

    function test_RST_07_shares_of_any_size_come_back(uint256 shares, uint160 strategy, uint256 other) public {
        uint256[4] memory amounts = [shares, type(uint96).max, type(uint96).max - 1, other];
        for (uint256 i = 0; i < 4; i++) _entries.set(i, IStrategy(address(strategy)), amounts[i]);
        (IStrategy[] memory strategies, uint256[] memory stored) = _entries.values(4);
        for (uint256 i = 0; i < 4; i++) {
            assertEq(address(strategies[i]), address(strategy), "strategy");
            assertEq(stored[i], amounts[i], "shares");
            _entries.clear(i);
            assertEq(_entries[i] | _entries[~i], 0, "storage left behind");
        }
    }

    function _remove(bytes32 item) private {
        _set.remove(item);
        uint32 place = _places[item];
        bytes32 moved = _list.removeAt(_length--, place);
        if (moved != 0) _places[moved] = place;
        delete _places[item];
    }

    function _checkPortfolio() private view {
        address[] memory expected = _strategies.values();
        (IStrategy[] memory strategies, uint256[] memory shares) = _portfolio.values();
        assertEq(strategies.length, expected.length, "length");
        for (uint256 i = 0; i < strategies.length; i++) {
            assertEq(address(strategies[i]), expected[i], "strategy");
            assertEq(shares[i], _shares[expected[i]], "shares");
        }
    }
}
