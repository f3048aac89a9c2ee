// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IRewardsCoordinator} from "../../3-restaking/interfaces/IRewardsCoordinator.sol";
import {ServiceManager} from "../ServiceManager.sol";
import {SigningKeys} from "../keys/SigningKeys.sol";
import {Challenges} from "./Challenges.sol";
import {IBlobs} from "./IBlobs.sol";

/// @title DataAvailability
/// @notice A service that keeps blobs and can be asked for any chunk of them, with stake behind the promise.
///
/// Work. A blob is `chunkCount` chunks; its id is the root of the Merkle tree over the leaves
/// keccak256(keccak256(abi.encode(index, keccak256(chunk)))). Operators that hold it sign `Custody(address operator,
/// bytes32 blobId,uint32 chunkCount,uint48 keptUntil)`, and once signers with `quorumBips` of the set's stake (of the
/// block in which it is stored) are on board, the blob counts as available until `keptUntil`.
///
/// Fault: silence. Anyone challenges a custodian to show one chunk, with a bond. Anyone, the custodian first of all,
/// answers with the chunk and its proof within `responseSeconds`. If nobody does, the bond goes back and the custodian
/// loses `slashWad` of what it has allocated to the set. See `Challenges` for bonds and for the bound on open ones.
///
/// An operator that signs without checking that the blob is well formed promises chunks that may not exist: that is
/// its own risk. A blob is challenged only while a full response time fits before `keptUntil`, and an operator only
/// while the core lets the set slash it; the response time is shorter than stake stays slashable after leaving, so an
/// operator cannot outrun a challenge.
contract DataAvailability is ServiceManager, Challenges, EIP712, IBlobs {
    using SigningKeys for SigningKeys.Ring;

    /// @param operator the custodian
    /// @param signature by its present key
    struct CustodyPromise {
        address operator;
        bytes signature;
    }

    struct Blob {
        uint32 chunkCount;
        uint48 keptUntil;
    }

    /// @notice The one operator set.
    uint32 public constant OPERATOR_SET_ID = 1;
    bytes32 public constant CUSTODY_TYPEHASH = keccak256(
        "Custody(address operator,bytes32 blobId,uint32 chunkCount,uint48 keptUntil)"
    );
    uint256 private constant SECONDS_PER_BLOCK = 12;

    /// @notice Share of the set's stake that must have promised, in 1/10,000.
    uint256 public immutable quorumBips;
    /// @notice Fraction (1e18 = all) of its allocation to the set that a silent custodian loses.
    uint256 public immutable slashWad;

    mapping(bytes32 blobId => Blob) private _blobs;
    /// @notice Whether an operator has promised to keep a blob.
    mapping(bytes32 blobId => mapping(address operator => bool)) public isCustodian;

    /// @notice A quorum keeps this blob.
    event BlobStored(bytes32 indexed blobId, uint32 chunkCount, uint48 keptUntil, address[] custodians);

    /// @dev A quorum is above half the stake and at most all of it; the slash is above 0 and at most 1e18.
    error InvalidCustodyTerms(uint256 quorumBips, uint256 slashWad);
    /// @dev An operator could leave and be out of reach before it has to answer.
    error ResponseTooSlow(uint256 responseSeconds, uint256 slashableSeconds);
    /// @dev A blob has at least one chunk, an id, and an end that lies ahead.
    error InvalidBlob(bytes32 blobId, uint32 chunkCount, uint48 keptUntil);
    /// @dev The blob is stored already.
    error BlobExists(bytes32 blobId);
    /// @dev Custodians come in strictly ascending order, each once.
    error CustodiansNotAscending(address previous, address next);
    /// @dev The signer is not a member of the set.
    error NotSetMember(address operator);
    /// @dev The promise is not signed by the operator's present key.
    error InvalidPromise(address operator, bytes32 blobId);
    /// @dev The custodians hold too little of the set's stake.
    error CustodyTooThin(uint256 promisedStake, uint256 totalStake, uint256 quorumBips);
    /// @dev The operator never promised to keep this blob.
    error NotCustodian(address operator, bytes32 blobId);
    /// @dev The blob has no such chunk.
    error NoSuchChunk(bytes32 blobId, uint32 chunkIndex, uint32 chunkCount);
    /// @dev The promise ends before a full response time has passed.
    error PromiseEnds(bytes32 blobId, uint256 keptUntil);
    /// @dev The core no longer lets the set slash this operator.
    error OutOfReach(address operator);

    constructor(
        IAllocationManager allocationManager_,
        IRewardsCoordinator rewardsCoordinator_,
        address admin,
        string memory metadataURI,
        uint256 quorumBips_,
        uint256 slashWad_,
        uint48 responseSeconds_,
        uint256 bondWei_
    )
        ServiceManager(allocationManager_, rewardsCoordinator_, admin, metadataURI)
        Challenges(responseSeconds_, bondWei_)
        EIP712("Restaking Ladder Availability", "1")
    {
        bool quorumFits = quorumBips_ > 5_000 && quorumBips_ <= 10_000;
        if (!quorumFits || slashWad_ == 0 || slashWad_ > 1e18) revert InvalidCustodyTerms(quorumBips_, slashWad_);
        uint256 slashableSeconds = slashWindowBlocks * SECONDS_PER_BLOCK;
        if (responseSeconds_ >= slashableSeconds) revert ResponseTooSlow(responseSeconds_, slashableSeconds);
        quorumBips = quorumBips_;
        slashWad = slashWad_;
    }

    // ---------------------------------------------------------------- work

    /// @notice Puts a blob into the custody of operators that promised to keep it. Anybody.
    /// @param promises in strictly ascending order of operator
    /// @dev AVS-50. Reverts `InvalidBlob`, `BlobExists`, `CustodiansNotAscending`, `NotSetMember`, `InvalidPromise`,
    /// `CustodyTooThin`. Emits `BlobStored`.
    function store(bytes32 blobId, uint32 chunkCount, uint48 keptUntil, CustodyPromise[] calldata promises) external {
        if (blobId == bytes32(0) || chunkCount == 0 || keptUntil <= block.timestamp) {
            revert InvalidBlob(blobId, chunkCount, keptUntil);
        }
        if (_blobs[blobId].chunkCount != 0) revert BlobExists(blobId);
        address[] memory custodians = new address[](promises.length);
        address previous = address(0);
        for (uint256 i = 0; i < promises.length; ++i) {
            address operator = promises[i].operator;
            if (operator <= previous) revert CustodiansNotAscending(previous, operator);
            if (!allocationManager.isMemberOfOperatorSet(operator, _set(OPERATOR_SET_ID))) {
                revert NotSetMember(operator);
            }
            (, SigningKeys.Key memory key) = _ring.current(operator);
            bytes32 digest = digestOf(operator, blobId, chunkCount, keptUntil);
            if (!SigningKeys.signed(key, digest, promises[i].signature)) revert InvalidPromise(operator, blobId);
            isCustodian[blobId][operator] = true;
            custodians[i] = previous = operator;
        }
        (, uint256 promisedStake, uint256 totalStake) = _weigh(OPERATOR_SET_ID, custodians);
        if (totalStake == 0 || promisedStake * 10_000 < quorumBips * totalStake) {
            revert CustodyTooThin(promisedStake, totalStake, quorumBips);
        }
        _blobs[blobId] = Blob({chunkCount: chunkCount, keptUntil: keptUntil});
        emit BlobStored(blobId, chunkCount, keptUntil, custodians);
    }

    /// @inheritdoc IBlobs
    function custodyOf(bytes32 blobId) external view override returns (uint32 chunkCount, uint48 keptUntil) {
        return (_blobs[blobId].chunkCount, _blobs[blobId].keptUntil);
    }

    /// @notice The EIP-712 digest that a custodian signs.
    function digestOf(
        address operator,
        bytes32 blobId,
        uint32 chunkCount,
        uint48 keptUntil
    ) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(CUSTODY_TYPEHASH, operator, blobId, chunkCount, keptUntil)));
    }

    // ---------------------------------------------------------------- what a challenge asks of the service

    /// @dev AVS-51. A challenge is fair only if the operator promised the chunk, has time to show it, and can pay.
    function _checkChallenge(address operator, bytes32 blobId, uint32 chunkIndex) internal view override {
        Blob memory blob = _blobs[blobId];
        if (!isCustodian[blobId][operator]) revert NotCustodian(operator, blobId);
        if (chunkIndex >= blob.chunkCount) revert NoSuchChunk(blobId, chunkIndex, blob.chunkCount);
        if (block.timestamp + responseSeconds > blob.keptUntil) revert PromiseEnds(blobId, blob.keptUntil);
        if (!allocationManager.isOperatorSlashable(operator, _set(OPERATOR_SET_ID))) revert OutOfReach(operator);
    }

    /// @dev AVS-52. The leaf binds the chunk to its index, and is hashed twice so that no inner node passes for one.
    function _isChunk(
        bytes32 blobId,
        uint32 chunkIndex,
        bytes calldata chunk,
        bytes32[] calldata proof
    ) internal pure override returns (bool) {
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(uint256(chunkIndex), keccak256(chunk)))));
        return MerkleProof.verifyCalldata(proof, blobId, leaf);
    }

    function _punish(address operator, bytes32 challengeId) internal override {
        _requestSlash(OPERATOR_SET_ID, operator, slashWad, challengeId, "data: a chunk was not shown in time");
    }
}
