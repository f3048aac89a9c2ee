// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IBlobs} from "./IBlobs.sol";

/// @title DataConsumer
/// @notice What data availability is for: a ledger kept elsewhere, of which only the root is here.
///
/// Depositors put ETH in. A sequencer posts, again and again, the root of a blob whose chunks are
/// `abi.encode(account, entitlementWei)`, all that the account may take out since the beginning. Who has a chunk and
/// its proof takes out what it says, less what was taken before. A root is refused unless the blob is in custody for
/// `exitSeconds` more: time for everyone to fetch their chunk.
///
/// What it trusts. That the custodians show what they promised to keep. If a quorum of them promises and then shows
/// nothing, the ledger's root stands, nobody but the sequencer has the chunks, and the deposits are stuck until they
/// do: the custodians lose stake, the depositors lose time. And it trusts the sequencer with the entitlements
/// themselves: no proof of validity is asked for, this is an example of availability only.
contract DataConsumer {
    IBlobs public immutable blobs;
    address public immutable sequencer;
    uint256 public immutable exitSeconds;

    /// @notice Id of the blob that is the ledger now.
    bytes32 public ledger;
    /// @notice What an account has taken out since the beginning, in wei.
    mapping(address account => uint256 weiAmount) public takenOut;

    /// @notice ETH came in for an account; the sequencer puts it into the ledger.
    event DepositedToLedger(address indexed account, uint256 weiAmount);
    /// @notice The ledger's new blob.
    event LedgerPosted(bytes32 indexed blobId);
    /// @notice An account took ETH out.
    event TakenOut(address indexed account, uint256 weiAmount);

    /// @dev Custodians could be gone, and out of reach, before everyone has had the time to fetch its chunk.
    error ExitOutlastsStake(uint256 exitSeconds, uint256 securedSeconds);
    /// @dev Only the sequencer posts ledgers.
    error OnlySequencer(address caller);
    /// @dev The blob is not in custody, or not for long enough.
    error NotKeptLongEnough(bytes32 blobId, uint256 keptUntil, uint256 neededUntil);
    /// @dev The chunk is not in the present ledger at this index.
    error NotInLedger(bytes32 ledger, uint256 chunkIndex);

    constructor(IBlobs blobs_, address sequencer_, uint256 exitSeconds_) {
        uint256 securedSeconds = blobs_.securedSeconds();
        if (exitSeconds_ > securedSeconds) revert ExitOutlastsStake(exitSeconds_, securedSeconds);
        (blobs, sequencer, exitSeconds) = (blobs_, sequencer_, exitSeconds_);
    }

    /// @notice Puts ETH in for the caller.
    function deposit() external payable {
        emit DepositedToLedger(msg.sender, msg.value);
    }

    /// @notice Makes a blob the ledger. Only the sequencer.
    /// @dev AVS-56. Reverts `OnlySequencer`, `NotKeptLongEnough`. Emits `LedgerPosted`.
    function post(bytes32 blobId) external {
        if (msg.sender != sequencer) revert OnlySequencer(msg.sender);
        (, uint48 keptUntil) = blobs.custodyOf(blobId);
        uint256 neededUntil = block.timestamp + exitSeconds;
        if (keptUntil < neededUntil) revert NotKeptLongEnough(blobId, keptUntil, neededUntil);
        ledger = blobId;
        emit LedgerPosted(blobId);
    }

    /// @notice Pays an account what its chunk of the ledger says, less what it had before. Anybody.
    /// @param chunk `abi.encode(account, entitlementWei)`
    /// @dev Reverts `NotInLedger`. Emits `TakenOut`.
    function takeOut(uint256 chunkIndex, bytes calldata chunk, bytes32[] calldata proof) external {
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(chunkIndex, keccak256(chunk)))));
        if (!MerkleProof.verifyCalldata(proof, ledger, leaf)) revert NotInLedger(ledger, chunkIndex);
        (address payable account, uint256 entitlementWei) = abi.decode(chunk, (address, uint256));
        uint256 weiAmount = entitlementWei - takenOut[account];
        takenOut[account] = entitlementWei;
        emit TakenOut(account, weiAmount);
        Address.sendValue(account, weiAmount);
    }
}
