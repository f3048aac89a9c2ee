// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IStrategyManager} from "../../3-restaking/interfaces/IStrategyManager.sol";
import {OperatorSet, Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {isBeaconChainETH} from "../../3-restaking/libraries/Constants.sol";

/// @title A contract of the core that answers as ours does and costs what the real one costs
/// @notice Stands at the address of a contract of ours, whose code has moved to `inner`, runs that code on its own
/// storage, and burns what a read of the real core (v1.12.0, behind its proxies) costs beyond it. So every limit in gas
/// can be held against the deployed protocol's prices, with nothing else changed.
///
/// Usage: `chargeRealPrices(connection, contracts)` of scripts/bench/real-prices.ts puts it in front of each; from
/// then on every call from outside of the core pays. Calls among the core's contracts do not, for the price of a read
/// counts those that it makes. test/3-restaking/gas/real-prices.test.ts holds the prices against the measured ones.
///
/// A price is `way + base + each × n`, in gas beyond ours. The way is that through the proxies: once in a transaction at
/// the price of cold storage, then warm; so is the way to the contracts that a read asks in its turn. Warmth is found
/// by what reading a slot of this contract costs. Never less than the real price; at most about a seventh more where a
/// slash after the delay has made ours read more, too. Not here: prices of writes beyond the way.
contract RealPrices {
    /// @notice What the real contract stands behind.
    enum Stand {
        PROXY, // a transparent proxy
        SPLIT, // that, and its views in a second contract
        STRATEGY, // a beacon proxy over a StrategyBase
        POD // a beacon proxy
    }

    uint256 private constant PROBE_WAY = uint256(keccak256("real prices: way"));
    uint256 private constant PROBE_MAGNITUDES = uint256(keccak256("real prices: magnitudes"));
    uint256 private constant PROBE_SHARES = uint256(keccak256("real prices: shares"));

    /// @notice The code that answers.
    address public immutable inner;
    Stand private immutable stand;
    address private immutable delegation;
    address private immutable allocation;
    address private immutable strategies;
    address private immutable pods;

    constructor(address inner_, Stand stand_, address[4] memory core) {
        (inner, stand) = (inner_, stand_);
        (delegation, allocation, strategies, pods) = (core[0], core[1], core[2], core[3]);
    }

    /// @notice Takes ETH as the code behind does.
    receive() external payable {
        _answer();
    }

    /// @notice Answers as the code behind does, and charges more.
    fallback() external payable {
        _answer();
    }

    function _answer() private {
        uint256 start = gasleft();
        bytes calldata input = msg.data;
        (bool done, bytes memory output) = inner.delegatecall(input);
        uint256 used = start - gasleft();
        if (msg.sender != delegation && msg.sender != allocation && msg.sender != strategies && msg.sender != pods) {
            uint256 price = _way();
            if (done && input.length > 3 && stand != Stand.POD) price += _price(bytes4(input), input[4:], output);
            while (start - gasleft() - used < price) {}
        }
        assembly ("memory-safe") {
            switch done
            case 0 {
                revert(add(output, 0x20), mload(output))
            }
            default {
                return(add(output, 0x20), mload(output))
            }
        }
    }

    /// @dev Through the proxies to the implementation.
    function _way() private view returns (uint256) {
        bool cold = _isCold(PROBE_WAY);
        if (stand == Stand.PROXY) return cold ? 4_000 : 0;
        if (stand == Stand.SPLIT) return cold ? 6_900 : 250;
        if (stand == Stand.STRATEGY) return cold ? 9_100 : 450;
        return cold ? 4_300 : 150;
    }

    function _price(bytes4 f, bytes calldata input, bytes memory output) private view returns (uint256) {
        if (stand == Stand.SPLIT) return _allocationPrice(f, input, output);
        if (f == IDelegationManager.getQueuedWithdrawals.selector) {
            (Withdrawal[] memory withdrawals, ) = abi.decode(output, (Withdrawal[], uint256[][]));
            uint256 n = 0;
            for (uint256 i = 0; i < withdrawals.length; ++i) n += withdrawals[i].strategies.length;
            return n == 0 ? 0 : _toMagnitudes() + 900 + 17_800 * n;
        }
        if (f == IDelegationManager.getWithdrawableShares.selector) {
            (, IStrategy[] memory list) = abi.decode(input, (address, IStrategy[]));
            return _toMagnitudes() + _toShares() + 4_300 + 3_200 * list.length + (_holdsNative(list) ? 1_600 : 0);
        }
        if (f == IDelegationManager.getDepositedShares.selector) return _toShares() + 2_600;
        if (f == IDelegationManager.convertToDepositShares.selector) {
            (, IStrategy[] memory list, ) = abi.decode(input, (address, IStrategy[], uint256[]));
            return _toMagnitudes() + 3_900 + 3_900 * list.length;
        }
        if (f == IDelegationManager.getSlashableSharesInQueue.selector) return _toMagnitudes() + 19_000;
        if (f == IDelegationManager.getQueuedWithdrawal.selector) return _toMagnitudes() + 17_400;
        if (f == IDelegationManager.queuedWithdrawals.selector) return 12_600;
        if (f == IStrategyManager.getDeposits.selector) return 2_800;
        if (f == IStrategy.userUnderlyingView.selector) return 3_900;
        return 0;
    }

    function _allocationPrice(bytes4 f, bytes calldata input, bytes memory output) private pure returns (uint256) {
        if (f == IAllocationManager.getAllocatedSets.selector || f == IAllocationManager.getRegisteredSets.selector) {
            return 600 + 100 * abi.decode(output, (OperatorSet[])).length;
        }
        if (f == IAllocationManager.getStrategyAllocations.selector) {
            (uint256 from, ) = abi.decode(output, (uint256, uint256));
            uint256 n;
            assembly ("memory-safe") {
                n := mload(add(add(output, 0x20), from))
            }
            return 5_800 + 750 * n;
        }
        if (f == IAllocationManager.getMinimumSlashableStake.selector) {
            (, address[] memory operators, address[] memory list, ) = abi.decode(
                input,
                (OperatorSet, address[], address[], uint32)
            );
            return 6_700 + 4_700 * operators.length * list.length;
        }
        if (f == bytes4(keccak256("getMaxMagnitudes(address,address[])"))) {
            (, address[] memory list) = abi.decode(input, (address, address[]));
            return 700 + 2_300 * list.length;
        }
        if (f == IAllocationManager.getMaxMagnitude.selector) return 2_600;
        if (f == IAllocationManager.getAllocation.selector) return 5_200;
        if (f == IAllocationManager.getSlasher.selector) return 2_000;
        if (f == IAllocationManager.getEncumberedMagnitude.selector) return 6_900;
        if (f == IAllocationManager.getAllocatableMagnitude.selector) return 6_700;
        return 1_000;
    }

    /// @dev From the DelegationManager to the AllocationManager and its views.
    function _toMagnitudes() private view returns (uint256) {
        return _isCold(PROBE_MAGNITUDES) ? 11_100 : 0;
    }

    /// @dev From the DelegationManager to both managers of shares.
    function _toShares() private view returns (uint256) {
        return _isCold(PROBE_SHARES) ? 8_900 : 0;
    }

    function _holdsNative(IStrategy[] memory list) private pure returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) {
            if (isBeaconChainETH(list[i])) return true;
        }
        return false;
    }

    /// @dev Whether this transaction has not asked before: a read of storage costs 2,100 the first time, then 100.
    function _isCold(uint256 slot) private view returns (bool cold) {
        assembly ("memory-safe") {
            let before := gas()
            let nothing := sload(slot)
            cold := gt(sub(before, gas()), add(1000, nothing))
        }
    }
}
