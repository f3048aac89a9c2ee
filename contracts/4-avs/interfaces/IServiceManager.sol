// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IServiceManager
/// @notice What operators, vaults and slashers see of a service.
///
/// A service is an account of the core (its "AVS"): it owns operator sets, decides who may join them, pays for the
/// security and has one slasher a set. A set's strategies and slasher are fixed when the set is created: the service
/// offers no function that changes them, although the core would allow it.
interface IServiceManager {
    /// @notice How an operator signs.
    /// @dev The kind is fixed with the key. An account may gain or lose code later (EIP-7702), and a key that changed
    /// its kind would let its owner disown what it signed.
    enum KeyKind {
        None,
        Ecdsa,
        Contract
    }

    /// @notice A set was created: `slasher` slashes it, in all of `strategies`.
    event ServiceSetCreated(uint32 indexed operatorSetId, address indexed slasher, address[] strategies);

    /// @notice An operator will sign with `key` from now on. Earlier keys stay provable for the slash window.
    event SigningKeySet(address indexed operator, uint256 indexed keyIndex, address indexed key, KeyKind kind);

    /// @notice The key with which an operator signs now, (0, 0, None) when it has none.
    function signingKey(address operator) external view returns (uint256 keyIndex, address key, KeyKind kind);

    /// @notice The last block in which the core lets the set slash the operator, as far as is known now: of a member
    /// `slashWindowBlocks` from now, for it may leave in this block; of one that left, fixed; 0 of one that never joined.
    /// @dev The core answers only whether it is slashable now; the service notes when its members leave.
    function slashableThroughBlock(uint32 operatorSetId, address operator) external view returns (uint256 blockNumber);

    /// @notice Present stake of an operator behind a set: the weighted sum of what the core would let the set slash.
    function stakeOf(uint32 operatorSetId, address operator) external view returns (uint256 weightedShares);

    /// @notice Members of a set and the stake of each, read from the core in this block.
    function stakes(
        uint32 operatorSetId
    ) external view returns (address[] memory operators, uint256[] memory weightedShares, uint256 total);
}
