// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IRewardsCoordinator} from "../../3-restaking/interfaces/IRewardsCoordinator.sol";
import {Faults} from "../Faults.sol";
import {ServiceManager} from "../ServiceManager.sol";
import {ServiceTerms} from "../ServiceTerms.sol";
import {SigningKeys} from "../keys/SigningKeys.sol";
import {IStateRoots} from "./IStateRoots.sol";

/// @title Bridge
/// @notice A service that carries state roots of another chain here, secured by stake that a contradiction costs.
///
/// Work. For each height of the source chain an operator signs the state root it sees, as EIP-712 data
/// `StateRoot(address operator,uint64 height,bytes32 root)`: the domain ties it to this contract and chain, the
/// operator's address to one account, so that a signature serves nobody else. A root whose signers hold
/// `quorumBips` of the set's stake, read in the block of the relay, is written down; whoever relays it needs no role.
///
/// Fault: equivocation. Two different roots signed by one operator for one height cannot both be honest, and the two
/// signatures alone prove it. Anyone submits them, once per (operator, height), whether or not either root was ever
/// relayed: at once the operator's word at that height no longer counts, and it loses `slashWad` of what it has allocated
/// to the set. If the slash has to wait (the slasher's limit is used up, say), the proof stands all the same, and anyone
/// has it punished later, for as long as the core lets the set slash the operator, which is past its deregistration.
///
/// What a fault undoes. A relay remembers a commitment to its signers and their stakes. Once so many of them are
/// proven to have equivocated at that height that the others fall short of the quorum, anyone can revoke the root.
/// Consumers wait a delay of their own choice before they trust a root, to leave room for that.
///
/// What it is not. A quorum that signs one false root and nothing else is not provably at fault: nothing here sees the
/// source chain. The stake behind the quorum is what a consumer trusts; see docs/services/bridge.md.
///
/// Contract keys (ERC-1271) can change their mind, so a statement that was once shown to be valid is remembered:
/// by `relay` for contract keys, and by `witness` for any.
/// @custom:decisions 0032
contract Bridge is ServiceManager, Faults, EIP712, IStateRoots {
    using SigningKeys for SigningKeys.Ring;

    /// @param operator who signed
    /// @param signature by the operator's present key
    struct Signed {
        address operator;
        bytes signature;
    }

    /// @param root what was signed
    /// @param keyIndex which of the operator's keys signed it
    /// @param signature not looked at when the statement is on record here
    struct Statement {
        bytes32 root;
        uint256 keyIndex;
        bytes signature;
    }

    struct Relayed {
        bytes32 root;
        bytes32 signersCommitment;
        uint48 relayedAt;
    }

    /// @notice The one operator set.
    uint32 public constant OPERATOR_SET_ID = 1;
    string private constant DESCRIPTION = "bridge: two roots signed for one height";
    bytes32 public constant STATE_ROOT_TYPEHASH = keccak256("StateRoot(address operator,uint64 height,bytes32 root)");

    /// @notice Share of the set's stake that must have signed, in 1/10,000.
    uint256 public immutable quorumBips;
    /// @notice Fraction (1e18 = all) of its allocation to the set that an equivocating operator loses.
    uint256 public immutable slashWad;

    mapping(uint64 height => Relayed) private _relayed;
    /// @notice A statement that was shown to be validly signed; zero when none is on record.
    mapping(address operator => mapping(uint64 height => bytes32 root)) public recordedRoot;

    /// @notice A quorum's root is on record. `operators` and `weights` are what `revoke` asks for.
    event RootRelayed(uint64 indexed height, bytes32 root, address[] operators, uint256[] weights, uint256 totalStake);
    /// @notice The honest rest of the signers falls short of the quorum: the height is open again.
    event RootRevoked(uint64 indexed height, bytes32 root);
    /// @notice A statement is on record and no longer depends on its signer's contract.
    event StatementRecorded(address indexed operator, uint64 indexed height, bytes32 root);
    /// @notice Two different roots were signed for one height.
    event EquivocationProven(
        address indexed operator,
        uint64 indexed height,
        bytes32 firstRoot,
        bytes32 secondRoot,
        bytes32 faultId
    );

    /// @dev Zero stands for "no root" and cannot be signed for.
    error EmptyRoot();
    /// @dev The height has a root already.
    error HeightAlreadyRelayed(uint64 height);
    /// @dev Signers come in strictly ascending order, each once.
    error SignersNotAscending(address previous, address next);
    /// @dev The signer is not a member of the set.
    error NotMember(address operator);
    /// @dev The signer was proven to equivocate at this height: its word no longer counts.
    error SignerEquivocated(address operator, uint64 height);
    /// @dev The signature is not by a key of this operator that still counts, or not over this root and height.
    error InvalidStatement(address operator, uint64 height, bytes32 root);
    /// @dev The operator has another root on record for this height: this is evidence, not a vote.
    error ContradictsRecord(address operator, uint64 height, bytes32 recorded);
    /// @dev The signers hold too little of the set's stake.
    error QuorumNotReached(uint256 signedStake, uint256 totalStake, uint256 quorumBips);
    /// @dev One and the same root twice is no contradiction.
    error SameRoot(bytes32 root);
    /// @dev This fault was proven before.
    error AlreadyProven(address operator, uint64 height);
    /// @dev No root is on record for the height.
    error NotRelayed(uint64 height);
    /// @dev These are not the signers and stakes of the relay.
    error WrongSigners(uint64 height);
    /// @dev The signers that did not equivocate still make the quorum.
    error QuorumStands(uint256 honestStake, uint256 totalStake, uint256 quorumBips);

    constructor(
        IAllocationManager allocationManager_,
        IRewardsCoordinator rewardsCoordinator_,
        address admin,
        string memory metadataURI,
        uint256 quorumBips_,
        uint256 slashWad_
    )
        ServiceManager(allocationManager_, rewardsCoordinator_, admin, metadataURI)
        EIP712("Restaking Ladder Bridge", "1")
    {
        ServiceTerms.checkQuorum(quorumBips_);
        ServiceTerms.checkSlash(slashWad_);
        quorumBips = quorumBips_;
        slashWad = slashWad_;
    }

    // ---------------------------------------------------------------- work

    /// @notice Writes down the root of a height that a quorum of stake has signed. Anybody.
    /// @param signers in strictly ascending order of operator
    /// @dev AVS-20. Present keys only; stake of this block (members, look-ahead counted). Reverts `EmptyRoot`,
    /// `HeightAlreadyRelayed`, `SignersNotAscending`, `NotMember`, `SignerEquivocated`, `InvalidStatement`,
    /// `ContradictsRecord`, `QuorumNotReached`. Emits `RootRelayed`, and `StatementRecorded` for contract keys.
    function relay(uint64 height, bytes32 root, Signed[] calldata signers) external {
        if (root == bytes32(0)) revert EmptyRoot();
        if (_relayed[height].root != bytes32(0)) revert HeightAlreadyRelayed(height);

        address[] memory operators = new address[](signers.length);
        address previous = address(0);
        for (uint256 i = 0; i < signers.length; ++i) {
            address operator = signers[i].operator;
            if (operator <= previous) revert SignersNotAscending(previous, operator);
            _checkVote(operator, height, root, signers[i].signature);
            operators[i] = previous = operator;
        }
        (uint256[] memory weights, uint256 signedStake, uint256 totalStake) = _weigh(
            OPERATOR_SET_ID,
            operators,
            _rules[OPERATOR_SET_ID].lookaheadBlocks
        );
        if (totalStake == 0 || signedStake * 10_000 < quorumBips * totalStake) {
            revert QuorumNotReached(signedStake, totalStake, quorumBips);
        }
        _relayed[height] = Relayed({
            root: root,
            signersCommitment: keccak256(abi.encode(operators, weights, totalStake)),
            relayedAt: uint48(block.timestamp)
        });
        emit RootRelayed(height, root, operators, weights, totalStake);
    }

    /// @inheritdoc IStateRoots
    function rootAt(uint64 height) external view override returns (bytes32 root, uint48 relayedAt) {
        return (_relayed[height].root, _relayed[height].relayedAt);
    }

    /// @notice The EIP-712 digest that an operator signs.
    function digestOf(address operator, uint64 height, bytes32 root) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(STATE_ROOT_TYPEHASH, operator, height, root)));
    }

    // ---------------------------------------------------------------- faults

    /// @notice Records a valid statement, so that it counts as evidence whatever its signer's contract says later.
    /// @dev AVS-23. Anybody, also after the operator has left. Keeps the first root on record. Reverts `EmptyRoot`,
    /// `ContradictsRecord`, `InvalidStatement`. Emits `StatementRecorded`.
    function witness(address operator, uint64 height, Statement calldata statement) external {
        bytes32 recorded = recordedRoot[operator][height];
        if (statement.root == bytes32(0)) revert EmptyRoot();
        if (recorded != bytes32(0)) revert ContradictsRecord(operator, height, recorded);
        if (!_signedStatement(operator, height, statement)) {
            revert InvalidStatement(operator, height, statement.root);
        }
        _record(operator, height, statement.root);
    }

    /// @notice Proves that an operator signed two different roots for one height, and has it slashed, now or later. Anybody.
    /// @dev AVS-21 (both sides), AVS-22 (once), AVS-143 (at once). The mark is set before the slasher and its observers run.
    /// Reverts `SameRoot`, `AlreadyProven`, `EmptyRoot`, `InvalidStatement`, and `NotEnoughGasForObserver` with too little
    /// gas for the slash. Emits `EquivocationProven`, and `PunishmentWaits` when the slash cannot be now.
    function proveEquivocation(
        address operator,
        uint64 height,
        Statement calldata first,
        Statement calldata second
    ) external {
        if (first.root == second.root) revert SameRoot(first.root);
        bytes32 faultId = faultIdOf(operator, height);
        if (_isProven(faultId)) revert AlreadyProven(operator, height);
        _checkEvidence(operator, height, first);
        _checkEvidence(operator, height, second);
        emit EquivocationProven(operator, height, first.root, second.root, faultId);
        _prove(_slasherOf(OPERATOR_SET_ID), OPERATOR_SET_ID, operator, slashWad, faultId, DESCRIPTION);
    }

    /// @notice Has an operator slashed for an equivocation whose punishment had to wait, once. Anybody.
    /// @dev AVS-144. Reverts `NothingToPunish`, and with the slasher's and the core's errors (then it can be tried again).
    function punish(address operator, uint64 height) external {
        bytes32 faultId = faultIdOf(operator, height);
        _punishProven(_slasherOf(OPERATOR_SET_ID), OPERATOR_SET_ID, operator, slashWad, faultId, DESCRIPTION);
    }

    /// @notice Whether an equivocation of this operator at this height was proven, punished already or not.
    function equivocated(address operator, uint64 height) public view returns (bool) {
        return _isProven(faultIdOf(operator, height));
    }

    /// @inheritdoc IStateRoots
    function evidenceSeconds() external view override returns (uint256) {
        return slashWindowBlocks * ServiceTerms.SECONDS_PER_BLOCK;
    }

    /// @notice Identity of the fault: one per operator and height, whatever the signatures.
    function faultIdOf(address operator, uint64 height) public view returns (bytes32) {
        return keccak256(abi.encode(address(this), operator, height));
    }

    /// @notice Takes a root back whose signers, without those proven to have equivocated at its height, no longer
    /// make the quorum of the relay. Anybody. The height can be relayed again, by others.
    /// @param operators as in the relay's event
    /// @param weights as in the relay's event
    /// @param totalStake as in the relay's event
    /// @dev AVS-24. Reverts `NotRelayed`, `WrongSigners`, `QuorumStands`. Emits `RootRevoked`.
    function revoke(
        uint64 height,
        address[] calldata operators,
        uint256[] calldata weights,
        uint256 totalStake
    ) external {
        Relayed memory relayed = _relayed[height];
        if (relayed.root == bytes32(0)) revert NotRelayed(height);
        if (keccak256(abi.encode(operators, weights, totalStake)) != relayed.signersCommitment) {
            revert WrongSigners(height);
        }
        uint256 honestStake = 0;
        for (uint256 i = 0; i < operators.length; ++i) {
            if (!equivocated(operators[i], height)) honestStake += weights[i];
        }
        if (honestStake * 10_000 >= quorumBips * totalStake) revert QuorumStands(honestStake, totalStake, quorumBips);
        delete _relayed[height];
        emit RootRevoked(height, relayed.root);
    }

    // ---------------------------------------------------------------- internal

    /// @dev Evidence may come in the block in which stake was weighed.
    function _faultTerms(uint256 lookaheadBlocks) internal view override returns (uint256, uint256, uint256) {
        return (slashWad, 0, lookaheadBlocks);
    }

    function _checkVote(address operator, uint64 height, bytes32 root, bytes calldata signature) private {
        if (!allocationManager.isMemberOfOperatorSet(operator, _set(OPERATOR_SET_ID))) revert NotMember(operator);
        if (equivocated(operator, height)) revert SignerEquivocated(operator, height);
        (, SigningKeys.Key memory key) = _ring.current(operator);
        if (!SigningKeys.signed(key, digestOf(operator, height, root), signature)) {
            revert InvalidStatement(operator, height, root);
        }
        bytes32 recorded = recordedRoot[operator][height];
        if (recorded != bytes32(0) && recorded != root) revert ContradictsRecord(operator, height, recorded);
        if (recorded == bytes32(0) && key.kind == KeyKind.Contract) _record(operator, height, root);
    }

    function _checkEvidence(address operator, uint64 height, Statement calldata statement) private view {
        if (statement.root == bytes32(0)) revert EmptyRoot();
        if (recordedRoot[operator][height] == statement.root) return;
        if (!_signedStatement(operator, height, statement)) {
            revert InvalidStatement(operator, height, statement.root);
        }
    }

    function _signedStatement(
        address operator,
        uint64 height,
        Statement calldata statement
    ) private view returns (bool) {
        bytes32 digest = digestOf(operator, height, statement.root);
        return _ring.isEvidence(operator, statement.keyIndex, slashWindowBlocks, digest, statement.signature);
    }

    function _record(address operator, uint64 height, bytes32 root) private {
        recordedRoot[operator][height] = root;
        emit StatementRecorded(operator, height, root);
    }
}
