// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";

/// @title Validators of a delegator that were asked to exit
/// @notice Bring their restaked balance by a checkpoint, unless they are slashed on their way: then they pay in weeks, and how
/// much is not known.
///
/// A leg adds up what is on its way out of all slots, and 20 slots of 32 keys do not fit a transaction key by key. So a list
/// of more than `LIVE_KEYS` is read by its sum, which stands for as long as the pod's last checkpoint is the one it was made
/// at: no balance in the core changes but by a checkpoint. After another one the keys are read again, one by one, without
/// asking whether they are slashed, until somebody makes a new sum: the next exit, or anyone (`refreshExits`), who also
/// takes slashed and exited ones off the list (OPS-76).
/// @custom:decisions 0183
abstract contract ExitingKeys is IOperatorDelegator {
    /// @param sumGwei restaked balance of the keys that were active and not slashed
    /// @param checkpoint the pod's last checkpoint then
    struct ExitingSum {
        uint64 sumGwei;
        uint64 checkpoint;
    }

    /// @notice Most validators on their way out at a time.
    uint256 public constant MAX_EXITING = 32;
    /// @notice Keys of a list that is always read one by one, with all that is known of them in this moment.
    uint256 public constant LIVE_KEYS = 4;

    /// @dev sha256(pubkey ‖ 16 zero bytes) of each.
    bytes32[] private _exiting;
    ExitingSum private _exitingSum;

    /// @inheritdoc IOperatorDelegator
    function refreshExits() external {
        IEigenPod pod_ = _pod();
        _forgetExited(pod_);
        _sumExiting(pod_);
    }

    /// @inheritdoc IOperatorDelegator
    function exitingKeys() external view returns (bytes32[] memory) {
        return _exiting;
    }

    /// @dev What they bring, in wei.
    function _exitingNative(IEigenPod pod_) internal view returns (uint256 assets) {
        uint256 count = _exiting.length;
        if (count == 0) return 0;
        bool live = count <= LIVE_KEYS;
        ExitingSum memory known = _exitingSum;
        if (!live && known.checkpoint == pod_.lastCheckpointTimestamp()) return uint256(known.sumGwei) * 1 gwei;
        return uint256(_readExiting(pod_, live)) * 1 gwei;
    }

    /// @dev Keeps the key of a validator on its way out.
    function _noteExit(IEigenPod pod_, bytes32 pubkeyHash) internal {
        if (_isSlashed(pubkeyHash)) revert ValidatorSlashed(pubkeyHash);
        if (pod_.validatorStatus(pubkeyHash) != IEigenPod.VALIDATOR_STATUS.ACTIVE) revert NotOurValidator(pubkeyHash);
        uint256 count = _exiting.length;
        for (uint256 i = 0; i < count; ++i) {
            if (_exiting[i] == pubkeyHash) return;
        }
        if (count == MAX_EXITING) revert TooManyExiting(MAX_EXITING);
        _exiting.push(pubkeyHash);
    }

    /// @dev Forgets validators whose checkpoint has shown their exit, and those that were slashed on their way.
    function _forgetExited(IEigenPod pod_) internal {
        uint256 i = 0;
        while (i < _exiting.length) {
            bool withdrawn = pod_.validatorStatus(_exiting[i]) == IEigenPod.VALIDATOR_STATUS.WITHDRAWN;
            if (withdrawn || _isSlashed(_exiting[i])) {
                _exiting[i] = _exiting[_exiting.length - 1];
                _exiting.pop();
            } else {
                ++i;
            }
        }
    }

    /// @dev Makes the sum of a long list; slashed keys have just been taken off it.
    function _sumExiting(IEigenPod pod_) internal {
        if (_exiting.length <= LIVE_KEYS) return;
        _exitingSum = ExitingSum(_readExiting(pod_, false), pod_.lastCheckpointTimestamp());
    }

    function _readExiting(IEigenPod pod_, bool askForSlashes) private view returns (uint64 sumGwei) {
        uint256 count = _exiting.length;
        for (uint256 i = 0; i < count; ++i) {
            bytes32 key = _exiting[i];
            IEigenPod.ValidatorInfo memory info = pod_.validatorPubkeyHashToInfo(key);
            if (info.status != IEigenPod.VALIDATOR_STATUS.ACTIVE || (askForSlashes && _isSlashed(key))) continue;
            sumGwei += info.restakedBalanceGwei;
        }
    }

    function _isSlashed(bytes32 pubkeyHash) internal view virtual returns (bool);

    function _pod() internal view virtual returns (IEigenPod);
}
