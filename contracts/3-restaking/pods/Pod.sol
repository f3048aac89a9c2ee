// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IEigenPod} from "../interfaces/IEigenPod.sol";
import {IEigenPodManager} from "../interfaces/IEigenPodManager.sol";
import {PodBase} from "./PodBase.sol";
import {PodCheckpoints} from "./PodCheckpoints.sol";
import {PodCredentials} from "./PodCredentials.sol";

/// @title A staker's pod
/// @notice The withdrawal credentials of one owner's validators. Ether comes from rung 1 without a call, or from anyone
/// by a call that takes no lock, and becomes shares in the next checkpoint. It leaves only through the manager, for
/// shares withdrawn as tokens. Pods are clones of this contract, which itself cannot be initialised. Not here:
/// the version string.
abstract contract Pod is PodCredentials, PodCheckpoints, Initializable {
    using SafeERC20 for IERC20;

    constructor(IBeaconChain beaconChain, IEigenPodManager eigenPodManager_) PodBase(beaconChain, eigenPodManager_) {
        _disableInitializers();
    }

    receive() external payable {
        emit NonBeaconChainETHReceived(msg.value);
    }

    /// @inheritdoc IEigenPod
    function initialize(address podOwner_) external initializer {
        if (podOwner_ == address(0)) revert InputAddressZero();
        podOwner = podOwner_;
    }

    /// @inheritdoc IEigenPod
    function stake(
        bytes calldata pubkey,
        bytes calldata signature,
        bytes32 depositDataRoot
    ) external payable onlyEigenPodManager {
        if (msg.value != 32 ether) revert MsgValueNot32ETH();
        bytes memory credentials = abi.encodePacked(bytes1(0x01), bytes11(0), address(this));
        ethPOS.deposit{value: 32 ether}(pubkey, credentials, signature, depositDataRoot);
        emit EigenPodStaked(_pubkeyHash(pubkey));
    }

    /// @inheritdoc IEigenPod
    function requestWithdrawal(
        WithdrawalRequest[] calldata requests
    ) external payable onlyWhenNotPaused(PAUSED_WITHDRAWAL_REQUESTS) onlyOwnerOrProofSubmitter {
        uint256 feeWei = getWithdrawalRequestFee();
        uint256 feesWei = feeWei * requests.length;
        if (msg.value < feesWei) revert InsufficientFunds();
        for (uint256 i = 0; i < requests.length; ++i) {
            (bytes calldata pubkey, uint64 amountGwei) = (requests[i].pubkey, requests[i].amountGwei);
            bytes32 pubkeyHash = _activeHash(pubkey);
            ethPOS.requestWithdrawal{value: feeWei}(pubkey, amountGwei);
            if (amountGwei == 0) emit ExitRequested(pubkeyHash);
            else emit WithdrawalRequested(pubkeyHash, amountGwei);
        }
        if (msg.value > feesWei) Address.sendValue(payable(msg.sender), msg.value - feesWei);
    }

    /// @inheritdoc IEigenPod
    function requestConsolidation(
        ConsolidationRequest[] calldata requests
    ) external payable onlyWhenNotPaused(PAUSED_CONSOLIDATIONS) onlyOwnerOrProofSubmitter {
        uint256 feeWei = getConsolidationRequestFee();
        uint256 feesWei = feeWei * requests.length;
        if (msg.value < feesWei) revert InsufficientFunds();
        for (uint256 i = 0; i < requests.length; ++i) {
            ConsolidationRequest calldata request = requests[i];
            bytes32 sourceHash = _pubkeyHash(request.srcPubkey);
            // what goes into another pod's validator would be seen as a loss here, and as a gain there
            bytes32 targetHash = _activeHash(request.targetPubkey);
            ethPOS.requestConsolidation{value: feeWei}(request.srcPubkey, request.targetPubkey);
            if (sourceHash == targetHash) emit SwitchToCompoundingRequested(sourceHash);
            else emit ConsolidationRequested(sourceHash, targetHash);
        }
        if (msg.value > feesWei) Address.sendValue(payable(msg.sender), msg.value - feesWei);
    }

    /// @inheritdoc IEigenPod
    function withdrawRestakedBeaconChainETH(address recipient, uint256 amountWei) external onlyEigenPodManager {
        uint256 amountGwei = amountWei / 1 gwei;
        if (amountGwei > withdrawableRestakedExecutionLayerGwei) revert InsufficientWithdrawableBalance();
        withdrawableRestakedExecutionLayerGwei -= uint64(amountGwei);
        emit RestakedBeaconChainETHWithdrawn(recipient, amountGwei * 1 gwei);
        Address.sendValue(payable(recipient), amountGwei * 1 gwei);
    }

    /// @inheritdoc IEigenPod
    function setProofSubmitter(address newProofSubmitter) external onlyEigenPodOwner {
        emit ProofSubmitterUpdated(proofSubmitter, newProofSubmitter);
        proofSubmitter = newProofSubmitter;
    }

    /// @inheritdoc IEigenPod
    function recoverTokens(
        IERC20[] calldata tokenList,
        uint256[] calldata amountsToWithdraw,
        address recipient
    ) external onlyEigenPodOwner onlyWhenNotPaused(PAUSED_NON_PROOF_WITHDRAWALS) {
        if (tokenList.length != amountsToWithdraw.length) revert InputArrayLengthMismatch();
        for (uint256 i = 0; i < tokenList.length; ++i) {
            tokenList[i].safeTransfer(recipient, amountsToWithdraw[i]);
        }
    }
}
