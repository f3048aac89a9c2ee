// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IRunOff
/// @notice When a dead vault may end, and what its end is: settlement at zero, or being wound up, and then a successor.
interface IRunOff {
    error NotDead();
    error InGrace(uint256 endsAt);
    error StillOutstanding(address place, int256 assets);
    error MayComeBack();
    error NotWoundUp();
    error SuccessorNamed(address successor);
    error NotAnotherVault(address successor);

    event SuccessorChosen(address indexed successor);

    /// @notice Ends a vault that is still dead after the grace, for ever: from then on it only pays out what there is and
    /// what comes late. Anyone; syncs first.
    function windUp() external;

    /// @notice Names the vault that comes after one that is wound up, once. It has no part in it. Only the governor.
    function nameSuccessor(address successor) external;

    // --- views ------------------------------------------------------------------------------------------------------

    /// @notice How long a dead vault waits for a rescue, in seconds.
    function graceSeconds() external view returns (uint256);

    /// @notice The vault that the governor named; zero before.
    function successor() external view returns (address);

    /// @notice Reverts, and says why, unless a vault that is dead and not wound up may settle at zero: after the grace, with
    /// nothing here and nothing to come. Asked after a full sync.
    function checkZero() external view;

    /// @notice Reverts, and says why, while something may still come in. Asked after a full sync.
    function checkNothingComes() external view;

    /// @notice Whether tickets of closed batches may be turned back into shares: the vault is dead, or something counts, or is
    /// about to count, at less than it may be worth.
    function mayTurnBack() external view returns (bool);
}
