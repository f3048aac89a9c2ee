// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IOperatorDelegator} from "../../5-lrt/interfaces/IOperatorDelegator.sol";
import {IRestaker} from "../../5-lrt/interfaces/IRestaker.sol";
import {ComponentMock} from "../5-lrt/ComponentMock.sol";
import {ToldCore} from "./ToldCore.sol";
import {ToldReserve} from "./ToldReserve.sol";
import {ToldStrategy} from "./ToldStrategy.sol";
import {ToldVault} from "./ToldVault.sol";

/// @title A delegator with its pod, as a restaker meets them
/// @notice Worth what it has in the core, held and queued, by the rates of the moment. What is in its pod, what validators
/// were asked to leave, which part of it is in doubt, and whether it can be read, it says as it was told.
contract ToldSlot {
    ToldCore public immutable core;
    ToldVault public immutable vault;
    IRestaker public immutable restaker;
    IStrategy private immutable _eth;

    bool public isInitialized;
    bool private _broken;
    uint64 public withdrawableRestakedExecutionLayerGwei;
    uint256 public leavingAssets;
    mapping(IStrategy strategy => bool) public isInDoubt;
    mapping(bytes32 pubkeyHash => uint64) private _restakedGwei;

    event ExitsAsked(uint256 count, uint256 value, address refundTo);

    modifier onlyRestaker() {
        if (msg.sender != address(restaker)) revert IOperatorDelegator.OnlyRestaker(msg.sender);
        _;
    }

    constructor(ToldCore core_, ToldVault vault_, IRestaker restaker_) {
        (core, vault, restaker) = (core_, vault_, restaker_);
        _eth = IStrategy(core_.beaconChainETHStrategy());
    }

    // --- what it is told ----------------------------------------------------------------------------------------------

    function tell(bool broken, uint64 podGwei, uint256 leavingAssets_) external {
        (_broken, withdrawableRestakedExecutionLayerGwei, leavingAssets) = (broken, podGwei, leavingAssets_);
    }

    function tellDoubt(IStrategy strategy, bool inDoubt) external {
        isInDoubt[strategy] = inDoubt;
    }

    function tellKey(bytes calldata pubkey, uint64 restakedGwei) external {
        _restakedGwei[_hashOf(pubkey)] = restakedGwei;
    }

    // --- what the restaker has it do ------------------------------------------------------------------------------------

    function initialize() external onlyRestaker {
        isInitialized = true;
    }

    function delegateTo(
        address operator_,
        bytes calldata signature,
        uint256 expiry,
        bytes32 salt
    ) external onlyRestaker {
        core.delegateTo(operator_, signature, expiry, salt);
    }

    function undelegate() external onlyRestaker {
        core.undelegate(restaker.strategies());
    }

    function depositTokens(ToldStrategy strategy, uint256 amount) external onlyRestaker {
        core.deposit(IStrategy(address(strategy)), strategy.underlyingToSharesView(amount));
    }

    function stake(bytes calldata pubkey, bytes calldata, bytes32) external onlyRestaker {
        core.takeKey(pubkey);
        core.deposit(_eth, 32 ether);
        _restakedGwei[_hashOf(pubkey)] = 32 gwei;
    }

    function queue(IStrategy strategy, uint256 depositShares) external onlyRestaker returns (bytes32 root) {
        return core.queue(strategy, depositShares);
    }

    function complete(
        Withdrawal calldata withdrawal,
        bool asTokens,
        address
    ) external onlyRestaker returns (uint256 amount) {
        uint256[] memory shares = core.complete(withdrawal, asTokens);
        if (!asTokens) return 0;
        if (!_isEth(withdrawal.strategies[0])) return withdrawal.strategies[0].sharesToUnderlyingView(shares[0]);
        withdrawableRestakedExecutionLayerGwei -= uint64(shares[0] / 1 gwei);
        vault.takeBack(shares[0]);
        return shares[0];
    }

    function exitValidators(bytes[] calldata pubkeys, address refundTo) external payable onlyRestaker {
        for (uint256 i = 0; i < pubkeys.length; ++i) {
            leavingAssets += uint256(_restakedGwei[_hashOf(pubkeys[i])]) * 1 gwei;
        }
        emit ExitsAsked(pubkeys.length, msg.value, refundTo);
    }

    // --- what it says -------------------------------------------------------------------------------------------------

    function pod() external view returns (ToldSlot) {
        return this;
    }

    function operator() external view returns (address) {
        return core.delegatedTo(address(this));
    }

    function validatorPubkeyHashToInfo(bytes32 pubkeyHash) external view returns (IEigenPod.ValidatorInfo memory info) {
        info.restakedBalanceGwei = _restakedGwei[pubkeyHash];
    }

    function isKeyFree(bytes calldata pubkey) external view returns (bool) {
        return !core.isKeyUsed(keccak256(pubkey));
    }

    function canLeave() external view returns (bool) {
        return core.shares(address(this), _eth) <= core.operatorShares(core.delegatedTo(address(this)), address(_eth));
    }

    function holds(IStrategy strategy) external view returns (bool) {
        if (core.deposits(address(this), strategy) != 0) return true;
        bytes32[] memory roots = core.getQueuedWithdrawalRoots(address(this));
        for (uint256 i = 0; i < roots.length; ++i) {
            IStrategy[] memory list = core.queuedWithdrawals(roots[i]).strategies;
            for (uint256 j = 0; j < list.length; ++j) if (address(list[j]) == address(strategy)) return true;
        }
        return false;
    }

    function restaked(IStrategy strategy) external view returns (uint256 depositShares, uint256 assets) {
        depositShares = core.deposits(address(this), strategy);
        assets = _assetsOf(strategy, core.shares(address(this), strategy));
    }

    function freePodAssets() external view returns (uint256) {
        (uint256 inPod, uint256 queued) = (_inPod(), _queuedOf(_eth));
        return inPod > queued ? inPod - queued : 0;
    }

    function value() external view returns (uint256 assets) {
        if (_broken) revert ComponentMock.Broken();
        IStrategy[] memory list = restaker.strategies();
        for (uint256 i = 0; i < list.length; ++i) {
            assets += _assetsOf(list[i], core.shares(address(this), list[i]) + _queuedOf(list[i]));
        }
    }

    function exitingAssets() external view returns (uint256) {
        return flows().exiting;
    }

    function flows() public view returns (IOperatorDelegator.Flows memory f) {
        if (_broken) revert ComponentMock.Broken();
        IStrategy[] memory list = restaker.strategies();
        for (uint256 i = 1; i < list.length; ++i) {
            uint256 tokens = _assetsOf(list[i], core.shares(address(this), list[i]));
            f.tokens += tokens;
            if (ToldReserve(restaker.reserveOf(list[i])).isExitable())
                f.exiting += _assetsOf(list[i], _queuedOf(list[i]));
            else f.stuck += tokens;
        }
        uint256 all = core.shares(address(this), _eth) + _queuedOf(_eth);
        uint256 leaving = _inPod() + leavingAssets;
        if (leaving > all) leaving = all;
        (f.native, f.exiting) = (all - leaving, f.exiting + leaving);
    }

    function _inPod() private view returns (uint256) {
        return uint256(withdrawableRestakedExecutionLayerGwei) * 1 gwei;
    }

    function _queuedOf(IStrategy strategy) private view returns (uint256 sum) {
        bytes32[] memory roots = core.getQueuedWithdrawalRoots(address(this));
        for (uint256 i = 0; i < roots.length; ++i) {
            (Withdrawal memory withdrawal, uint256[] memory shares) = core.getQueuedWithdrawal(roots[i]);
            for (uint256 j = 0; j < shares.length; ++j) {
                if (address(withdrawal.strategies[j]) == address(strategy)) sum += shares[j];
            }
        }
    }

    function _assetsOf(IStrategy strategy, uint256 shares) private view returns (uint256 assets) {
        if (_isEth(strategy)) return shares;
        if (shares != 0 && !isInDoubt[strategy]) (, assets) = restaker.worthOf(strategy, shares);
    }

    function _isEth(IStrategy strategy) private view returns (bool) {
        return address(strategy) == address(_eth);
    }

    function _hashOf(bytes calldata pubkey) private pure returns (bytes32) {
        return sha256(abi.encodePacked(pubkey, bytes16(0)));
    }
}
