// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {AllocateParams, DeregisterParams, OperatorSet, RegisterParams} from "../../3-restaking/interfaces/Types.sol";
import {SlashingLib} from "../../3-restaking/libraries/SlashingLib.sol";
import {Challenges} from "../../4-avs/availability/Challenges.sol";
import {DataAvailability} from "../../4-avs/availability/DataAvailability.sol";
import {ISlashAnnouncements} from "../../4-avs/interfaces/ISlashAnnouncements.sol";
import {SlasherBase} from "../../4-avs/slashers/SlasherBase.sol";
import {VetoableSlasher} from "../../4-avs/slashers/VetoableSlasher.sol";
import {Counted} from "../Counted.sol";
import {ServicesParts} from "./ServicesStage.sol";

/// @notice Random life of a service with two slashers: one that a proof of silence has slash at once, and one that
/// announces what a prover asks for. What a rule refuses is passed over, and anything else fails the run.
contract ServicesHandler is Counted {
    using SlashingLib for uint256;

    struct Slash {
        address operator;
        uint32 set;
        uint256 wad;
        uint256 timestamp;
    }

    struct Known {
        ISlashAnnouncements.Announcement announcement;
        VetoableSlasher.Status status;
    }

    uint256 private constant FAULTS = 400;
    uint256 private constant BLOBS = 5;
    uint32 private constant CHUNKS = 2;
    address private constant CHALLENGER = address(0xC4A1);
    address private constant ANSWERER = address(0xA45E);

    ServicesParts private _parts;

    Slash[] public slashes;
    bytes32[] public faults;
    mapping(bytes32 faultId => Known) private _known;

    constructor(ServicesParts memory parts) {
        _parts = parts;
    }

    function slashCount() external view returns (uint256) {
        return slashes.length;
    }

    function faultCount() external view returns (uint256) {
        return faults.length;
    }

    function knownOf(bytes32 faultId) external view returns (Known memory) {
        return _known[faultId];
    }

    /// @notice Whoever the store may owe something.
    function creditors() external pure returns (address[3] memory) {
        return [CHALLENGER, ANSWERER, 0x000000000000000000000000000000000000dEaD];
    }

    function chunkOf(uint256 blob, uint256 index) public pure returns (bytes memory) {
        return abi.encode("chunk", blob, index);
    }

    // --- announcements ----------------------------------------------------------------------------------------------

    function announce(uint256 who, uint256 wad, uint256 which) external {
        bytes32 faultId = bytes32(1 + (which % FAULTS));
        wad = bound(wad, 1, wad % 5 == 0 ? 9 : 4e17);
        vm.prank(_parts.prover);
        try _parts.vetoable.requestSlash(_operator(who), 2, wad, faultId, "a fault") {
            uint256 last = _parts.vetoable.announcementCount(_operator(who)) - 1;
            faults.push(faultId);
            _known[faultId] = Known(
                _parts.vetoable.announcementAt(_operator(who), last),
                VetoableSlasher.Status.Announced
            );
            count("announce");
        } catch (bytes memory reason) {
            passOver(
                "announce",
                reason,
                bytes.concat(
                    VetoableSlasher.FaultAlreadyAnnounced.selector,
                    VetoableSlasher.TooManyLive.selector,
                    VetoableSlasher.OutOfReach.selector,
                    SlasherBase.NothingAtStake.selector,
                    VetoableSlasher.NoRoomUnderLimit.selector
                )
            );
        }
    }

    function veto(uint256 which) external {
        if (faults.length == 0) return;
        Known storage known = _anyKnown(which);
        vm.prank(_parts.committee);
        try _parts.vetoable.veto(known.announcement.faultId) {
            assertLe(block.timestamp + 1, _executableAt(known), "AVS-31: vetoed too late");
            _close("veto", known, VetoableSlasher.Status.Vetoed);
        } catch (bytes memory reason) {
            bytes4 late = VetoableSlasher.VetoWindowClosed.selector;
            passOver("veto", reason, bytes.concat(late, VetoableSlasher.NotAnnounced.selector));
        }
    }

    function execute(uint256 which) external {
        if (faults.length == 0) return;
        Known storage known = _anyKnown(which);
        ISlashAnnouncements.Announcement memory one = known.announcement;
        uint256 before = _magnitude(one.operator, 2);
        try _parts.vetoable.execute(one.faultId) {
            assertLe(_executableAt(known), block.timestamp, "AVS-32: executed too early");
            assertLe(block.timestamp + 1, one.expiresAt, "AVS-32: executed too late");
            _close("execute", known, VetoableSlasher.Status.Executed);
            _slashed(one.operator, 2, one.maxWad, before);
        } catch (bytes memory reason) {
            bytes memory rules = bytes.concat(
                VetoableSlasher.NotAnnounced.selector,
                VetoableSlasher.VetoWindowOpen.selector,
                VetoableSlasher.AnnouncementExpired.selector
            );
            passOver("execute", reason, bytes.concat(rules, _noSlash()));
        }
    }

    function clear(uint256 which) external {
        if (faults.length == 0) return;
        Known storage known = _anyKnown(which);
        try _parts.vetoable.clear(known.announcement.faultId) {
            _close("clear", known, VetoableSlasher.Status.Lapsed);
        } catch (bytes memory reason) {
            bytes4 live = VetoableSlasher.AnnouncementLive.selector;
            passOver("clear", reason, bytes.concat(live, VetoableSlasher.NotAnnounced.selector));
        }
    }

    // --- challenges -------------------------------------------------------------------------------------------------

    /// @notice All members that were not silent promise the blob until a later time.
    function store(uint256 blob, uint256 seconds_) external {
        bytes32 blobId = _blobIdOf(blob % BLOBS);
        uint48 keptUntil = uint48(block.timestamp + bound(seconds_, 30, 900));
        uint256 size = 0;
        DataAvailability.CustodyPromise[] memory promises = new DataAvailability.CustodyPromise[](3);
        for (uint256 i = 0; i < 3; ++i) {
            address operator = _parts.operators[i];
            (, bool silent) = _parts.store.promiseOf(blobId, operator);
            if (silent || !_parts.core.allocation.isMemberOfOperatorSet(operator, _set(1))) continue;
            bytes32 digest = _parts.store.digestOf(operator, blobId, CHUNKS, keptUntil);
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(i + 1, digest);
            promises[size++] = DataAvailability.CustodyPromise(operator, bytes.concat(r, s, bytes1(v)));
        }
        assembly ("memory-safe") {
            mstore(promises, size)
        }
        try _parts.store.store(blobId, CHUNKS, keptUntil, promises) {
            count("store");
        } catch (bytes memory reason) {
            bytes4 exists = DataAvailability.BlobExists.selector;
            passOver("store", reason, bytes.concat(exists, DataAvailability.CustodyTooThin.selector));
        }
    }

    function challenge(uint256 who, uint256 blob, uint256 index) external {
        address operator = _operator(who);
        uint256 bond = _parts.store.nextBond(operator);
        vm.deal(CHALLENGER, bond);
        vm.prank(CHALLENGER);
        try _parts.store.challenge{value: bond}(operator, _blobIdOf(blob % BLOBS), uint32(index % CHUNKS)) {
            count("challenge");
        } catch (bytes memory reason) {
            bytes memory rules = bytes.concat(
                Challenges.AlreadyAsked.selector,
                DataAvailability.NotCustodian.selector,
                DataAvailability.PromiseEnds.selector,
                DataAvailability.OutOfReach.selector,
                DataAvailability.NothingLeftToSlash.selector
            );
            passOver("challenge", reason, rules);
        }
    }

    function answer(uint256 which) external {
        uint256 id = _anyChallenge(which);
        if (id == 0) return;
        Challenges.Challenge memory asked = _parts.store.challengeAt(id);
        uint256 blob = 0;
        while (_blobIdOf(blob) != asked.blobId) ++blob;
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = _leafOf(blob, 1 - asked.chunkIndex);
        vm.prank(ANSWERER);
        try _parts.store.answer(id, chunkOf(blob, asked.chunkIndex), proof) {
            count("answer");
        } catch (bytes memory reason) {
            passOver("answer", reason, bytes.concat(Challenges.TooLate.selector, Challenges.WrongState.selector));
        }
    }

    function conclude(uint256 which) external {
        uint256 id = _anyChallenge(which);
        if (id == 0) return;
        try _parts.store.conclude(id) {
            count("conclude");
        } catch (bytes memory reason) {
            passOver("conclude", reason, bytes.concat(Challenges.TooEarly.selector, Challenges.WrongState.selector));
        }
    }

    function punish(uint256 which) external {
        uint256 id = _anyChallenge(which);
        if (id == 0) return;
        address operator = _parts.store.challengeAt(id).operator;
        uint256 before = _magnitude(operator, 1);
        try _parts.store.punish(id) {
            count("punish");
            _slashed(operator, 1, _parts.store.slashWad(), before);
        } catch (bytes memory reason) {
            passOver("punish", reason, bytes.concat(Challenges.WrongState.selector, _noSlash()));
        }
    }

    /// @notice Nobody here refuses ether: whatever is owed can be had.
    function withdraw(uint256 which) external {
        address payable to = payable([CHALLENGER, ANSWERER, 0x000000000000000000000000000000000000dEaD][which % 3]);
        (uint256 owed, uint256 had) = (_parts.store.balanceOf(to), to.balance);
        _parts.store.withdraw(to);
        assertEq(to.balance, had + owed, "AVS-55: another amount");
        count("withdraw");
    }

    // --- operators and time -----------------------------------------------------------------------------------------

    /// @notice Who leaves is never refused (AVS-07); who comes back comes when the core lets it.
    function move(uint256 who, uint256 set, bool isIn) external {
        (address operator, uint32[] memory ids) = (_operator(who), new uint32[](1));
        ids[0] = uint32(1 + (set % 2));
        bool isMember = _parts.core.allocation.isMemberOfOperatorSet(operator, _set(ids[0]));
        if (isMember && !isIn) {
            vm.prank(operator);
            _parts.core.allocation.deregisterFromOperatorSets(DeregisterParams(operator, address(_parts.store), ids));
            count("leave");
        } else if (!isMember && isIn && !_parts.core.allocation.isOperatorSlashable(operator, _set(ids[0]))) {
            vm.prank(operator);
            RegisterParams memory params = RegisterParams(address(_parts.store), ids, "");
            _parts.core.allocation.registerForOperatorSets(operator, params);
            count("join");
        }
    }

    function allocate(uint256 who, uint256 set, uint256 magnitude) external {
        AllocateParams[] memory params = new AllocateParams[](1);
        params[0].operatorSet = _set(uint32(1 + (set % 2)));
        params[0].strategies = new IStrategy[](1);
        params[0].strategies[0] = _parts.strategy;
        params[0].newMagnitudes = new uint64[](1);
        params[0].newMagnitudes[0] = uint64(bound(magnitude, 0, magnitude % 5 == 0 ? 3 : 5e17));
        vm.prank(_operator(who));
        try _parts.core.allocation.modifyAllocations(_operator(who), params) {
            count("allocate");
        } catch (bytes memory reason) {
            bytes memory rules = bytes.concat(
                IAllocationManager.SameMagnitude.selector,
                IAllocationManager.ModificationAlreadyPending.selector,
                IAllocationManager.InsufficientMagnitude.selector
            );
            passOver("allocate", reason, rules);
        }
    }

    function pass(uint256 blocks) external {
        blocks = bound(blocks, 1, blocks % 3 == 0 ? 12 : 4);
        vm.roll(block.number + blocks);
        vm.warp(block.timestamp + 12 * blocks);
        count("pass");
    }

    // --- what it knows ----------------------------------------------------------------------------------------------

    /// @dev AVS-10. A slash takes the part that it says, rounded up to a unit, and is remembered.
    function _slashed(address operator, uint32 set, uint256 wad, uint256 before) private {
        assertEq(_magnitude(operator, set), before - before.mulWadUp(wad), "AVS-10: another part was taken");
        slashes.push(Slash(operator, set, wad, block.timestamp));
    }

    function _close(string memory act, Known storage known, VetoableSlasher.Status status) private {
        assertTrue(known.status == VetoableSlasher.Status.Announced, "AVS-33: closed twice");
        known.status = status;
        count(act);
    }

    /// @dev Why a slash of somebody in reach cannot be now.
    function _noSlash() private pure returns (bytes memory) {
        return
            bytes.concat(
                SlasherBase.SlashLimitExceeded.selector,
                SlasherBase.NothingAtStake.selector,
                IAllocationManager.OperatorNotSlashable.selector
            );
    }

    function _executableAt(Known storage known) private view returns (uint256) {
        return known.announcement.announcedAt + _parts.vetoable.vetoWindowSeconds();
    }

    function _magnitude(address operator, uint32 set) private view returns (uint256) {
        return _parts.core.allocation.getAllocation(operator, _set(set), _parts.strategy).currentMagnitude;
    }

    function _anyKnown(uint256 which) private view returns (Known storage) {
        return _known[faults[faults.length - 1 - _back(which, faults.length)]];
    }

    /// @dev Mostly one of the three newest: the others are closed.
    function _back(uint256 which, uint256 length) private pure returns (uint256) {
        return (which >> 8) % (which % 4 == 0 || length < 3 ? length : 3);
    }

    function _anyChallenge(uint256 which) private view returns (uint256) {
        uint256 ids = _parts.store.challengeCount();
        if (ids == 0) return 0;
        return ids - _back(which, ids);
    }

    function _leafOf(uint256 blob, uint256 index) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(index, keccak256(chunkOf(blob, index))))));
    }

    function _blobIdOf(uint256 blob) private pure returns (bytes32) {
        (bytes32 a, bytes32 b) = (_leafOf(blob, 0), _leafOf(blob, 1));
        return a < b ? keccak256(bytes.concat(a, b)) : keccak256(bytes.concat(b, a));
    }

    function _operator(uint256 who) private view returns (address) {
        return _parts.operators[who % 3];
    }

    function _set(uint32 id) private view returns (OperatorSet memory) {
        return OperatorSet(address(_parts.store), id);
    }
}
