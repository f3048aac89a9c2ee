// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IFullVault} from "../interfaces/IFullVault.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IStops} from "../interfaces/IStops.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultControls} from "../interfaces/IVaultControls.sol";
import {IVaultSettings} from "../interfaces/IVaultSettings.sol";

/// @title What roles may set
/// @notice Who holds which role, and after which delay a call takes effect, is the AccessManager's business (deployed in
/// `deploy/modules/5-lrt.ts`); what a value may be, and when a stop may begin, is decided here; the vault takes its
/// settings from this contract alone. No call here can take users' assets, price an exit, or stop a claim.
///
/// A stop is a span of time: it ends by itself, and the next may begin only after the vault has been open for as long as
/// it was stopped. Containment stops deposits too, so a pause waits for an equal open time after either of them, and one
/// that is followed by a containment before that counts with it as one stop. Containment waits for earlier containments
/// alone: a pause of deposits must not keep the guardian from stopping exits. In any span of s seconds exits are contained
/// for at most s / 2 and one stop more, deposits stopped for at most s / 2 and two stops more (INV-53).
/// @custom:decisions 0090
contract VaultSettings is AccessManaged, IVaultSettings, IStops {
    using SafeCast for uint256;

    /// @param from when the last one began
    /// @param until when it ends
    struct Stop {
        uint32 from;
        uint32 until;
    }

    uint256 public constant MAX_FEE_BPS = 2_000;
    uint256 public constant MAX_STOP_SECONDS = 14 days;

    IFullVault public immutable vault;
    address public feeRecipient;
    uint16 private _feeBps;
    /// @dev As a new vault has it.
    uint24 private _depositCapEther = type(uint24).max;
    /// @dev Deposits, by pauses and containments: the last span, or several with less than an equal open time between them.
    Stop private _closed;
    Stop private _containment;
    /// @dev Seconds of all containments before the last one.
    uint256 private _containedBefore;

    constructor(address authority_, address vault_) AccessManaged(authority_) {
        vault = IFullVault(vault_);
    }

    /// @inheritdoc IVaultSettings
    function addComponent(address component) external restricted {
        vault.addComponent(component);
    }

    /// @inheritdoc IVaultSettings
    function removeComponent(address component) external restricted {
        vault.removeComponent(component);
    }

    /// @inheritdoc IVaultSettings
    function listLst(address reserve) external restricted {
        address lst = ILstReserve(reserve).lst();
        if (vault.lstReserve(lst) != address(0)) revert LstListed(lst);
        vault.setReserve(lst, reserve);
        vault.addComponent(reserve);
    }

    /// @inheritdoc IVaultSettings
    function unlistLst(address lst) external restricted {
        address reserve = vault.lstReserve(lst);
        if (reserve == address(0)) revert IVault.LstNotListed(lst);
        if (ILstReserve(reserve).isInUse()) revert LstInUse(lst);
        vault.removeComponent(reserve);
        vault.setReserve(lst, address(0));
    }

    /// @inheritdoc IVaultSettings
    function setFee(uint256 bps, address recipient) external restricted {
        if (bps > MAX_FEE_BPS) revert FeeTooHigh(bps, MAX_FEE_BPS);
        if (recipient == address(0)) revert IVault.ReceiverZero();
        feeRecipient = recipient;
        _feeBps = uint16(bps);
        _writeTerms();
        emit FeeRecipientSet(recipient);
    }

    /// @inheritdoc IVaultSettings
    function setDepositCap(uint256 capAssets) external restricted {
        _depositCapEther = (capAssets / 1 ether).toUint24();
        _writeTerms();
        emit DepositCapSet(capAssets);
    }

    /// @inheritdoc IVaultSettings
    function pauseDeposits(uint256 durationSeconds) external restricted {
        _closed = _next(_closed, durationSeconds);
        _writeTerms();
        emit DepositsPausedFor(durationSeconds, _closed.until);
    }

    /// @inheritdoc IVaultSettings
    function contain(uint256 durationSeconds) external restricted {
        _containedBefore += _containment.until - _containment.from;
        Stop memory containment = _next(_containment, durationSeconds);
        _containment = containment;
        bool follows = block.timestamp < _nextAllowedAt(_closed);
        if (follows) _closed.until = uint32(Math.max(_closed.until, containment.until));
        else _closed = containment;
        _writeTerms();
        emit Contained(containment.until);
    }

    /// @inheritdoc IStops
    function stoppedSeconds() external view returns (uint256) {
        return _containedBefore + Math.min(block.timestamp, _containment.until) - _containment.from;
    }

    function _next(Stop memory last, uint256 durationSeconds) private view returns (Stop memory) {
        if (durationSeconds > MAX_STOP_SECONDS) revert StopTooLong(durationSeconds, MAX_STOP_SECONDS);
        uint256 allowedAt = _nextAllowedAt(last);
        if (block.timestamp < allowedAt) revert StoppedTooRecently(allowedAt);
        return Stop(uint32(block.timestamp), uint32(block.timestamp + durationSeconds));
    }

    /// @dev Containment stops deposits as well; a shorter one does not end a longer pause.
    function _writeTerms() private {
        vault.setTerms(IVaultControls.Terms(_feeBps, _depositCapEther, _closed.until, _containment.until));
    }

    function _nextAllowedAt(Stop memory last) private pure returns (uint256) {
        return 2 * uint256(last.until) - last.from;
    }
}
