// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IStateRoots} from "./IStateRoots.sol";

/// @title BridgeConsumer
/// @notice What the bridge is for: a token minted here for what was locked on the source chain.
///
/// A lock on the source chain is a message (nonce, recipient, amount). The state root of a height is the root of the
/// Merkle tree over all messages up to that height; a message's leaf is keccak256(keccak256(abi.encode(nonce,
/// recipient, amount))), hashed twice so that no inner node can pass for a leaf (the standard tree of
/// OpenZeppelin's merkle-tree package). Anyone brings a message with its proof against a relayed root that is at least
/// `delaySeconds` old, and the recipient gets the amount, once.
///
/// What it trusts. That no quorum of the bridge's stake signs a false root. If one does, and nobody can prove an
/// equivocation within the delay, a message that was never sent is proven like any other and mints tokens that nothing
/// backs: every holder then bears a part of the hole. The delay is what an honest signer has to contradict the liars.
contract BridgeConsumer is ERC20 {
    /// @param nonce position in the source chain's list of locks: two equal locks differ in it
    /// @param recipient who is paid here
    /// @param amount how much, in wei of this token
    struct Message {
        uint256 nonce;
        address recipient;
        uint256 amount;
    }

    IStateRoots public immutable roots;
    /// @notice Age of a root from which it is trusted.
    uint256 public immutable delaySeconds;

    /// @notice Whether the message with this leaf was paid.
    mapping(bytes32 leaf => bool) public paid;

    /// @notice A message was proven against the root of `height` and paid.
    event MessagePaid(uint64 indexed height, uint256 indexed nonce, address indexed recipient, uint256 amount);

    /// @dev Without a delay nobody could contradict a false root in time; and a contradiction that comes later than
    /// `evidenceSeconds` may prove nothing any more, so a longer delay would promise what it does not give.
    error InvalidDelay(uint256 delaySeconds, uint256 evidenceSeconds);
    /// @dev No root is on record for the height.
    error UnknownHeight(uint64 height);
    /// @dev The root is younger than the delay.
    error RootTooYoung(uint64 height, uint256 trustedAt);
    /// @dev The message was paid before.
    error AlreadyPaid(uint256 nonce);
    /// @dev The proof does not lead from this message to the height's root.
    error InvalidProof(uint64 height, uint256 nonce);

    constructor(IStateRoots roots_, uint256 delaySeconds_) ERC20("Bridged Ether", "bETH") {
        uint256 evidenceSeconds = roots_.evidenceSeconds();
        if (delaySeconds_ == 0 || delaySeconds_ > evidenceSeconds) revert InvalidDelay(delaySeconds_, evidenceSeconds);
        roots = roots_;
        delaySeconds = delaySeconds_;
    }

    /// @notice Pays a message that was sent on the source chain. Anybody.
    /// @dev AVS-25, AVS-26. Reverts `UnknownHeight`, `RootTooYoung`, `AlreadyPaid`, `InvalidProof`. Emits
    /// `MessagePaid`.
    function pay(uint64 height, Message calldata message, bytes32[] calldata proof) external {
        (bytes32 root, uint48 relayedAt) = roots.rootAt(height);
        if (root == bytes32(0)) revert UnknownHeight(height);
        if (block.timestamp < relayedAt + delaySeconds) revert RootTooYoung(height, relayedAt + delaySeconds);
        bytes32 leaf = leafOf(message);
        if (paid[leaf]) revert AlreadyPaid(message.nonce);
        if (!MerkleProof.verifyCalldata(proof, root, leaf)) revert InvalidProof(height, message.nonce);
        paid[leaf] = true;
        emit MessagePaid(height, message.nonce, message.recipient, message.amount);
        _mint(message.recipient, message.amount);
    }

    /// @notice The leaf of a message in the source chain's tree.
    function leafOf(Message calldata message) public pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(message.nonce, message.recipient, message.amount))));
    }
}
