// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IRunOff} from "../interfaces/IRunOff.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";

/// @title The end of a vault
/// @notice A vault is dead while its exit rate is below 1e-6: numbers, not holders, would decide what a share buys. Syncs
/// note since when. A gift, or a late receipt, can bring it back; for that there is a grace period. After it, while the
/// vault is still dead:
/// - closed batches settle at zero once nothing can come any more: no idle ETH, every component read and worth nothing,
///   nothing in U, nothing owed to the cover. A component that cannot be read may still bring something, until its
///   quarantine has lasted as long as the grace;
/// - anybody may wind the vault up, for ever. A vault that is wound up takes no deposits, restakes nothing and exits
///   nobody at once; everything comes out of restaking, whether a batch waits for it or not; and batches close and settle
///   at any rate, however small, at the exit price of the moment whatever the pricing rule: nobody stays to whom a rule
///   could give what leavers forgo. So old shares keep their claim on all that comes late, and when nothing can come any
///   more, the last batches settle at zero.
///
/// A new generation is another deployment on the same core. It owes nothing to the old shares, and they owe it nothing:
/// the successor's name is a signpost.
contract RunOff is IRunOff, AccessManaged {
    using SafeCast for uint256;

    IVault public immutable vault;
    uint256 public immutable graceSeconds;
    address public successor;

    constructor(address authority_, address vault_, uint256 graceSeconds_) AccessManaged(authority_) {
        vault = IVault(vault_);
        graceSeconds = graceSeconds_;
    }

    /// @inheritdoc IRunOff
    function windUp() external {
        vault.syncAll();
        if (vault.isWoundUp()) revert IVault.WoundUp();
        if (!vault.isDead()) revert NotDead();
        // VLT-43
        _checkGraceOver();
        IVaultModules(address(vault)).setWoundUp();
    }

    /// @inheritdoc IRunOff
    function nameSuccessor(address successor_) external restricted {
        if (!vault.isWoundUp()) revert NotWoundUp();
        if (successor != address(0)) revert SuccessorNamed(successor);
        if (successor_ == address(vault) || successor_.code.length == 0) revert NotAnotherVault(successor_);
        successor = successor_;
        emit SuccessorChosen(successor_);
    }

    /// @inheritdoc IRunOff
    function checkZero() external view {
        // VLT-42
        _checkGraceOver();
        uint256 idle = vault.totals().idle;
        if (idle != 0) revert StillOutstanding(address(vault), idle.toInt256());
        checkNothingComes();
    }

    /// @inheritdoc IRunOff
    function checkNothingComes() public view {
        address[] memory components = vault.components();
        uint256 quarantineSeconds = vault.quarantineSeconds();
        for (uint256 i = 0; i < components.length; ++i) {
            int256 record = vault.recordOf(components[i]);
            uint256 since = vault.failingSince(components[i]);
            bool mayReturn = since != 0 && block.timestamp < since + quarantineSeconds + graceSeconds;
            if (record != 0 || mayReturn) revert StillOutstanding(components[i], record);
        }
        IVault.Totals memory t = vault.totals();
        uint256 coming = t.undripped + t.coverOwed;
        if (coming != 0) revert StillOutstanding(address(vault), coming.toInt256());
    }

    function _checkGraceOver() private view {
        uint256 since = vault.deadSince();
        // a rounding of the core's may have killed it since the last sync
        uint256 endsAt = (since == 0 ? block.timestamp : since) + graceSeconds;
        if (since == 0 || block.timestamp < endsAt) revert InGrace(endsAt);
    }
}
