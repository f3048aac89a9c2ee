// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISlasher} from "./interfaces/ISlasher.sol";

/// @title Faults
/// @notice What was proven, and whether it was punished: two things.
///
///     none ──proof──▶ proven ──punishment──▶ punished
///
/// A proof takes effect at once, whatever becomes of the slash: the operator's word no longer counts, what rested on it
/// can be taken back. The same transaction asks for the slash; when that cannot be now (the slasher's limit is used up,
/// the operator is out of reach, the core stands still, the slasher is in the middle of another slash), the fault stays
/// proven and anybody has it punished later, for as long as the core lets the set slash the operator.
///
/// Whoever proves chooses the gas. A slash that fails for want of gas takes the whole proof back, so that nobody gets the
/// one without the other by giving little: such a failure is the slasher's `NotEnoughGasForObserver`, or has no reason.
/// @custom:decisions 0210
abstract contract Faults {
    enum FaultState {
        None,
        Proven,
        Punished
    }

    mapping(bytes32 faultId => FaultState) private _faults;

    /// @notice A fault is proven and its punishment has to wait; `reason` is the slasher's error.
    event PunishmentWaits(bytes32 indexed faultId, address indexed operator, bytes reason);

    /// @dev The fault is not proven, or was punished already.
    error NothingToPunish(bytes32 faultId, FaultState state);

    /// @notice What became of a fault.
    function faultStateOf(bytes32 faultId) public view returns (FaultState) {
        return _faults[faultId];
    }

    function _isProven(bytes32 faultId) internal view returns (bool) {
        return _faults[faultId] != FaultState.None;
    }

    /// @dev AVS-143. Marks a fault and has the operator slashed, now or later. The mark is set before the slasher runs.
    function _prove(
        ISlasher slasher,
        uint32 operatorSetId,
        address operator,
        uint256 wad,
        bytes32 faultId,
        string memory description
    ) internal {
        _faults[faultId] = FaultState.Punished;
        try slasher.requestSlash(operator, operatorSetId, wad, faultId, description) {} catch (bytes memory reason) {
            if (reason.length < 4 || bytes4(reason) == ISlasher.NotEnoughGasForObserver.selector) _bubble(reason);
            _faults[faultId] = FaultState.Proven;
            emit PunishmentWaits(faultId, operator, reason);
        }
    }

    /// @dev AVS-144. Has the operator slashed for what was proven before, once. Reverts `NothingToPunish`, and with the
    /// slasher's and the core's errors (then it can be tried again).
    function _punishProven(
        ISlasher slasher,
        uint32 operatorSetId,
        address operator,
        uint256 wad,
        bytes32 faultId,
        string memory description
    ) internal {
        if (_faults[faultId] != FaultState.Proven) revert NothingToPunish(faultId, _faults[faultId]);
        _faults[faultId] = FaultState.Punished;
        slasher.requestSlash(operator, operatorSetId, wad, faultId, description);
    }

    function _bubble(bytes memory reason) private pure {
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }
}
