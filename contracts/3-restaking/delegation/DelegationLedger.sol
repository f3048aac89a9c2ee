// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IEigenPodManager} from "../interfaces/IEigenPodManager.sol";
import {IShareManager} from "../interfaces/IShareManager.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {IStrategyManager} from "../interfaces/IStrategyManager.sol";
import {BEACON_CHAIN_ETH_STRATEGY, WAD, isBeaconChainETH} from "../libraries/Constants.sol";
import {SlashingLib} from "../libraries/SlashingLib.sol";
import {Snapshots} from "../libraries/Snapshots.sol";
import {Pausable} from "../permissions/Pausable.sol";
import {PermissionControllerMixin} from "../permissions/PermissionControllerMixin.sol";
import {SignatureUtils} from "../permissions/SignatureUtils.sol";

/// @title What all parts of the DelegationManager know
/// @notice Storage of stakers and operators, slashing factors, and the two moves of an operator's shares.
/// @dev One word each: a staker, an operator's stake in a strategy, a scaling factor (0 while it is 1).
/// @custom:decisions 0021
abstract contract DelegationLedger is
    IDelegationManager,
    Pausable,
    PermissionControllerMixin,
    SignatureUtils,
    ReentrancyGuardTransient
{
    using SafeCast for uint256;
    using SlashingLib for uint256;
    using Snapshots for mapping(uint256 index => uint256);

    struct Staker {
        address delegatedTo;
        uint32 queuedEver;
        uint32 queuedNow;
    }

    /// @dev `slashed` is 1e18 less the operator's maximum magnitude, which the AllocationManager keeps: every slash
    /// reports it, so that deposits, queueing and completing need not ask. `slashedAt` is the block of the last slash,
    /// `queueSnapshots` the length of the queue's history.
    struct Stake {
        uint128 shares;
        uint64 slashed;
        uint32 slashedAt;
        uint32 queueSnapshots;
    }

    uint8 internal constant PAUSED_NEW_DELEGATION = 0;
    uint8 internal constant PAUSED_ENTER_WITHDRAWAL_QUEUE = 1;
    uint8 internal constant PAUSED_EXIT_WITHDRAWAL_QUEUE = 2;

    /// @notice Keeps deposit shares of tokens.
    IStrategyManager public immutable strategyManager;
    /// @inheritdoc IDelegationManager
    IEigenPodManager public immutable eigenPodManager;
    /// @notice Keeps magnitudes and slashes.
    IAllocationManager public immutable allocationManager;
    /// @inheritdoc IDelegationManager
    uint32 public immutable minWithdrawalDelayBlocks;
    /// @inheritdoc IDelegationManager
    IStrategy public constant beaconChainETHStrategy = BEACON_CHAIN_ETH_STRATEGY;

    mapping(address staker => Staker) internal _stakers;
    mapping(address staker => mapping(IStrategy strategy => uint256)) internal _scalingFactors;
    mapping(address operator => mapping(IStrategy strategy => Stake)) internal _stakes;
    /// @dev Cumulative scaled shares that an operator's stakers have queued, by block.
    mapping(address operator => mapping(IStrategy strategy => mapping(uint256 index => uint256)))
        internal _queueSnapshots;

    constructor(
        IStrategyManager strategyManager_,
        IEigenPodManager eigenPodManager_,
        IAllocationManager allocationManager_,
        uint32 minWithdrawalDelayBlocks_
    ) {
        strategyManager = strategyManager_;
        eigenPodManager = eigenPodManager_;
        allocationManager = allocationManager_;
        minWithdrawalDelayBlocks = minWithdrawalDelayBlocks_;
    }

    /// @dev Counts `addedShares` for the staker's scaling factor and for the operator, if there is one.
    function _increaseShares(
        address operator,
        address staker,
        IStrategy strategy,
        uint256 prevDepositShares,
        uint256 addedShares,
        uint256 slashingFactor
    ) internal {
        require(slashingFactor != 0, FullySlashed());
        if (addedShares == 0) return;

        uint256 before = _scalingFactors[staker][strategy].toScalingFactor();
        uint256 scalingFactor = before.scalingFactorAfter(prevDepositShares, addedShares, slashingFactor);
        require(scalingFactor != 0, InvalidDepositScalingFactor());
        if (scalingFactor != before) _scalingFactors[staker][strategy] = scalingFactor.toStored();
        emit DepositScalingFactorUpdated(staker, strategy, scalingFactor);

        if (operator == address(0)) return;
        Stake storage stake = _stakes[operator][strategy];
        stake.shares = (uint256(stake.shares) + addedShares).toUint128();
        emit OperatorSharesIncreased(operator, staker, strategy, addedShares);
    }

    /// @dev Panics (0x11) when the operator has less.
    function _decreaseShares(address operator, address staker, IStrategy strategy, uint256 shares) internal {
        Stake storage stake = _stakes[operator][strategy];
        stake.shares = uint128(uint256(stake.shares) - shares);
        emit OperatorSharesDecreased(operator, staker, strategy, shares);
    }

    /// @dev The part of the staker's scaled shares that slashing left now: m, or ⌊m·l⌋ for beacon chain ETH.
    function _slashingFactor(address operator, address staker, IStrategy strategy) internal view returns (uint256) {
        return _withBeaconFactor(_maxMagnitude(operator, strategy), staker, strategy);
    }

    /// @dev The same for a withdrawal: m as it was at the end of block `slashableUntil`, l as it is now. Asks the
    /// AllocationManager only when there was a slash since.
    function _slashingFactorAt(
        address operator,
        address staker,
        IStrategy strategy,
        uint32 slashableUntil
    ) internal view returns (uint256) {
        uint256 magnitude;
        if (_stakes[operator][strategy].slashedAt <= slashableUntil) {
            magnitude = _maxMagnitude(operator, strategy);
        } else {
            IStrategy[] memory strategies = new IStrategy[](1);
            strategies[0] = strategy;
            magnitude = allocationManager.getMaxMagnitudesAtBlock(operator, strategies, slashableUntil)[0];
        }
        return _withBeaconFactor(magnitude, staker, strategy);
    }

    function _maxMagnitude(address operator, IStrategy strategy) internal view returns (uint256) {
        return WAD - _stakes[operator][strategy].slashed;
    }

    function _shareManager(IStrategy strategy) internal view returns (IShareManager) {
        return isBeaconChainETH(strategy) ? IShareManager(eigenPodManager) : IShareManager(strategyManager);
    }

    /// @dev What a slash from `prevMax` to `newMax` takes of the operator's queue: of everything queued in the last
    /// `minWithdrawalDelayBlocks` blocks and this one. Counted together, so up to a wei a withdrawal too much.
    function _slashableInQueue(
        address operator,
        IStrategy strategy,
        uint64 prevMax,
        uint64 newMax
    ) internal view returns (uint256) {
        if (prevMax == 0) return 0;
        mapping(uint256 index => uint256) storage snapshots = _queueSnapshots[operator][strategy];
        uint256 length = _stakes[operator][strategy].queueSnapshots;
        uint32 windowBegin = uint32(block.number) - minWithdrawalDelayBlocks - 1;
        uint256 queued = snapshots.latest(length, 0) - snapshots.atBlock(length, windowBegin, 0);
        return queued.mulWadDown(prevMax).slashedDown(prevMax, newMax);
    }

    function _withBeaconFactor(uint256 magnitude, address staker, IStrategy strategy) private view returns (uint256) {
        if (!isBeaconChainETH(strategy)) return magnitude;
        return magnitude.mulWadDown(eigenPodManager.beaconChainSlashingFactor(staker));
    }
}
