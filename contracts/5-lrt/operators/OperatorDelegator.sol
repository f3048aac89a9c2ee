// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IRewardsCoordinator} from "../../3-restaking/interfaces/IRewardsCoordinator.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {QueuedWithdrawalParams, SignatureWithExpiry, Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";
import {OperatorDelegatorViews} from "./OperatorDelegatorViews.sol";

/// @title A staker of the core: one slot of the vault
/// @notice A minimal clone (EIP-1167) of one implementation, whose immutables are all that clones share. It acts for the
/// restaker alone and decides nothing; only proofs and checkpoints, which say what is true, come from anybody. ETH comes to it from the vault (to stake) and from its pod (a completed
/// withdrawal) and goes on in the same call; it takes no lock, for the pod pays it in the middle of one.
///
/// It trusts the core to be the core. An operator, its services and their slashes are not trusted: whatever they do is
/// read as it is. ETH or tokens that strangers send here count for nothing.
/// @custom:decisions 0045
contract OperatorDelegator is OperatorDelegatorViews {
    using SafeERC20 for IERC20;

    IVaultModules public immutable vault;
    IRewardsCoordinator public immutable rewardsCoordinator;
    address public immutable rewardsClaimer;

    modifier onlyRestaker() {
        if (msg.sender != address(restaker)) revert OnlyRestaker(msg.sender);
        _;
    }

    constructor(
        address vault_,
        address restaker_,
        address delegation_,
        address strategyManager_,
        address eigenPodManager_,
        address rewardsCoordinator_,
        address beaconChain_,
        address unprovenKeys_,
        address rewardsClaimer_
    ) OperatorDelegatorViews(restaker_, delegation_, strategyManager_, eigenPodManager_, beaconChain_, unprovenKeys_) {
        vault = IVaultModules(vault_);
        rewardsCoordinator = IRewardsCoordinator(rewardsCoordinator_);
        rewardsClaimer = rewardsClaimer_;
    }

    receive() external payable {
        if (msg.sender != address(vault) && msg.sender != address(pod())) revert UnexpectedEther(msg.sender);
    }

    /// @inheritdoc IOperatorDelegator
    function initialize() external onlyRestaker {
        eigenPodManager.createPod();
        rewardsCoordinator.setClaimerFor(rewardsClaimer);
    }

    /// @inheritdoc IOperatorDelegator
    function delegateTo(
        address operator_,
        bytes calldata signature,
        uint256 expiry,
        bytes32 salt
    ) external onlyRestaker {
        delegation.delegateTo(operator_, SignatureWithExpiry(signature, expiry), salt);
    }

    /// @inheritdoc IOperatorDelegator
    function undelegate() external onlyRestaker {
        delegation.undelegate(address(this));
    }

    /// @inheritdoc IOperatorDelegator
    function depositTokens(IStrategy strategy, uint256 amount) external onlyRestaker {
        IERC20 token = strategy.underlyingToken();
        token.forceApprove(address(strategyManager), amount);
        strategyManager.depositIntoStrategy(strategy, token, amount);
    }

    /// @inheritdoc IOperatorDelegator
    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 depositDataRoot) external onlyRestaker {
        unprovenKeys.add(_pubkeyHash(pubkey));
        _nativeUsed = true;
        eigenPodManager.stake{value: VALIDATOR_ASSETS}(pubkey, signature, depositDataRoot);
    }

    /// @inheritdoc IOperatorDelegator
    function queue(IStrategy strategy, uint256 depositShares) external onlyRestaker returns (bytes32 root) {
        QueuedWithdrawalParams[] memory params = new QueuedWithdrawalParams[](1);
        params[0].strategies = new IStrategy[](1);
        params[0].depositShares = new uint256[](1);
        params[0].strategies[0] = strategy;
        params[0].depositShares[0] = depositShares;
        return delegation.queueWithdrawals(params)[0];
    }

    /// @inheritdoc IOperatorDelegator
    function complete(
        Withdrawal calldata withdrawal,
        bool asTokens,
        address tokensTo
    ) external onlyRestaker returns (uint256 amount) {
        IERC20[] memory tokens = new IERC20[](withdrawal.strategies.length);
        if (!asTokens) {
            delegation.completeQueuedWithdrawal(withdrawal, tokens, false);
            return 0;
        }
        IStrategy strategy = withdrawal.strategies[0];
        bool native = address(strategy) == address(beaconChainEth);
        if (!native) tokens[0] = strategy.underlyingToken();
        uint256 before = native ? address(this).balance : tokens[0].balanceOf(address(this));
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
        if (native) {
            amount = address(this).balance - before;
            vault.returnIdle{value: amount}();
        } else {
            amount = tokens[0].balanceOf(address(this)) - before;
            tokens[0].safeTransfer(tokensTo, amount);
        }
    }

    /// @inheritdoc IOperatorDelegator
    function exitValidators(bytes[] calldata pubkeys, address refundTo) external payable onlyRestaker {
        uint256 before = address(this).balance - msg.value;
        IEigenPod pod_ = pod();
        _forgetExited(pod_);
        IEigenPod.WithdrawalRequest[] memory requests = new IEigenPod.WithdrawalRequest[](pubkeys.length);
        for (uint256 i = 0; i < pubkeys.length; ++i) {
            requests[i].pubkey = pubkeys[i];
            _noteExit(pod_, _pubkeyHash(pubkeys[i]));
        }
        _sumExiting(pod_);
        uint256 fee = pod_.getWithdrawalRequestFee() * pubkeys.length;
        pod_.requestWithdrawal{value: fee}(requests);
        for (uint256 i = 0; i < pubkeys.length; ++i) {
            // consensus ignores a request without a word (too young, say): then nothing would be on its way out
            if (!_isLeaving(_pubkeyHash(pubkeys[i]))) revert ExitIgnored(pubkeys[i]);
        }
        Address.sendValue(payable(refundTo), address(this).balance - before);
    }

    /// @inheritdoc IOperatorDelegator
    function startCheckpoint() external {
        IEigenPod pod_ = pod();
        unprovenKeys.checkMayStart(pod_);
        _nativeUsed = true;
        pod_.startCheckpoint(false);
    }

    /// @inheritdoc IOperatorDelegator
    function verifyWithdrawalCredentials(
        uint64 beaconTimestamp,
        IEigenPod.StateRootProof calldata stateRootProof,
        uint40[] calldata validatorIndices,
        bytes[] calldata validatorFieldsProofs,
        bytes32[][] calldata validatorFields
    ) external {
        IEigenPod pod_ = pod();
        unprovenKeys.beforeProof(pod_, beaconTimestamp);
        pod_.verifyWithdrawalCredentials(
            beaconTimestamp,
            stateRootProof,
            validatorIndices,
            validatorFieldsProofs,
            validatorFields
        );
        unprovenKeys.afterProof(pod_, beaconTimestamp);
        _nativeUsed = true;
    }

    function _isLeaving(bytes32 pubkeyHash) private view returns (bool) {
        (bool exists, uint40 index) = beaconChain.indexOf(pubkeyHash);
        return exists && beaconChain.validator(index).exitEpoch != type(uint64).max;
    }
}
