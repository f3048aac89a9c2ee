// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {IRunOff} from "../interfaces/IRunOff.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title What a component says it is worth
/// @notice How the vault reads a component, and how whoever values the vault from outside does: with at most `READ_GAS`. What it
/// answers is believed, however little gas it had. That it fails is believed only if it had all of that, or the whole question
/// fails: so nobody can make it fail by giving little, and nobody needs more gas than a read uses. It counts as nothing once it
/// could not be read for `quarantineSeconds`. The doubt of such a component ends a grace (that of the run-off) after its quarantine began.
/// @custom:decisions 0243 0244
library ComponentReads {
    using SafeCast for int256;
    using SafeCast for uint256;

    /// @notice Gas that a read may take: twice what any takes on the deployed core within the limits of delegators and reserves.
    uint256 internal constant READ_GAS = 1_200_000;

    /// @notice What components have gained and lost since their records.
    /// @param net in wei of ETH
    /// @param doubtful what those in doubt have lost, in wei
    /// @param asOf timestamp of the oldest information
    /// @param inDoubt whether one of them may be worth more
    struct Found {
        int256 net;
        uint256 doubtful;
        uint256 asOf;
        bool inDoubt;
    }

    /// @notice Adds the change of one component.
    function add(Found memory found, int256 change, uint256 asOf, bool inDoubt) internal pure {
        found.net += change;
        if (asOf < found.asOf) found.asOf = asOf;
        if (!inDoubt) return;
        found.inDoubt = true;
        if (change < 0) found.doubtful += uint256(-change);
    }

    /// @notice What parts are worth together, as the component itself adds them up (`tryRead` tells them apart).
    /// @return failed whether it cannot be read
    /// @return assets in wei of ETH
    /// @return asOf timestamp of the oldest information
    /// @return inDoubt whether it may be worth more
    /// @dev Reverts `NotEnoughGas` when it fails with less than `READ_GAS`.
    function tryWorth(
        address component
    ) internal view returns (bool failed, uint256 assets, uint256 asOf, bool inDoubt) {
        uint256 gasBefore = gasleft();
        try IComponent(component).worth{gas: READ_GAS}() returns (uint256 worth, uint256 oldest, bool doubt) {
            return (false, worth, oldest, doubt);
        } catch {
            _checkGas(gasBefore);
            return (true, 0, block.timestamp, false);
        }
    }

    /// @return failed whether it cannot be read
    /// @return list its parts
    /// @return asOf timestamp of the oldest information
    /// @return inDoubt whether it may be worth more
    /// @dev Reverts `NotEnoughGas` when it fails with less than `READ_GAS`.
    function tryRead(
        address component
    ) internal view returns (bool failed, IComponent.Position[] memory list, uint256 asOf, bool inDoubt) {
        uint256 gasBefore = gasleft();
        try IComponent(component).positions{gas: READ_GAS}() returns (
            IComponent.Position[] memory positions,
            uint256 oldest,
            bool doubt
        ) {
            return (false, positions, oldest, doubt);
        } catch {
            _checkGas(gasBefore);
            return (true, list, block.timestamp, false);
        }
    }

    /// @notice What parts are worth together, in wei of ETH: as much as a record holds, or it reverts.
    function sum(IComponent.Position[] memory list) internal pure returns (int256) {
        uint256 assets = 0;
        for (uint256 i = 0; i < list.length; ++i) assets += list[i].assets;
        return toRecord(assets);
    }

    /// @notice Wei of ETH as a record holds them, or it reverts.
    function toRecord(uint256 assets) internal pure returns (int256) {
        return assets.toInt256().toInt96();
    }

    /// @dev A callee gets 63/64 of what is left: below this, the failure could be the caller's doing.
    function _checkGas(uint256 gasBefore) private pure {
        if (gasBefore < (READ_GAS * 64) / 63 + 20_000) revert IVault.NotEnoughGas(gasBefore);
    }

    /// @notice A component that cannot be read counts as nothing in quarantine; before that the whole question fails.
    /// @param since when it was reported, 0: it was not
    /// @return inDoubt whether it may be worth more
    /// @dev Reverts `ComponentUnreadable`.
    function checkQuarantine(
        address component,
        uint256 since,
        uint256 quarantineSeconds,
        IRunOff runOff
    ) internal view returns (bool inDoubt) {
        uint256 countsZeroAt = since == 0 ? 0 : since + quarantineSeconds;
        if (since == 0 || block.timestamp < countsZeroAt) revert IVault.ComponentUnreadable(component, countsZeroAt);
        return block.timestamp < countsZeroAt + runOff.graceSeconds();
    }
}
