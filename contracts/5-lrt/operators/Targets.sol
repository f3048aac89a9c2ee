// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {IDelegator} from "../interfaces/IDelegator.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {ITargets} from "../interfaces/ITargets.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";

/// @title How much may move
/// @notice Holds nothing and sets nothing: reads slots, books and queue, and says what a leg may move.
///
/// In. Room of a slot: what its target share of everything (restaked, idle beyond the queue's needs, idle LST) exceeds its
/// present value by, within its cap. The slot itself is read as it is, the others by the vault's records.
///
/// Out. Demand = what closed batches are worth at the exit price, less idle ETH and less all that is on its way out.
/// Idle LST serves it before stake does. A slot gives what it has above its share of what would remain. Once the vault is
/// wound up, nothing goes in and everything is wanted out.
contract Targets is ITargets {
    uint256 private constant BPS = 10_000;

    IVault public immutable vault;
    IExitQueue public immutable queue;
    IRestaker public immutable restaker;

    constructor(address vault_, address queue_, address restaker_) {
        vault = IVault(vault_);
        queue = IExitQueue(queue_);
        restaker = IRestaker(restaker_);
    }

    // --- out ----------------------------------------------------------------------------------------------------------

    /// @inheritdoc ITargets
    function neededAssets() external view returns (uint256) {
        return vault.isWoundUp() ? _everything() : _closedAssets();
    }

    /// @inheritdoc ITargets
    function exitDemand() public view returns (uint256) {
        uint256 needed = vault.isWoundUp() ? _everything() : _closedAssets();
        uint256 coming = vault.totals().idle;
        address[] memory components = vault.components();
        for (uint256 i = 0; i < components.length; ++i) coming += IComponent(components[i]).exitingAssets();
        return needed > coming ? needed - coming : 0;
    }

    function _closedAssets() private view returns (uint256) {
        (uint256 closedShares, ) = queue.waitingShares();
        return vault.toAssetsDown(closedShares);
    }

    /// @dev VLT-44: a vault that is wound up comes out of restaking whole, whether a batch waits for it or not.
    function _everything() private view returns (uint256 assets) {
        assets = vault.totals().idle;
        address[] memory components = vault.components();
        for (uint256 i = 0; i < components.length; ++i) assets += IComponent(components[i]).value();
    }

    /// @inheritdoc ITargets
    function needFrom(uint256 slot) external view returns (uint256) {
        uint256 demand = exitDemand();
        uint256 idle = _idleLstAssets();
        demand = demand > idle ? demand - idle : 0;
        if (demand == 0) return 0;
        uint256 all;
        uint256 own;
        uint256 count = restaker.slotCount();
        for (uint256 i = 0; i < count; ++i) {
            uint256 staying = _stayingAssets(IDelegator(restaker.slotAt(i).delegator));
            if (i == slot) own = staying;
            all += staying;
        }
        uint256 remaining = all > demand ? all - demand : 0;
        uint256 weights = restaker.totalWeightBps();
        uint256 target = weights == 0 ? 0 : (remaining * restaker.slotAt(slot).weightBps) / weights;
        return Math.min(demand, own > target ? own - target : 0);
    }

    function _stayingAssets(IDelegator delegator) private view returns (uint256) {
        uint256 value = delegator.value();
        uint256 exiting = delegator.exitingAssets();
        return value > exiting ? value - exiting : 0;
    }

    function _idleLstAssets() private view returns (uint256 assets) {
        IStrategy[] memory strategies = restaker.strategies();
        for (uint256 i = 1; i < strategies.length; ++i) {
            address reserve = restaker.reserveOf(strategies[i]);
            uint256 seen = 1;
            while (restaker.reserveOf(strategies[seen]) != reserve) ++seen;
            // two strategies of one LST share its reserve
            if (seen == i) assets += ILstReserve(reserve).toAssetsDown(ILstReserve(reserve).idleLst());
        }
    }

    // --- in -----------------------------------------------------------------------------------------------------------

    /// @inheritdoc ITargets
    function roomOf(uint256 slot) external view returns (uint256) {
        if (vault.isWoundUp()) return 0;
        IRestaker.Slot memory s = restaker.slotAt(slot);
        uint256 held = IDelegator(s.delegator).value();
        uint256 all = IVaultModules(address(vault)).surplusIdle() + _idleLstAssets() + held;
        uint256 count = restaker.slotCount();
        for (uint256 i = 0; i < count; ++i) {
            if (i != slot) all += _recordOf(restaker.slotAt(i).delegator);
        }
        uint256 target = Math.min((all * s.weightBps) / BPS, s.capAssets);
        return target > held ? target - held : 0;
    }

    /// @dev A record is below zero when more has left a component than was booked: until the next sync it counts as nothing.
    function _recordOf(address component) private view returns (uint256) {
        int256 record = vault.recordOf(component);
        return record > 0 ? SafeCast.toUint256(record) : 0;
    }
}
