// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title Parts of a delegator that cannot be read
/// @notice What a delegator has of an LST strategy is worth what strategy and LST say. When they say nothing (they revert, or
/// take more than `PART_GAS`), the whole delegator cannot be read at first, as any component. Anyone may report the part;
/// `quarantineSeconds` of the vault later it counts as nothing, and the rest of the delegator is read and moved as ever
/// (OPS-77). A delegator with such a part is in doubt. When the part can be read again, the next read counts it, and
/// anyone ends its clock, or it lapses a quarantine later.
///
/// A part that is reported when the vault's own clock of the delegator runs already takes that one's beginning: the wait is
/// not made twice. Else its report is one of the delegator too, if that cannot be read. Nothing that a reporter says is
/// believed, and nobody can make a part fail by giving little gas.
/// @custom:decisions 0184 0295
abstract contract DoubtfulParts is IOperatorDelegator {
    /// @notice Gas in which one part must be read: twice what a strategy behind a beacon proxy and an LST behind proxies take.
    uint256 public constant PART_GAS = 150_000;
    uint256 private constant TRIED_SHARES = 1 ether;

    IRestaker public immutable restaker;

    /// @inheritdoc IOperatorDelegator
    mapping(IStrategy strategy => uint256 timestamp) public partFailingSince;

    constructor(address restaker_) {
        restaker = IRestaker(restaker_);
    }

    /// @inheritdoc IOperatorDelegator
    function reportPart(IStrategy strategy) external {
        if (restaker.reserveOf(strategy) == address(0)) revert IRestaker.StrategyUnknown(address(strategy));
        (bool failed, , ) = _tryPart(strategy, TRIED_SHARES);
        if (failed == _runs(partFailingSince[strategy])) revert NothingToReport(address(strategy), failed);
        IVault vault_ = restaker.vault();
        uint256 reportedAt = failed ? vault_.failingSince(address(this)) : 0;
        uint256 since = failed && !_runs(reportedAt) ? block.timestamp : reportedAt;
        partFailingSince[strategy] = since;
        emit PartFailing(address(strategy), failed ? since + vault_.quarantineSeconds() : 0);
        if (failed && reportedAt == 0) _reportSlot(vault_);
    }

    /// @dev VLT-95: who waits in a closed batch may turn back from this report on, if the slot has anything of the part.
    function _reportSlot(IVault vault_) private {
        try this.positions() {} catch {
            vault_.reportFailure(address(this));
        }
    }

    /// @inheritdoc IOperatorDelegator
    function isInDoubt(IStrategy strategy) public view returns (bool failed) {
        if (!_isQuarantined(strategy)) return false;
        (failed, , ) = _tryPart(strategy, TRIED_SHARES);
    }

    /// @dev What shares of an LST strategy are worth; nothing, and in doubt, when that has not been readable for long.
    /// Reverts `PartUnreadable` until then.
    function _worthOf(
        IStrategy strategy,
        uint256 shares
    ) internal view returns (uint256 quantity, uint256 assets, bool inDoubt) {
        (inDoubt, quantity, assets) = _tryPart(strategy, shares);
        if (inDoubt && !_isQuarantined(strategy)) revert PartUnreadable(address(strategy));
    }

    function _isQuarantined(IStrategy strategy) private view returns (bool) {
        uint256 since = partFailingSince[strategy];
        return _runs(since) && block.timestamp >= since + restaker.vault().quarantineSeconds();
    }

    /// @dev VLT-95: a clock that nobody has ended lapses, or the part's next failure, whenever it comes, would count as nothing at
    /// once. It goes on for as long as the vault's full syncs find something in doubt, as they do while the part cannot be read.
    function _runs(uint256 since) private view returns (bool) {
        if (since == 0) return false;
        IVault vault_ = restaker.vault();
        return block.timestamp < since + 2 * vault_.quarantineSeconds() || vault_.isInDoubt();
    }

    function _tryPart(
        IStrategy strategy,
        uint256 shares
    ) private view returns (bool failed, uint256 quantity, uint256 assets) {
        // the callee gets 63/64 of what is left: below this, a failure could be the caller's doing
        if (gasleft() < (PART_GAS * 64) / 63 + 5_000) revert IVault.NotEnoughGas(gasleft());
        try restaker.worthOf{gas: PART_GAS}(strategy, shares) returns (uint256 quantity_, uint256 assets_) {
            return (false, quantity_, assets_);
        } catch {
            return (true, 0, 0);
        }
    }
}
