// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IRewardsCoordinator} from "../../3-restaking/interfaces/IRewardsCoordinator.sol";
import {ServiceManager} from "../ServiceManager.sol";
import {ISlasher} from "../interfaces/ISlasher.sol";
import {ServiceTerms} from "../ServiceTerms.sol";
import {SigningKeys} from "../keys/SigningKeys.sol";
import {Challenges} from "./Challenges.sol";
import {IBlobs} from "./IBlobs.sol";

/// @title DataAvailability
/// @notice A service that keeps blobs and can be asked for any chunk of them, with stake behind the promise.
///
/// Work. A blob is `chunkCount` chunks; its id is the root of the Merkle tree over the leaves
/// keccak256(keccak256(abi.encode(index, keccak256(chunk)))). Operators that hold it sign `Custody(address operator,
/// bytes32 blobId,uint32 chunkCount,uint48 keptUntil)`, and once signers with `quorumBips` of the set's stake (of the
/// block in which it is stored) are on board, the blob is in custody:
///
///     kept until = the latest t such that custodians who promised t or later have the quorum's stake now
///
/// What counts is stake of members that were never silent about the blob, without what they are deallocating: it stays
/// slashable for a whole slash window from now, whatever they do. So a custody ends by itself when its custodians leave,
/// take their stake away, lose it, or are found silent, and begins again when others, or the same for longer, promise.
/// A promise binds its operator until its end, counted or not.
///
/// Fault: silence. Anyone challenges a custodian to show one chunk, with a bond. Anyone, the custodian first of all,
/// answers with the chunk and its proof within `responseSeconds`. If nobody does, the bond goes back, the custodian
/// counts no longer, and it loses `slashWad` of what it has allocated to the set. See `Challenges` for bonds and for the
/// bound on open ones.
///
/// An operator that signs without checking that the blob is well formed promises chunks that may not exist: that is
/// its own risk. A custodian is challenged only while a full response time fits before the end of its promise, and while
/// it can be punished at its deadline: it is a member or left late enough, and has stake that will be there. One that
/// cannot be asked for want of that counts in no custody either.
/// @custom:decisions 0212
contract DataAvailability is ServiceManager, Challenges, EIP712, IBlobs {
    using SigningKeys for SigningKeys.Ring;

    /// @param operator the custodian
    /// @param signature by its present key
    struct CustodyPromise {
        address operator;
        bytes signature;
    }

    /// @param chunkCount fixed when the blob is first stored
    /// @param quorumStake weighted shares that make the quorum, of the block in which it was last stored
    struct Blob {
        uint32 chunkCount;
        uint128 quorumStake;
    }

    /// @param keptUntil end of the operator's longest promise; 0: none
    /// @param silent whether a challenge of it ended unanswered
    struct Custody {
        uint48 keptUntil;
        bool silent;
    }

    /// @notice The one operator set.
    uint32 public constant OPERATOR_SET_ID = 1;
    bytes32 public constant CUSTODY_TYPEHASH = keccak256(
        "Custody(address operator,bytes32 blobId,uint32 chunkCount,uint48 keptUntil)"
    );

    /// @notice Share of the set's stake that must have promised, in 1/10,000.
    uint256 public immutable quorumBips;
    /// @notice Fraction (1e18 = all) of its allocation to the set that a silent custodian loses.
    uint256 public immutable slashWad;

    mapping(bytes32 blobId => Blob) private _blobs;
    mapping(bytes32 blobId => mapping(address operator => Custody)) private _custody;

    /// @notice A quorum keeps this blob.
    event BlobStored(bytes32 indexed blobId, uint32 chunkCount, uint48 keptUntil, address[] custodians);
    /// @notice A custodian was silent and counts no longer for the blob.
    event CustodianStruck(bytes32 indexed blobId, address indexed operator);

    /// @dev A blob has at least one chunk, an id, and an end that lies ahead.
    error InvalidBlob(bytes32 blobId, uint32 chunkCount, uint48 keptUntil);
    /// @dev The blob has another number of chunks.
    error OtherChunkCount(bytes32 blobId, uint32 chunkCount);
    /// @dev The blob is kept for as long already.
    error BlobExists(bytes32 blobId);
    /// @dev The operator was silent about this blob: its word about it no longer counts.
    error CustodianWasSilent(address operator, bytes32 blobId);
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
    /// @dev The operator has left the set: the core lets nobody slash it there after `reachBlock`, before its deadline.
    error OutOfReach(address operator, uint256 reachBlock, uint256 deadlineBlock);
    /// @dev Nothing of the operator will be left to slash at its deadline.
    error NothingLeftToSlash(address operator);

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
        ServiceTerms.checkQuorum(quorumBips_);
        ServiceTerms.checkSlash(slashWad_);
        ServiceTerms.checkWorkTime(responseSeconds_, slashWindowBlocks);
        quorumBips = quorumBips_;
        slashWad = slashWad_;
    }

    // ---------------------------------------------------------------- work

    /// @notice Puts a blob into the custody of operators that promised to keep it, for the first time, for longer, or again
    /// after a custody that stands no more. Anybody.
    /// @param promises in strictly ascending order of operator
    /// @dev AVS-50, AVS-151. Reverts `InvalidBlob`, `OtherChunkCount`, `BlobExists`, `CustodiansNotAscending`,
    /// `NotSetMember`, `CustodianWasSilent`, `InvalidPromise`, `CustodyTooThin`. Emits `BlobStored`.
    function store(bytes32 blobId, uint32 chunkCount, uint48 keptUntil, CustodyPromise[] calldata promises) external {
        if (blobId == bytes32(0) || chunkCount == 0 || keptUntil <= block.timestamp) {
            revert InvalidBlob(blobId, chunkCount, keptUntil);
        }
        uint32 storedCount = _blobs[blobId].chunkCount;
        if (storedCount != 0) {
            if (storedCount != chunkCount) revert OtherChunkCount(blobId, storedCount);
            if (_keptUntil(blobId) >= keptUntil) revert BlobExists(blobId);
        }
        address[] memory custodians = new address[](promises.length);
        address previous = address(0);
        for (uint256 i = 0; i < promises.length; ++i) {
            address operator = promises[i].operator;
            if (operator <= previous) revert CustodiansNotAscending(previous, operator);
            _checkPromise(blobId, chunkCount, keptUntil, promises[i]);
            Custody storage custody = _custody[blobId][operator];
            if (custody.keptUntil < keptUntil) custody.keptUntil = keptUntil;
            custodians[i] = previous = operator;
        }
        (, uint256 promisedStake, uint256 totalStake) = _weigh(OPERATOR_SET_ID, custodians, slashWindowBlocks);
        if (totalStake == 0 || promisedStake * 10_000 < quorumBips * totalStake) {
            revert CustodyTooThin(promisedStake, totalStake, quorumBips);
        }
        uint128 quorumStake = uint128(Math.ceilDiv(quorumBips * totalStake, 10_000));
        _blobs[blobId] = Blob({chunkCount: chunkCount, quorumStake: quorumStake});
        emit BlobStored(blobId, chunkCount, keptUntil, custodians);
    }

    /// @inheritdoc IBlobs
    /// @dev AVS-150.
    function custodyOf(bytes32 blobId) external view override returns (uint32 chunkCount, uint48 keptUntil) {
        keptUntil = _keptUntil(blobId);
        if (keptUntil != 0) chunkCount = _blobs[blobId].chunkCount;
    }

    /// @inheritdoc IBlobs
    function securedSeconds() external view override returns (uint256) {
        return slashWindowBlocks * ServiceTerms.SECONDS_PER_BLOCK - _untilPunished();
    }

    /// @notice Until when an operator has promised to keep a blob, in seconds (0: it never did), and whether it was silent.
    function promiseOf(bytes32 blobId, address operator) external view returns (uint48 keptUntil, bool silent) {
        return (_custody[blobId][operator].keptUntil, _custody[blobId][operator].silent);
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

    /// @dev AVS-51. A challenge is fair only if the operator promised the chunk, has time to show it, and can pay at its
    /// deadline.
    function _checkChallenge(address operator, bytes32 blobId, uint32 chunkIndex) internal view override {
        uint256 keptUntil = _custody[blobId][operator].keptUntil;
        if (keptUntil == 0) revert NotCustodian(operator, blobId);
        uint32 chunkCount = _blobs[blobId].chunkCount;
        if (chunkIndex >= chunkCount) revert NoSuchChunk(blobId, chunkIndex, chunkCount);
        if (block.timestamp + responseSeconds > keptUntil) revert PromiseEnds(blobId, keptUntil);
        uint256 aheadBlocks = Math.ceilDiv(_untilPunished(), ServiceTerms.SECONDS_PER_BLOCK);
        uint256 reachBlock = slashableThroughBlock(OPERATOR_SET_ID, operator);
        uint256 deadlineBlock = block.number + aheadBlocks;
        if (reachBlock < deadlineBlock) revert OutOfReach(operator, reachBlock, deadlineBlock);
        address[] memory operators = new address[](1);
        operators[0] = operator;
        if (_weightedShares(OPERATOR_SET_ID, operators, aheadBlocks)[0] == 0) revert NothingLeftToSlash(operator);
    }

    /// @dev AVS-150. Its promise still binds it, and counts for nothing.
    function _strike(address operator, bytes32 blobId) internal override {
        if (_custody[blobId][operator].silent) return;
        _custody[blobId][operator].silent = true;
        emit CustodianStruck(blobId, operator);
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
        string memory description = "data: a chunk was not shown in time";
        _slasherOf(OPERATOR_SET_ID).requestSlash(operator, OPERATOR_SET_ID, slashWad, challengeId, description);
    }

    // ---------------------------------------------------------------- internal

    /// @dev From a challenge to the slash: the response, and the notice that the slasher gives. Before there is a set there is
    /// no slasher, and no notice.
    function _untilPunished() private view returns (uint256) {
        ISlasher slasher = _slasherOf(OPERATOR_SET_ID);
        return responseSeconds + (address(slasher) == address(0) ? 0 : slasher.noticeSeconds());
    }

    /// @dev Stake is weighed in every reading of a custody, a whole slash window ahead; a challenge follows.
    function _faultTerms(uint256) internal view override returns (uint256, uint256, uint256) {
        return (slashWad, responseSeconds, slashWindowBlocks);
    }

    function _checkPromise(
        bytes32 blobId,
        uint32 chunkCount,
        uint48 keptUntil,
        CustodyPromise calldata given
    ) private view {
        address operator = given.operator;
        if (!allocationManager.isMemberOfOperatorSet(operator, _set(OPERATOR_SET_ID))) revert NotSetMember(operator);
        if (_custody[blobId][operator].silent) revert CustodianWasSilent(operator, blobId);
        (, SigningKeys.Key memory key) = _ring.current(operator);
        bytes32 digest = digestOf(operator, blobId, chunkCount, keptUntil);
        if (!SigningKeys.signed(key, digest, given.signature)) revert InvalidPromise(operator, blobId);
    }

    /// @dev The latest end for which the custodians that count have the quorum's stake; 0 when none lies ahead.
    function _keptUntil(bytes32 blobId) private view returns (uint48 best) {
        uint256 quorumStake = _blobs[blobId].quorumStake;
        if (quorumStake == 0) return 0;
        (address[] memory members, uint256[] memory weights, ) = _stakesAhead(OPERATOR_SET_ID, slashWindowBlocks);
        uint48[] memory ends = new uint48[](members.length);
        for (uint256 i = 0; i < members.length; ++i) {
            Custody memory custody = _custody[blobId][members[i]];
            if (!custody.silent && custody.keptUntil > block.timestamp) ends[i] = custody.keptUntil;
        }
        for (uint256 i = 0; i < ends.length; ++i) {
            if (ends[i] <= best) continue;
            uint256 stake = 0;
            for (uint256 j = 0; j < ends.length; ++j) {
                if (ends[j] >= ends[i]) stake += weights[j];
            }
            if (stake >= quorumStake) best = ends[i];
        }
    }
}
