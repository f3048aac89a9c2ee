// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IEigenPodManager} from "../../3-restaking/interfaces/IEigenPodManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IStrategyManager} from "../../3-restaking/interfaces/IStrategyManager.sol";
import {Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IUnprovenKeys} from "../interfaces/IUnprovenKeys.sol";
import {DoubtfulParts} from "./DoubtfulParts.sol";
import {ExitingKeys} from "./ExitingKeys.sol";

/// @title What a delegator is worth, as the core says in this moment
/// @notice Per strategy: withdrawable shares + shares of queued withdrawals (by the core's own `getQueuedWithdrawals`, so
/// that withdrawals which an operator forced are found, and slashes of queued stake count), turned into the underlying at
/// the strategy's rate, and into ETH at the LST's redemption rate; rounded down. For native ETH shares are wei, and
/// validators whose credentials are not proven yet count at what is known of them (`UnprovenKeys`). A pod whose slashing
/// factor the core has at 0 gives nothing back for ever, whatever is or comes there: it is worth nothing, and known to be.
///
/// Deposit shares and scaled shares are never amounts (E6, E7). A withdrawal may hold several strategies only if somebody
/// else made it; the core itself makes one each.
abstract contract OperatorDelegatorViews is DoubtfulParts, ExitingKeys {
    uint256 internal constant VALIDATOR_ASSETS = 32 ether;

    IDelegationManager public immutable delegation;
    IStrategyManager public immutable strategyManager;
    IEigenPodManager public immutable eigenPodManager;
    IBeaconChain public immutable beaconChain;
    IUnprovenKeys public immutable unprovenKeys;
    IStrategy internal immutable beaconChainEth;

    /// @param shares withdrawable ones and queued ones, by strategy
    struct Held {
        IStrategy[] strategies;
        uint256[] shares;
    }

    /// @dev Whether the pod may ever have had shares: set before whatever can give it some.
    bool internal _nativeUsed;

    constructor(
        address restaker_,
        address delegation_,
        address strategyManager_,
        address eigenPodManager_,
        address beaconChain_,
        address unprovenKeys_
    ) DoubtfulParts(restaker_) {
        delegation = IDelegationManager(delegation_);
        strategyManager = IStrategyManager(strategyManager_);
        eigenPodManager = IEigenPodManager(eigenPodManager_);
        beaconChain = IBeaconChain(beaconChain_);
        unprovenKeys = IUnprovenKeys(unprovenKeys_);
        beaconChainEth = delegation.beaconChainETHStrategy();
    }

    /// @inheritdoc IComponent
    function value() external view returns (uint256 assets) {
        (assets, , ) = worth();
    }

    /// @inheritdoc IComponent
    function worth() public view returns (uint256 assets, uint256 asOf, bool inDoubt) {
        inDoubt = false;
        Held memory held;
        (assets, asOf) = _read(held);
        for (uint256 i = 0; i < held.strategies.length; ++i) {
            if (held.shares[i] == 0) continue;
            if (address(held.strategies[i]) == address(beaconChainEth)) {
                assets += held.shares[i];
                continue;
            }
            (, uint256 part, bool doubt) = _worthOf(held.strategies[i], held.shares[i]);
            assets += part;
            if (doubt) inDoubt = true;
        }
    }

    /// @inheritdoc IComponent
    function positions() external view returns (Position[] memory list, uint256 asOf, bool inDoubt) {
        inDoubt = false;
        Held memory held;
        uint256 unproven;
        (unproven, asOf) = _read(held);
        list = new Position[](held.strategies.length);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i].asset = address(held.strategies[i]);
            if (list[i].asset == address(beaconChainEth)) {
                list[i].quantity = list[i].assets = held.shares[i] + unproven;
                continue;
            }
            if (held.shares[i] == 0) continue;
            bool doubt;
            (list[i].quantity, list[i].assets, doubt) = _worthOf(held.strategies[i], held.shares[i]);
            if (doubt) inDoubt = true;
        }
    }

    /// @dev Most delegators have no pod to speak of: reading its shares costs more than all else.
    /// @return unproven what validators whose credentials are not proven count, in wei of ETH
    function _read(Held memory held) private view returns (uint256 unproven, uint256 asOf) {
        bool native = _nativeUsed && !_isFullySlashed();
        asOf = block.timestamp;
        if (native) (unproven, asOf) = unprovenKeys.known(address(this), pod());
        held.strategies = native ? restaker.strategies() : restaker.lstStrategies();
        (held.shares, ) = delegation.getWithdrawableShares(address(this), held.strategies);
        _addQueued(held.strategies, held.shares);
    }

    /// @dev OPS-80. The core refuses each later gain of such a pod (`FullySlashed`), with any operator or none.
    function _isFullySlashed() private view returns (bool) {
        return eigenPodManager.beaconChainSlashingFactor(address(this)) == 0;
    }

    /// @dev Adds the shares of queued withdrawals to those of their strategies.
    function _addQueued(IStrategy[] memory strategies, uint256[] memory shares) private view {
        (Withdrawal[] memory withdrawals, uint256[][] memory queued) = delegation.getQueuedWithdrawals(address(this));
        for (uint256 i = 0; i < withdrawals.length; ++i) {
            for (uint256 j = 0; j < queued[i].length; ++j) {
                uint256 k = 0;
                while (k < strategies.length && address(strategies[k]) != address(withdrawals[i].strategies[j])) ++k;
                if (k < strategies.length) shares[k] += queued[i][j];
            }
        }
    }

    /// @inheritdoc IComponent
    function exitingAssets() external view returns (uint256 assets) {
        IStrategy[] memory strategies = restaker.strategies();
        uint256[] memory queued = new uint256[](strategies.length);
        _addQueued(strategies, queued);
        for (uint256 i = 1; i < strategies.length; ++i) {
            if (queued[i] != 0 && _isExitable(strategies[i])) assets += _assetsOf(strategies[i], queued[i]);
        }
        if (_nativeUsed) assets += _leavingOf(_heldNative(), queued[0]);
    }

    /// @inheritdoc IOperatorDelegator
    function flows() external view returns (Flows memory f) {
        IStrategy[] memory strategies = restaker.strategies();
        uint256[] memory queued = new uint256[](strategies.length);
        _addQueued(strategies, queued);
        (uint256[] memory held, ) = delegation.getWithdrawableShares(address(this), strategies);
        for (uint256 i = 1; i < strategies.length; ++i) {
            if (held[i] == 0 && queued[i] == 0) continue;
            uint256 tokens = _assetsOf(strategies[i], held[i]);
            f.tokens += tokens;
            if (!_isExitable(strategies[i])) f.stuck += tokens;
            else f.exiting += _assetsOf(strategies[i], queued[i]);
        }
        if (!_nativeUsed) return f;
        uint256 leaving = _leavingOf(held[0], queued[0]);
        f.native = held[0] + queued[0] + unverifiedAssets() - leaving;
        f.exiting += leaving;
    }

    /// @dev INV-03. ETH that a slash has taken stays in the pod and leaves with no shares: it is not on its way out.
    function _leavingOf(uint256 held, uint256 queued) private view returns (uint256) {
        return Math.min(held + queued, _leavingNative(queued));
    }

    /// @dev Whether what the core gives back of an LST can be turned into ETH; not, when the LST does not say.
    function _isExitable(IStrategy strategy) private view returns (bool) {
        try ILstReserve(restaker.reserveOf(strategy)).isExitable{gas: PART_GAS}() returns (bool isExitable) {
            return isExitable;
        } catch {
            return false;
        }
    }

    function _heldNative() private view returns (uint256) {
        IStrategy[] memory strategies = new IStrategy[](1);
        strategies[0] = beaconChainEth;
        (uint256[] memory held, ) = delegation.getWithdrawableShares(address(this), strategies);
        return held[0];
    }

    /// @dev What is in the pod, queued or free, and what validators bring that were asked to exit. Not a withdrawal beyond
    /// the pod's ETH: it comes back as shares. Not a slashed validator: it pays in weeks, and how much is not known. Not
    /// free ETH of less than a leg: it cannot be unwound, and a batch would wait for it for ever.
    function _leavingNative(uint256 queued) private view returns (uint256 assets) {
        IEigenPod pod_ = pod();
        uint256 inPod = uint256(pod_.withdrawableRestakedExecutionLayerGwei()) * 1 gwei;
        uint256 free = inPod > queued ? inPod - queued : 0;
        assets = inPod - free;
        if (free >= restaker.limits().minLegAssets) assets += free;
        assets += _exitingNative(pod_);
    }

    function _isSlashed(bytes32 pubkeyHash) internal view override returns (bool) {
        (bool exists, uint40 index) = beaconChain.indexOf(pubkeyHash);
        return exists && beaconChain.validator(index).slashed;
    }

    /// @inheritdoc IOperatorDelegator
    function holds(IStrategy strategy) external view returns (bool) {
        IStrategy[] memory strategies = new IStrategy[](1);
        strategies[0] = strategy;
        (, uint256[] memory depositShares) = delegation.getWithdrawableShares(address(this), strategies);
        if (depositShares[0] != 0) return true;
        (Withdrawal[] memory withdrawals, ) = delegation.getQueuedWithdrawals(address(this));
        for (uint256 i = 0; i < withdrawals.length; ++i) {
            for (uint256 j = 0; j < withdrawals[i].strategies.length; ++j) {
                if (address(withdrawals[i].strategies[j]) == address(strategy)) return true;
            }
        }
        return false;
    }

    /// @inheritdoc IOperatorDelegator
    function canLeave() external view returns (bool) {
        return _heldNative() <= delegation.operatorShares(operator(), beaconChainEth);
    }

    /// @inheritdoc IOperatorDelegator
    function queuedAssets() public view returns (uint256 assets) {
        IStrategy[] memory strategies = restaker.strategies();
        uint256[] memory shares = new uint256[](strategies.length);
        _addQueued(strategies, shares);
        for (uint256 i = 0; i < strategies.length; ++i) {
            if (shares[i] != 0) assets += _assetsOf(strategies[i], shares[i]);
        }
    }

    /// @inheritdoc IOperatorDelegator
    function restaked(IStrategy strategy) external view returns (uint256 depositShares, uint256 assets) {
        IStrategy[] memory strategies = new IStrategy[](1);
        strategies[0] = strategy;
        (uint256[] memory shares, uint256[] memory deposits) = delegation.getWithdrawableShares(
            address(this),
            strategies
        );
        return (deposits[0], _assetsOf(strategy, shares[0]));
    }

    function _assetsOf(IStrategy strategy, uint256 shares) private view returns (uint256 assets) {
        if (address(strategy) == address(beaconChainEth)) return shares;
        if (shares != 0) (, assets, ) = _worthOf(strategy, shares);
    }

    /// @inheritdoc IOperatorDelegator
    function freePodAssets() public view returns (uint256) {
        IStrategy[] memory strategies = new IStrategy[](1);
        strategies[0] = beaconChainEth;
        uint256[] memory queued = new uint256[](1);
        _addQueued(strategies, queued);
        uint256 inPod = uint256(pod().withdrawableRestakedExecutionLayerGwei()) * 1 gwei;
        return inPod > queued[0] ? inPod - queued[0] : 0;
    }

    /// @inheritdoc IOperatorDelegator
    function isKeyFree(bytes calldata pubkey) external view returns (bool) {
        (bool exists, ) = beaconChain.indexOf(_pubkeyHash(pubkey));
        return !exists;
    }

    /// @inheritdoc IOperatorDelegator
    function unverifiedAssets() public view returns (uint256) {
        return _isFullySlashed() ? 0 : unprovenKeys.assetsOf(address(this));
    }

    /// @inheritdoc IOperatorDelegator
    function operator() public view returns (address) {
        return delegation.delegatedTo(address(this));
    }

    /// @inheritdoc IOperatorDelegator
    function pod() public view returns (IEigenPod) {
        return eigenPodManager.ownerToPod(address(this));
    }

    function _pod() internal view override returns (IEigenPod) {
        return pod();
    }

    function _pubkeyHash(bytes calldata pubkey) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(pubkey, bytes16(0)));
    }
}
