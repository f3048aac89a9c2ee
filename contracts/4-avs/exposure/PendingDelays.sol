// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BlockHeader} from "@openzeppelin/contracts/utils/BlockHeader.sol";
import {Blockhash} from "@openzeppelin/contracts/utils/Blockhash.sol";
import {TrieProof} from "@openzeppelin/contracts/utils/cryptography/TrieProof.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IPendingDelays} from "../../3-restaking/interfaces/IPendingDelays.sol";

/// @title PendingDelays: the allocation delays that are to come
/// @notice An operator's new allocation delay takes effect after the core's configuration delay. Until then the real core
/// has no function that tells of it: its event does, and its storage. So anyone may prove that word of storage here, against
/// the hash of one of the last 8,191 blocks (EIP-2935), and whoever asks hears the newest word that was proven. A core that
/// has `IPendingDelays` beside its ABI is asked instead.
///
/// Nothing of what a prover says is believed. What is not proven is not known: keepers who see `AllocationDelaySet` prove
/// it. The word's place is that of the AllocationManager of EigenLayer v1.12; after an upgrade that moves it proofs would
/// show another word, so a core that is upgraded so needs a new contract.
/// @custom:decisions 0181
contract PendingDelays {
    using RLP for Memory.Slice;

    /// @param provenBlock block whose state showed it
    struct Proven {
        uint32 delay;
        uint32 effectBlock;
        uint64 provenBlock;
    }

    /// @notice Storage slot of the core's mapping from operators to `(uint32 delay, bool isSet, uint32 pendingDelay,
    /// uint32 effectBlock)`, packed from the lowest bits.
    uint256 public constant DELAYS_SLOT = 155;
    uint256 private constant PENDING_AT_BIT = 40;
    uint256 private constant EFFECT_AT_BIT = 72;
    uint256 private constant STORAGE_ROOT_FIELD = 2;

    IAllocationManager public immutable allocationManager;
    /// @notice Whether the core itself tells, and no proof is needed.
    bool public immutable isTold;

    /// @notice What was proven last of an operator; it counts until its effect block.
    mapping(address operator => Proven) public proven;

    /// @notice A word of the core's storage was proven: the delay that is to come, in blocks, and when.
    event PendingDelayProven(address indexed operator, uint32 delay, uint32 effectBlock, uint64 provenBlock);

    /// @dev The hash of a block so old, or not yet made, or not of this chain, cannot be had.
    error UnknownBlock(uint256 number);
    /// @dev A newer block's word was proven already.
    error OlderProof(uint256 number, uint256 provenBlock);
    /// @dev The core tells by itself.
    error CoreTells();

    constructor(IAllocationManager allocationManager_) {
        allocationManager = allocationManager_;
        bytes memory question = abi.encodeCall(IPendingDelays.getPendingAllocationDelay, (address(0)));
        (bool success, bytes memory answer) = address(allocationManager_).staticcall(question);
        isTold = success && answer.length == 64;
    }

    /// @notice The delay that is to come for an operator, in blocks, and the block from which it holds; 0 and 0 when none
    /// is known.
    /// @dev OPS-72.
    function pendingOf(address operator) external view returns (uint32 delay, uint32 effectBlock) {
        if (isTold) {
            (delay, effectBlock) = IPendingDelays(address(allocationManager)).getPendingAllocationDelay(operator);
        } else {
            Proven memory last = proven[operator];
            (delay, effectBlock) = (last.delay, last.effectBlock);
        }
        if (block.number >= effectBlock) return (0, 0);
    }

    /// @notice Proves what the core keeps of an operator's coming delay. Anyone.
    /// @param header the RLP of a block's header
    /// @param accountProof nodes from the block's state root to the core's account
    /// @param storageProof nodes from the account's storage root to the operator's word
    /// @dev OPS-73. Reverts `CoreTells`, `UnknownBlock`, `OlderProof`, and as `TrieProof` does. Emits `PendingDelayProven`.
    function prove(
        address operator,
        bytes calldata header,
        bytes[] calldata accountProof,
        bytes[] calldata storageProof
    ) external {
        if (isTold) revert CoreTells();
        uint256 number = BlockHeader.getNumber(header);
        if (keccak256(header) != Blockhash.blockHash(number)) revert UnknownBlock(number);
        if (number < proven[operator].provenBlock) revert OlderProof(number, proven[operator].provenBlock);
        bytes32 stateRoot = BlockHeader.getStateRoot(header);
        uint256 word = _wordOf(operator, _storageRootOf(stateRoot, accountProof), storageProof);
        Proven memory found = Proven(uint32(word >> PENDING_AT_BIT), uint32(word >> EFFECT_AT_BIT), uint64(number));
        proven[operator] = found;
        emit PendingDelayProven(operator, found.delay, found.effectBlock, found.provenBlock);
    }

    function _storageRootOf(bytes32 stateRoot, bytes[] calldata accountProof) private view returns (bytes32) {
        bytes memory key = abi.encodePacked(keccak256(abi.encodePacked(allocationManager)));
        Memory.Slice[] memory account = RLP.decodeList(TrieProof.traverse(stateRoot, key, accountProof));
        return account[STORAGE_ROOT_FIELD].readBytes32();
    }

    function _wordOf(
        address operator,
        bytes32 storageRoot,
        bytes[] calldata storageProof
    ) private pure returns (uint256) {
        bytes32 slot = keccak256(abi.encode(operator, DELAYS_SLOT));
        bytes memory key = abi.encodePacked(keccak256(abi.encodePacked(slot)));
        return RLP.decodeUint256(TrieProof.traverse(storageRoot, key, storageProof));
    }
}
