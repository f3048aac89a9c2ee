// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceBound} from "./IServiceBound.sol";

/// @title ISlasher
/// @notice The one address that the core lets slash an operator set, bound to one service and one prover of faults.
///
/// The prover (the contract that verifies evidence, often the service itself) asks; the slasher keeps the limits,
/// slashes in the core, then tells the observers. There is no other way in: no role can ask for a slash.
interface ISlasher is IServiceBound {
    /// @dev The transaction has too little gas left to give the observer its whole stipend: the slash is taken back.
    error NotEnoughGasForObserver(address observer, uint256 neededGas, uint256 gasLeft);

    /// @notice The prover asks for a slash of `wad` (1e18 = all) of what the operator has allocated to the set, in
    /// every strategy of it. An instant slasher executes it, a vetoable one announces it.
    /// @param faultId identity of the fault: the same evidence always has the same id
    /// @param description goes into the core's `OperatorSlashed` event
    /// @dev Only the prover.
    function requestSlash(
        address operator,
        uint32 operatorSetId,
        uint256 wad,
        bytes32 faultId,
        string calldata description
    ) external;

    /// @notice `wad` (1e18 = all) of what the operator had allocated to the set is slashed, in every strategy of it.
    event SlashExecuted(
        bytes32 indexed faultId,
        address indexed operator,
        uint32 indexed operatorSetId,
        uint256 slashId,
        uint256 wad
    );

    /// @notice An observer reverted or ran out of its gas. The slash stands; with slashId 0 it is an announcement that does.
    event ObserverFailed(address indexed observer, uint32 indexed operatorSetId, uint256 indexed slashId);

    /// @notice The list of observers changed.
    event ObserverAdded(address indexed observer);
    event ObserverRemoved(address indexed observer);

    /// @notice The contract whose word a fault is.
    function prover() external view returns (address);

    /// @notice Who is told of each slash, in the order of the calls.
    function observers() external view returns (address[] memory);

    /// @notice Gas that each observer's call carries.
    function observerGas() external view returns (uint256);

    /// @notice The most of an operator's allocation to a set (1e18 = all) that is slashed in any window.
    function limitWad() external view returns (uint256);

    /// @notice Seconds from a request to the first moment at which it can be executed: 0 for an instant slasher.
    function noticeSeconds() external view returns (uint256);

    /// @notice What of the operator's allocation (1e18 = all) could still be slashed now under the limit per operator
    /// and period.
    function slashableNowWad(address operator, uint32 operatorSetId) external view returns (uint256);
}
