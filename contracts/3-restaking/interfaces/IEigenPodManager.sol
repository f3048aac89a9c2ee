// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEigenPod} from "./IEigenPod.sol";
import {IShareManager} from "./IShareManager.sol";
import {IStrategy} from "./IStrategy.sol";

/// @notice Keeps beacon chain shares: one wei of ETH that a pod has proven is one share.
/// @dev A loss on the beacon chain leaves deposit shares alone and lowers the owner's slashing factor l:
/// floor(l · (balance before − loss) / balance before).
interface IEigenPodManager is IShareManager {
    error EigenPodAlreadyExists();
    error InvalidStrategy();
    error LegacyWithdrawalsNotCompleted();
    error OnlyEigenPod();
    error OnlyProofTimestampSetter();
    error SharesNegative();
    error SharesNotMultipleOfGwei();

    event PodDeployed(address indexed eigenPod, address indexed podOwner);
    event BeaconChainETHDeposited(address indexed podOwner, uint256 amount);
    event PodSharesUpdated(address indexed podOwner, int256 sharesDelta);
    event NewTotalShares(address indexed podOwner, int256 newTotalShares);
    event BeaconChainSlashingFactorDecreased(
        address staker,
        uint64 prevBeaconChainSlashingFactor,
        uint64 newBeaconChainSlashingFactor
    );
    event BurnableETHSharesIncreased(uint256 shares);
    /// @notice Part of the ABI for withdrawals older than the queue of today; never emitted here.
    event BeaconChainETHWithdrawalCompleted(
        address indexed podOwner,
        uint256 shares,
        uint96 nonce,
        address delegatedAddress,
        address withdrawer,
        bytes32 withdrawalRoot
    );
    /// @notice Part of the ABI for the Pectra upgrade, which a core that starts today has behind it.
    event PectraForkTimestampSet(uint64 newPectraForkTimestamp);
    event ProofTimestampSetterSet(address newProofTimestampSetter);

    /// @notice Creates the caller's pod. Reverts `CurrentlyPaused` (bit 0), `EigenPodAlreadyExists`.
    function createPod() external returns (address);

    /// @notice Stakes 32 ETH of the caller's through the caller's pod, created if need be (`CurrentlyPaused`, bit 0).
    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 depositDataRoot) external payable;

    /// @notice A pod reports what a checkpoint or a new validator changed.
    /// @param prevRestakedBalanceWei all of the pod's restaked balance before, in wei
    /// @param balanceDeltaWei the change in wei, a multiple of 1 gwei
    /// @dev Reverts `OnlyEigenPod`, `SharesNotMultipleOfGwei`; after a loss of everything any gain reverts
    /// `FullySlashed`, for ever.
    function recordBeaconChainETHBalanceUpdate(
        address podOwner,
        uint256 prevRestakedBalanceWei,
        int256 balanceDeltaWei
    ) external;

    /// @notice The owner's pod, zero if there is none.
    function ownerToPod(address podOwner) external view returns (IEigenPod);

    /// @notice The owner's pod, or the address at which it would be created.
    function getPod(address podOwner) external view returns (IEigenPod);

    /// @notice Whether the owner has a pod.
    function hasPod(address podOwner) external view returns (bool);

    /// @notice Deposit shares in wei; losses on the beacon chain do not lower them.
    function podOwnerDepositShares(address podOwner) external view returns (int256 shares);

    /// @notice The owner's slashing factor l, 1e18 until the first loss.
    function beaconChainSlashingFactor(address podOwner) external view returns (uint64);

    /// @notice Shares slashed by services so far. Nothing burns them: their ETH stays in the pods.
    function burnableETHShares() external view returns (uint256);

    /// @notice The name for ETH on the beacon chain: 0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0.
    function beaconChainETHStrategy() external view returns (IStrategy);
}
