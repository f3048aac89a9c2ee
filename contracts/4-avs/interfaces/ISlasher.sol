// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ISlasher
/// @notice The one address that the core lets slash an operator set, bound to one service and one prover of faults.
///
/// The prover (the contract that verifies evidence, often the service itself) asks; the slasher keeps the limits,
/// slashes in the core, then tells the observers. There is no other way in: no role can ask for a slash.
interface ISlasher {
    /// @notice `wad` (1e18 = all) of what the operator had allocated to the set is slashed, in every strategy of it.
    event OperatorSlashRequested(
        bytes32 indexed faultId,
        address indexed operator,
        uint32 indexed operatorSetId,
        uint256 slashId,
        uint256 wad
    );

    /// @notice An observer reverted or ran out of its gas. The slash stands.
    event ObserverFailed(address indexed observer, uint32 indexed operatorSetId, uint256 indexed slashId);

    /// @notice The list of observers changed.
    event ObserverAdded(address indexed observer);
    event ObserverRemoved(address indexed observer);

    /// @notice The service whose sets this slasher slashes.
    function avs() external view returns (address);

    /// @notice The contract whose word a fault is.
    function prover() external view returns (address);

    /// @notice Who is told of each slash, in the order of the calls.
    function observers() external view returns (address[] memory);

    /// @notice Gas that each observer's call carries.
    function observerGas() external view returns (uint256);

    /// @notice What of the operator's allocation (1e18 = all) could still be slashed now under the limit per operator
    /// and period.
    function slashableNowWad(address operator) external view returns (uint256);
}
