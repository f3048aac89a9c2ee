// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IOperatorDelegator} from "../../5-lrt/interfaces/IOperatorDelegator.sol";
import {IRestaker} from "../../5-lrt/interfaces/IRestaker.sol";
import {BoundedReads} from "../../5-lrt/operators/BoundedReads.sol";
import {ComponentMock} from "../5-lrt/ComponentMock.sol";
import {ReserveAroundSlot} from "./ReserveAroundSlot.sol";
import {VaultAroundSlot} from "./VaultAroundSlot.sol";

/// @title The restaker, as a delegator meets it
/// @notice It answers what a delegator asks as it was told, and reads a delegator as legs do. What the vault and the reserves
/// are to say it passes on to them.
contract RestakerAroundSlot is BoundedReads {
    /// @param rateWad wei of ETH for a whole token
    /// @param isReadable whether its worth can be read
    /// @param isExitable whether the exits of its LST are open
    /// @param isSilent the reserve does not say whether they are
    struct Listed {
        IStrategy strategy;
        uint256 rateWad;
        bool isReadable;
        bool isExitable;
        bool isSilent;
    }

    VaultAroundSlot public immutable vault;
    IStrategy private immutable _beaconChainEth;

    uint96 private _minLegAssets;
    IStrategy[] private _listed;
    mapping(IStrategy strategy => uint256) private _rateWad;
    mapping(IStrategy strategy => bool) private _isReadable;
    mapping(IStrategy strategy => ReserveAroundSlot) private _reserves;

    constructor(VaultAroundSlot vault_, IStrategy beaconChainEth) {
        (vault, _beaconChainEth) = (vault_, beaconChainEth);
    }

    function tell(
        Listed[] calldata listed,
        uint96 minLegAssets,
        uint256 quarantineSeconds,
        uint256 failingSince,
        bool isInDoubt
    ) external {
        vault.tell(quarantineSeconds, failingSince, isInDoubt);
        _minLegAssets = minLegAssets;
        delete _listed;
        for (uint256 i = 0; i < listed.length; ++i) {
            Listed calldata one = listed[i];
            _listed.push(one.strategy);
            (_rateWad[one.strategy], _isReadable[one.strategy]) = (one.rateWad, one.isReadable);
            if (address(_reserves[one.strategy]) == address(0)) _reserves[one.strategy] = new ReserveAroundSlot();
            _reserves[one.strategy].tell(one.isExitable, one.isSilent);
        }
    }

    // --- what a delegator asks --------------------------------------------------------------------------------------

    function limits() external view returns (IRestaker.Limits memory told) {
        told.minLegAssets = _minLegAssets;
    }

    function strategies() external view returns (IStrategy[] memory list) {
        list = new IStrategy[](_listed.length + 1);
        list[0] = _beaconChainEth;
        for (uint256 i = 0; i < _listed.length; ++i) list[i + 1] = _listed[i];
    }

    function lstStrategies() external view returns (IStrategy[] memory) {
        return _listed;
    }

    function reserveOf(IStrategy strategy) external view returns (address) {
        return _isListed(strategy) ? address(_reserves[strategy]) : address(0);
    }

    function worthOf(IStrategy strategy, uint256 shares) external view returns (uint256 quantity, uint256 assets) {
        if (!_isListed(strategy) || !_isReadable[strategy]) revert ComponentMock.Broken();
        quantity = strategy.sharesToUnderlyingView(shares);
        assets = (quantity * _rateWad[strategy]) / 1e18;
    }

    function _isListed(IStrategy strategy) private view returns (bool) {
        for (uint256 i = 0; i < _listed.length; ++i) if (address(_listed[i]) == address(strategy)) return true;
        return false;
    }

    // --- how legs read a delegator ----------------------------------------------------------------------------------

    function flowsOf(IOperatorDelegator delegator) external view returns (bool, IOperatorDelegator.Flows memory) {
        return _flowsOf(delegator);
    }

    function exitingOf(address component) external view returns (bool failed, uint256 assets) {
        return _exitingOf(component);
    }

    function valueOf(address component) external view returns (uint256) {
        return _valueOf(component);
    }
}
