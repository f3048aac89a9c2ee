// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title Challenges
/// @notice Open questions to custodians, the bonds behind them, and how they end.
///
/// A challenge costs a bond, because an answer costs gas: answered, half of it goes to whoever answered and half is
/// burned; unanswered, all of it goes back to the challenger. Burning makes it dear to keep an operator's places taken
/// with questions that one answers oneself.
///
/// At most `MAX_OPEN` challenges are open against one operator, so that nobody can ask for more than it can show in
/// time. The n-th open one costs bondWei · 2ⁿ (n from 0): filling all eight places costs 255 bonds, of which 127.5
/// burn once answered, and lasts one response time. One question (operator, blob, chunk) is open once at a time.
///
/// Ends: `answer` before the deadline; `conclude` from the deadline on frees the place and the bond, and the custodian
/// counts no longer; `punish` then has the operator slashed, once. The last two are apart, so that a slash which cannot
/// happen now (the slasher's limit) keeps nobody's bond and nobody's trust.
/// @custom:decisions 0035
abstract contract Challenges {
    enum State {
        None,
        Open,
        Answered,
        Unanswered,
        Punished
    }

    struct Challenge {
        address operator;
        uint48 deadline;
        State state;
        address challenger;
        uint32 chunkIndex;
        bytes32 blobId;
        uint256 bondWei;
    }

    /// @notice The most challenges open against one operator.
    uint256 public constant MAX_OPEN = 8;
    /// @notice The largest chunk that can be shown, in bytes: it bounds the gas of an answer.
    uint256 public constant MAX_CHUNK_BYTES = 4096;
    address private constant BURN_ADDRESS = 0x000000000000000000000000000000000000dEaD;

    /// @notice Time to answer, in seconds.
    uint48 public immutable responseSeconds;
    /// @notice Bond of the first open challenge against an operator; each further one costs twice the one before.
    uint256 public immutable bondWei;

    /// @notice Number of challenges ever made; ids count from 1.
    uint256 public challengeCount;
    mapping(uint256 id => Challenge) private _challenges;
    /// @notice Challenges open against an operator now.
    mapping(address operator => uint256) public openAgainst;
    mapping(bytes32 question => bool) private _asked;
    /// @notice ETH that an account can take out: bonds returned, and answers paid.
    mapping(address account => uint256 weiAmount) public balanceOf;

    /// @notice An operator has until `deadline` (seconds) to show a chunk.
    event Challenged(
        uint256 indexed id,
        address indexed operator,
        bytes32 indexed blobId,
        uint32 chunkIndex,
        address challenger,
        uint48 deadline
    );
    /// @notice The chunk was shown; it is in the transaction's data.
    event ChallengeAnswered(uint256 indexed id, address indexed by);
    /// @notice Nobody showed the chunk in time.
    event ChallengeUnanswered(uint256 indexed id, address indexed operator);
    /// @notice The operator was handed to the slasher for its silence.
    event SilencePunished(uint256 indexed id, address indexed operator, bytes32 faultId);

    /// @dev A bond is more than 0, and the eighth, 128 times as much, must fit a word.
    error InvalidBond(uint256 bondWei, uint256 maximum);
    /// @dev The value sent is not the bond of the next challenge against this operator.
    error WrongBond(uint256 sent, uint256 needed);
    /// @dev As many challenges as may be are open against the operator.
    error TooManyOpen(address operator, uint256 maximum);
    /// @dev This very question is open already.
    error AlreadyAsked(address operator, bytes32 blobId, uint32 chunkIndex);
    /// @dev The challenge is not in the state that this needs.
    error WrongState(uint256 id, State state);
    /// @dev The deadline has passed.
    error TooLate(uint256 id, uint256 deadline);
    /// @dev The deadline has not passed.
    error TooEarly(uint256 id, uint256 deadline);
    /// @dev The chunk is longer than any chunk may be.
    error ChunkTooLong(uint256 length, uint256 maximum);
    /// @dev This is not the chunk that was asked for.
    error WrongChunk(uint256 id);

    constructor(uint48 responseSeconds_, uint256 bondWei_) {
        if (bondWei_ == 0 || bondWei_ > type(uint128).max) revert InvalidBond(bondWei_, type(uint128).max);
        responseSeconds = responseSeconds_;
        bondWei = bondWei_;
    }

    /// @notice Asks a custodian for a chunk, with exactly `nextBond(operator)` wei. Anybody.
    /// @dev AVS-53. Reverts `TooManyOpen`, `WrongBond`, `AlreadyAsked`, and as the service says when the question is
    /// not fair. Emits `Challenged`.
    function challenge(address operator, bytes32 blobId, uint32 chunkIndex) external payable returns (uint256 id) {
        if (openAgainst[operator] == MAX_OPEN) revert TooManyOpen(operator, MAX_OPEN);
        uint256 needed = nextBond(operator);
        if (msg.value != needed) revert WrongBond(msg.value, needed);
        bytes32 question = _question(operator, blobId, chunkIndex);
        if (_asked[question]) revert AlreadyAsked(operator, blobId, chunkIndex);
        _checkChallenge(operator, blobId, chunkIndex);

        _asked[question] = true;
        ++openAgainst[operator];
        id = ++challengeCount;
        uint48 deadline = uint48(block.timestamp) + responseSeconds;
        _challenges[id] = Challenge({
            operator: operator,
            deadline: deadline,
            state: State.Open,
            challenger: msg.sender,
            chunkIndex: chunkIndex,
            blobId: blobId,
            bondWei: needed
        });
        emit Challenged(id, operator, blobId, chunkIndex, msg.sender, deadline);
    }

    /// @notice Shows the chunk before the deadline; half of the bond is the caller's. Anybody.
    /// @dev AVS-54 (both sides of the deadline). Reverts `WrongState`, `TooLate`, `ChunkTooLong`, `WrongChunk`. Emits
    /// `ChallengeAnswered`.
    function answer(uint256 id, bytes calldata chunk, bytes32[] calldata proof) external {
        Challenge memory open = _inState(id, State.Open);
        if (block.timestamp >= open.deadline) revert TooLate(id, open.deadline);
        if (chunk.length > MAX_CHUNK_BYTES) revert ChunkTooLong(chunk.length, MAX_CHUNK_BYTES);
        if (!_isChunk(open.blobId, open.chunkIndex, chunk, proof)) revert WrongChunk(id);
        _close(id, open, State.Answered);
        uint256 paid = open.bondWei / 2;
        balanceOf[msg.sender] += paid;
        balanceOf[BURN_ADDRESS] += open.bondWei - paid;
        emit ChallengeAnswered(id, msg.sender);
    }

    /// @notice Ends a challenge that nobody answered in time; the bond is the challenger's again, and the custodian counts no
    /// longer for the blob. Anybody.
    /// @dev AVS-54, AVS-150. Reverts `WrongState`, `TooEarly`. Emits `ChallengeUnanswered`.
    function conclude(uint256 id) external {
        Challenge memory open = _inState(id, State.Open);
        if (block.timestamp < open.deadline) revert TooEarly(id, open.deadline);
        _close(id, open, State.Unanswered);
        balanceOf[open.challenger] += open.bondWei;
        emit ChallengeUnanswered(id, open.operator);
        _strike(open.operator, open.blobId);
    }

    /// @notice Has the operator slashed for a challenge that ended unanswered, once. Anybody.
    /// @dev AVS-55. The mark is set before the slasher runs. Reverts `WrongState`, and with the slasher's and the
    /// core's errors (then it can be tried again). Emits `SilencePunished`.
    function punish(uint256 id) external {
        Challenge memory lost = _inState(id, State.Unanswered);
        _challenges[id].state = State.Punished;
        emit SilencePunished(id, lost.operator, faultIdOf(id));
        _punish(lost.operator, faultIdOf(id));
    }

    /// @notice Takes out what the account is owed; for the burn address, anybody may.
    /// @dev Reverts with `Address`'s error when the account refuses the ETH.
    function withdraw(address payable account) external {
        uint256 weiAmount = balanceOf[account];
        balanceOf[account] = 0;
        Address.sendValue(account, weiAmount);
    }

    /// @notice Bond of the next challenge against an operator, in wei.
    function nextBond(address operator) public view returns (uint256) {
        return bondWei << openAgainst[operator];
    }

    /// @notice A challenge; all zero when there is no such id.
    function challengeAt(uint256 id) external view returns (Challenge memory) {
        return _challenges[id];
    }

    /// @notice Identity of the fault: one per challenge.
    function faultIdOf(uint256 id) public view returns (bytes32) {
        return keccak256(abi.encode(address(this), id));
    }

    /// @dev Reverts unless the operator owes an answer to this question.
    function _checkChallenge(address operator, bytes32 blobId, uint32 chunkIndex) internal view virtual;

    /// @dev Whether this is the chunk.
    function _isChunk(
        bytes32 blobId,
        uint32 chunkIndex,
        bytes calldata chunk,
        bytes32[] calldata proof
    ) internal view virtual returns (bool);

    /// @dev The operator was silent about the blob: its promise counts no longer.
    function _strike(address operator, bytes32 blobId) internal virtual;

    /// @dev Hands the operator to the slasher.
    function _punish(address operator, bytes32 faultId) internal virtual;

    function _inState(uint256 id, State state) private view returns (Challenge memory found) {
        found = _challenges[id];
        if (found.state != state) revert WrongState(id, found.state);
    }

    function _close(uint256 id, Challenge memory open, State state) private {
        _challenges[id].state = state;
        --openAgainst[open.operator];
        _asked[_question(open.operator, open.blobId, open.chunkIndex)] = false;
    }

    function _question(address operator, bytes32 blobId, uint32 chunkIndex) private pure returns (bytes32) {
        return keccak256(abi.encode(operator, blobId, chunkIndex));
    }
}
