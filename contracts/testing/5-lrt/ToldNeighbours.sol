// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComponent} from "../../5-lrt/interfaces/IComponent.sol";
import {IRestaker} from "../../5-lrt/interfaces/IRestaker.sol";
import {BoundedReads} from "../../5-lrt/operators/BoundedReads.sol";
import {ComponentMock} from "./ComponentMock.sol";

/// @title The vault, the restaker, a slot's delegator and the instant exit, as a reserve meets them
/// @notice It answers what a reserve asks as it was told, logs what a reserve tells, and reads a reserve as legs do. Calls of
/// the vault and of the restaker come from two of these.
contract ToldNeighbours is BoundedReads {
    /// @notice The strategy of the reserve's LST, or nobody.
    address public strategy;
    address public reserve;
    uint96 private _minLegAssets;
    bool private _broken;
    address[] private _strategies;
    uint256[] private _quantities;

    event IdleReturned(address indexed component, uint256 assets);
    event InflowNoted(address indexed reserve, address indexed lst, uint256 assets);

    function tell(
        address reserve_,
        address strategy_,
        uint96 minLegAssets,
        bool broken,
        address[] calldata strategies,
        uint256[] calldata quantities
    ) external {
        (reserve, strategy, _minLegAssets, _broken) = (reserve_, strategy_, minLegAssets, broken);
        (_strategies, _quantities) = (strategies, quantities);
    }

    // --- what a reserve tells ---------------------------------------------------------------------------------------

    function returnIdle() external payable {
        emit IdleReturned(msg.sender, msg.value);
    }

    function noteInflow(address lst, uint256 assets) external {
        emit InflowNoted(msg.sender, lst, assets);
    }

    // --- what a reserve asks ----------------------------------------------------------------------------------------

    function limits() external view returns (IRestaker.Limits memory told) {
        told.minLegAssets = _minLegAssets;
    }

    function strategyOf(address) external view returns (address) {
        return strategy;
    }

    function reserveOf(address strategy_) external view returns (address) {
        return strategy_ == strategy ? reserve : address(0);
    }

    function slotCount() external pure returns (uint256) {
        return 1;
    }

    function slotAt(uint256) external view returns (IRestaker.Slot memory slot) {
        slot.delegator = address(this);
    }

    function positions() external view returns (IComponent.Position[] memory list, uint256 asOf, bool inDoubt) {
        if (_broken) revert ComponentMock.Broken();
        list = new IComponent.Position[](_strategies.length);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = IComponent.Position(_strategies[i], _quantities[i], 0);
        }
        (asOf, inDoubt) = (block.timestamp, false);
    }

    // --- how legs read a reserve ------------------------------------------------------------------------------------

    function idleIn(address component) external view returns (uint256) {
        return _idleIn(component);
    }

    function exitingOf(address component) external view returns (bool failed, uint256 assets) {
        return _exitingOf(component);
    }

    function valueOf(address component) external view returns (uint256) {
        return _valueOf(component);
    }
}
