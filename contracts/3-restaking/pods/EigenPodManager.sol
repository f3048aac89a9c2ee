// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IEigenPod} from "../interfaces/IEigenPod.sol";
import {IEigenPodManager} from "../interfaces/IEigenPodManager.sol";
import {IPauserRegistry} from "../interfaces/IPauserRegistry.sol";
import {IShareManager} from "../interfaces/IShareManager.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {OperatorSet} from "../interfaces/Types.sol";
import {BEACON_CHAIN_ETH_STRATEGY, WAD, isBeaconChainETH} from "../libraries/Constants.sol";
import {Pausable} from "../permissions/Pausable.sol";

/// @title Shares of beacon chain ETH
/// @notice A pod tells what its validators gained or lost. A gain of d wei is d shares. A loss leaves the shares alone
/// and lowers the owner's slashing factor l (1e18 = 1), which multiplies all that the owner has, queued or not:
///
///   l' = ⌊l · (B − loss) / B⌋      B: the pod's whole restaked balance before
///
/// l = 0 is for ever: such an owner gets no share any more.
/// @dev Pods are minimal clones of one implementation, at addresses that follow from the owner. Trusts a pod's numbers
/// about its own owner, and no other's. What services slash is counted in `burnableETHShares` and burned by nobody:
/// that ETH stays in the pods.
contract EigenPodManager is IEigenPodManager, Pausable, ReentrancyGuardTransient {
    using SafeCast for uint256;

    /// @dev `lost` is 1e18 − l, so that an empty word means no loss.
    struct PodOwner {
        uint128 shares;
        uint64 lost;
    }

    uint8 private constant PAUSED_NEW_EIGENPODS = 0;
    int256 private constant GWEI_TO_WEI = 1e9;

    /// @notice The deposit contract behind the pods: the beacon chain of rung 1.
    address public immutable ethPOS;

    /// @notice What every pod is a clone of.
    address public immutable podImplementation;

    /// @notice Keeps delegations; the only caller of what a share manager does.
    IDelegationManager public immutable delegationManager;

    /// @inheritdoc IEigenPodManager
    IStrategy public constant beaconChainETHStrategy = BEACON_CHAIN_ETH_STRATEGY;

    /// @inheritdoc IEigenPodManager
    mapping(address podOwner => IEigenPod) public ownerToPod;

    /// @inheritdoc IEigenPodManager
    uint256 public burnableETHShares;

    mapping(address podOwner => PodOwner) private _owners;

    modifier onlyDelegationManager() {
        require(msg.sender == address(delegationManager), OnlyDelegationManager());
        _;
    }

    constructor(
        address beaconChain,
        address podImplementation_,
        IDelegationManager delegationManager_,
        IPauserRegistry pauserRegistry_
    ) Pausable(pauserRegistry_) {
        ethPOS = beaconChain;
        podImplementation = podImplementation_;
        delegationManager = delegationManager_;
    }

    /// @inheritdoc IEigenPodManager
    function createPod() external onlyWhenNotPaused(PAUSED_NEW_EIGENPODS) nonReentrant returns (address) {
        require(!hasPod(msg.sender), EigenPodAlreadyExists());
        return address(_createPod());
    }

    /// @inheritdoc IEigenPodManager
    function stake(
        bytes calldata pubkey,
        bytes calldata signature,
        bytes32 depositDataRoot
    ) external payable onlyWhenNotPaused(PAUSED_NEW_EIGENPODS) nonReentrant {
        IEigenPod pod = hasPod(msg.sender) ? ownerToPod[msg.sender] : _createPod();
        pod.stake{value: msg.value}(pubkey, signature, depositDataRoot);
    }

    /// @inheritdoc IEigenPodManager
    function recordBeaconChainETHBalanceUpdate(
        address podOwner,
        uint256 prevRestakedBalanceWei,
        int256 balanceDeltaWei
    ) external nonReentrant {
        require(msg.sender == address(ownerToPod[podOwner]), OnlyEigenPod());
        require(balanceDeltaWei % GWEI_TO_WEI == 0, SharesNotMultipleOfGwei());
        if (balanceDeltaWei > 0) {
            uint256 added = uint256(balanceDeltaWei);
            uint256 prevDepositShares = _addShares(podOwner, added);
            delegationManager.increaseDelegatedShares(podOwner, BEACON_CHAIN_ETH_STRATEGY, prevDepositShares, added);
        } else if (balanceDeltaWei < 0) {
            uint64 decrease = _lowerSlashingFactor(podOwner, prevRestakedBalanceWei, uint256(-balanceDeltaWei));
            delegationManager.decreaseDelegatedShares(podOwner, _owners[podOwner].shares, decrease);
        }
    }

    /// @inheritdoc IShareManager
    /// @dev Reverts `InvalidStrategy`, `SharesNegative` for more than there is.
    function removeDepositShares(
        address staker,
        IStrategy strategy,
        uint256 depositSharesToRemove
    ) external onlyDelegationManager nonReentrant returns (uint256 sharesAfter) {
        require(isBeaconChainETH(strategy), InvalidStrategy());
        uint256 shares = _owners[staker].shares;
        require(depositSharesToRemove <= shares, SharesNegative());
        sharesAfter = shares - depositSharesToRemove;
        _owners[staker].shares = uint128(sharesAfter);
        emit NewTotalShares(staker, sharesAfter.toInt256());
    }

    /// @inheritdoc IShareManager
    /// @dev Reverts `InvalidStrategy`.
    function addShares(
        address staker,
        IStrategy strategy,
        uint256 shares
    ) external onlyDelegationManager nonReentrant returns (uint256, uint256) {
        require(isBeaconChainETH(strategy), InvalidStrategy());
        return (_addShares(staker, shares), shares);
    }

    /// @inheritdoc IShareManager
    /// @dev Reverts `InvalidStrategy`, and what the pod reverts when it has less.
    function withdrawSharesAsTokens(
        address staker,
        IStrategy strategy,
        IERC20,
        uint256 shares
    ) external onlyDelegationManager nonReentrant {
        require(isBeaconChainETH(strategy), InvalidStrategy());
        ownerToPod[staker].withdrawRestakedBeaconChainETH(staker, shares);
    }

    /// @inheritdoc IShareManager
    function increaseBurnOrRedistributableShares(
        OperatorSet calldata,
        uint256,
        IStrategy,
        uint256 addedSharesToBurn
    ) external onlyDelegationManager nonReentrant {
        burnableETHShares += addedSharesToBurn;
        emit BurnableETHSharesIncreased(addedSharesToBurn);
    }

    /// @inheritdoc IEigenPodManager
    function getPod(address podOwner) external view returns (IEigenPod pod) {
        pod = ownerToPod[podOwner];
        if (address(pod) == address(0)) {
            pod = IEigenPod(Clones.predictDeterministicAddress(podImplementation, _salt(podOwner)));
        }
    }

    /// @inheritdoc IEigenPodManager
    function podOwnerDepositShares(address podOwner) external view returns (int256) {
        return uint256(_owners[podOwner].shares).toInt256();
    }

    /// @inheritdoc IShareManager
    /// @dev 0 for any strategy but beacon chain ETH.
    function stakerDepositShares(address user, IStrategy strategy) external view returns (uint256) {
        require(isBeaconChainETH(strategy), InvalidStrategy());
        return _owners[user].shares;
    }

    /// @inheritdoc IEigenPodManager
    function beaconChainSlashingFactor(address podOwner) external view returns (uint64) {
        return WAD - _owners[podOwner].lost;
    }

    /// @inheritdoc IEigenPodManager
    function hasPod(address podOwner) public view returns (bool) {
        return address(ownerToPod[podOwner]) != address(0);
    }

    function _createPod() private returns (IEigenPod pod) {
        pod = IEigenPod(Clones.cloneDeterministic(podImplementation, _salt(msg.sender)));
        ownerToPod[msg.sender] = pod;
        pod.initialize(msg.sender);
        emit PodDeployed(address(pod), msg.sender);
    }

    function _addShares(address podOwner, uint256 shares) private returns (uint256 prevDepositShares) {
        prevDepositShares = _owners[podOwner].shares;
        uint256 sharesAfter = prevDepositShares + shares;
        _owners[podOwner].shares = sharesAfter.toUint128();
        emit PodSharesUpdated(podOwner, shares.toInt256());
        emit NewTotalShares(podOwner, sharesAfter.toInt256());
    }

    function _lowerSlashingFactor(
        address podOwner,
        uint256 prevRestakedBalanceWei,
        uint256 lossWei
    ) private returns (uint64 decrease) {
        uint64 prevFactor = WAD - _owners[podOwner].lost;
        uint64 newFactor = uint64(Math.mulDiv(prevFactor, prevRestakedBalanceWei - lossWei, prevRestakedBalanceWei));
        _owners[podOwner].lost = WAD - newFactor;
        emit BeaconChainSlashingFactorDecreased(podOwner, prevFactor, newFactor);
        return prevFactor - newFactor;
    }

    function _salt(address podOwner) private pure returns (bytes32) {
        return bytes32(uint256(uint160(podOwner)));
    }
}
