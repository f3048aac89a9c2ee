// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {Ranges} from "../../shared/Ranges.sol";
import {IRunOff} from "../interfaces/IRunOff.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IFullVault} from "../interfaces/IFullVault.sol";

/// @title The end of a vault
/// @notice A vault is dead once its exit rate has fallen below 1e-6 of its highest: numbers, not holders, would decide what a
/// share buys. Syncs note since when. A gift, or a late receipt, that lifts the rate above 1e-2 of the highest brings it back,
/// and nothing less; for that there is a grace period. After it, while the vault is still dead:
/// - closed batches settle at zero once nothing can come any more: no idle ETH but for dust and fees, no component in doubt,
///   each worth nothing, nothing in U;
/// - anybody may wind the vault up, for ever. A vault that is wound up takes no deposits, restakes nothing and exits
///   nobody at once; everything comes out of restaking, whether a batch waits for it or not; and batches close and settle
///   at any rate, however small, at the exit price of the moment whatever the pricing rule: nobody stays to whom a rule
///   could give what leavers forgo. So old shares keep their claim on all that comes late, and when nothing can come any
///   more, the last batches settle at zero.
///
/// A new generation is another deployment on the same core. It owes nothing to the old shares, and they owe it nothing:
/// the successor's name is a signpost.
/// @custom:decisions 0096 0097 0248
contract RunOff is IRunOff, AccessManaged {
    using SafeCast for uint256;

    int256 private constant DUST = int256(SharePrice.DUST_ASSETS);

    IFullVault public immutable vault;
    uint256 public immutable graceSeconds;
    address public successor;

    constructor(address authority_, address vault_, uint256 graceSeconds_) AccessManaged(authority_) {
        vault = IFullVault(vault_);
        graceSeconds = Ranges.within(graceSeconds_, 1 hours, 365 days);
    }

    /// @inheritdoc IRunOff
    function windUp() external {
        vault.syncAll();
        if (vault.isWoundUp()) revert IVault.WoundUp();
        if (!vault.isDead()) revert NotDead();
        // VLT-43
        _checkGraceOver();
        vault.setWoundUp();
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
        IVault.Totals memory t = vault.totals();
        if (t.idle >= t.feesOwed + SharePrice.DUST_ASSETS) revert StillOutstanding(address(vault), t.idle.toInt256());
        checkNothingComes();
    }

    /// @inheritdoc IRunOff
    function checkNothingComes() public view {
        // VLT-91
        if (vault.isInDoubt()) revert MayComeBack();
        address[] memory components = vault.components();
        for (uint256 i = 0; i < components.length; ++i) {
            int256 record = vault.recordOf(components[i]);
            if (record >= DUST) revert StillOutstanding(components[i], record);
        }
        uint256 lockedProfit = vault.totals().lockedProfit;
        if (lockedProfit >= SharePrice.DUST_ASSETS) revert StillOutstanding(address(vault), lockedProfit.toInt256());
    }

    /// @inheritdoc IRunOff
    /// @dev VLT-95. From the report of a component that cannot be read, for as long as its doubt can last.
    function mayTurnBack() external view returns (bool) {
        if (vault.isDead() || vault.isInDoubt()) return true;
        uint256 doubtSeconds = vault.quarantineSeconds() + graceSeconds;
        address[] memory components = vault.components();
        for (uint256 i = 0; i < components.length; ++i) {
            uint256 since = vault.failingSince(components[i]);
            if (since != 0 && block.timestamp < since + doubtSeconds) return true;
        }
        return false;
    }

    function _checkGraceOver() private view {
        uint256 endsAt = vault.deadSince() + graceSeconds;
        if (block.timestamp < endsAt) revert InGrace(endsAt);
    }
}
