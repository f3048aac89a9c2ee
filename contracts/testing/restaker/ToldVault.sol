// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComponent} from "../../5-lrt/interfaces/IComponent.sol";
import {IVault} from "../../5-lrt/interfaces/IVault.sol";

/// @title A vault with its exit queue, as a restaker meets them
/// @notice Idle ETH is counted and none is there. A record is what its component was worth when a move or a sync of it
/// ended; a full sync recognises all of them. What waits in the queue, and at which price, is told.
contract ToldVault {
    uint256 private _idle;
    uint256 private _reserved;
    uint256 private _recognised;
    uint256 private _lockedProfit;
    uint256 private _feesOwed;
    uint256 private _rateWad;
    uint256 private _closed;
    uint256 private _open;
    bool public isWoundUp;
    address[] private _components;
    address[2] private _places;
    mapping(address component => int256) public recordOf;
    mapping(address lst => address) public lstReserve;

    struct Money {
        uint256 idle;
        uint256 reserved;
        uint256 lockedProfit;
        uint256 feesOwed;
    }

    event ComponentAdded(address component);
    event MoveBegun(address from, address to);
    event MoveEnded(uint256 maxLossAssets);
    event IdleSent(uint256 assets);
    event IdleReturned(address from, uint256 assets);
    event Synced(address component);

    // --- what it is told ----------------------------------------------------------------------------------------------

    function tell(Money calldata money) external {
        (_idle, _reserved) = (money.idle, money.reserved);
        (_lockedProfit, _feesOwed) = (money.lockedProfit, money.feesOwed);
    }

    function tellQueue(uint256 closed, uint256 open, uint256 rateWad, bool woundUp) external {
        (_closed, _open, _rateWad, isWoundUp) = (closed, open, rateWad, woundUp);
    }

    function tellRecord(address component, int256 record) external {
        recordOf[component] = record;
    }

    function list(address lst, address reserve) external {
        lstReserve[lst] = reserve;
        if (reserve != address(0)) _components.push(reserve);
    }

    // --- what is done to it -------------------------------------------------------------------------------------------

    /// @notice What cannot be read keeps its record.
    function syncAll() external {
        int256 all = int256(_idle);
        for (uint256 i = 0; i < _components.length; ++i) {
            address component = _components[i];
            try IComponent(component).value() returns (uint256 assets) {
                recordOf[component] = int256(assets);
            } catch {}
            all += recordOf[component];
        }
        int256 others = int256(_lockedProfit + _feesOwed);
        _recognised = all > others ? uint256(all - others) : 0;
    }

    function sync(address component) public {
        recordOf[component] = int256(IComponent(component).value());
        emit Synced(component);
    }

    function addComponent(address component) external {
        _components.push(component);
        emit ComponentAdded(component);
    }

    function beginMove(address from, address to) external {
        _places = [from, to];
        for (uint256 i = 0; i < 2; ++i) if (_places[i] != address(this)) IComponent(_places[i]).value();
        emit MoveBegun(from, to);
    }

    function endMove(uint256 maxLossAssets) external {
        for (uint256 i = 0; i < 2; ++i) {
            if (_places[i] != address(this)) recordOf[_places[i]] = int256(IComponent(_places[i]).value());
        }
        emit MoveEnded(maxLossAssets);
    }

    function sendIdle(uint256 assets) external {
        _idle -= assets;
        emit IdleSent(assets);
    }

    function takeBack(uint256 assets) external {
        _idle += assets;
        emit IdleReturned(msg.sender, assets);
    }

    // --- what it says -------------------------------------------------------------------------------------------------

    function totals() external view returns (IVault.Totals memory t) {
        (t.recognised, t.lockedProfit, t.idle, t.feesOwed) = (_recognised, _lockedProfit, _idle, _feesOwed);
    }

    function surplusIdle() external view returns (uint256) {
        return _idle > _reserved ? _idle - _reserved : 0;
    }

    function components() external view returns (address[] memory) {
        return _components;
    }

    function waitingShares() external view returns (uint256 closedShares, uint256 openShares) {
        return (_closed, _open);
    }

    function toAssetsDown(uint256 shares) external view returns (uint256) {
        return (shares * _rateWad) / 1e18;
    }
}
