// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Challenges} from "../../contracts/4-avs/availability/Challenges.sol";
import {VetoableSlasher} from "../../contracts/4-avs/slashers/VetoableSlasher.sol";
import {RecordingObserver} from "../../contracts/testing/avs/RecordingObserver.sol";
import {ServicesHandler} from "../../contracts/testing/avs/ServicesHandler.sol";
import {ServicesParts, ServicesStage} from "../../contracts/testing/avs/ServicesStage.sol";

/// @notice What holds of a service, its slashers and its bonds after anything that people can do with them.
contract ServicesInvariants is ServicesStage {
    ServicesParts private _parts;
    ServicesHandler private _handler;
    RecordingObserver private _observer;

    function setUp() public {
        _parts = deployServices();
        _observer = new RecordingObserver();
        // the store knows nothing of slashes, and refuses to hear of them
        address[2] memory observers = [address(_parts.store), address(_observer)];
        for (uint256 i = 0; i < 2; ++i) {
            _parts.instant.addObserver(observers[i]);
            _parts.vetoable.addObserver(observers[i]);
        }
        _handler = new ServicesHandler(_parts);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_AVS_10_AVS_11_AVS_30_AVS_33_AVS_53_AVS_55_hold() external view {
        _check();
    }

    /// @dev Random sequences could pass by doing nothing: this one, always the same, does everything that there is.
    function test_AVS_10_a_walk_that_reaches_everything() external {
        uint256 seed = 20_261_130;
        for (uint256 step = 0; step < 1_800; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            _step(seed % 17, seed >> 32, seed >> 64, seed >> 128);
            if (step % 25 == 0) _check();
        }
        _check();
        string[14] memory acts = [
            "announce",
            "veto",
            "execute",
            "clear",
            "store",
            "challenge",
            "answer",
            "conclude",
            "punish",
            "withdraw",
            "leave",
            "join",
            "allocate",
            "pass"
        ];
        for (uint256 i = 0; i < acts.length; ++i)
            assertLe(2, _handler.done(acts[i]), string.concat(acts[i], " in ", _handler.counts()));
    }

    function _step(uint256 action, uint256 a, uint256 b, uint256 c) private {
        if (action < 2) _handler.announce(a, b, c);
        else if (action == 2) _handler.veto(a);
        else if (action == 3) _handler.execute(a);
        else if (action == 4) _handler.clear(a);
        else if (action < 7) _handler.store(a, b);
        else if (action < 9) _handler.challenge(a, b, c);
        else if (action == 9) _handler.answer(a);
        else if (action == 10) _handler.conclude(a);
        else if (action == 11) _handler.punish(a);
        else if (action == 12) _handler.withdraw(a);
        else if (action == 13) _handler.move(a, b, c % 4 != 0);
        else if (action == 14 && c % 3 == 0) _handler.allocate(a, b, c);
        else _handler.pass(a);
    }

    function _check() private view {
        _noWindowTakesMoreThanItsLimit();
        _announcementsAreAsTheyWereClosed();
        _etherIsOwed();
        assertEq(
            _observer.seen(),
            _handler.slashCount() + _handler.faultCount(),
            "AVS-11: an observer hears of each announcement and slash once"
        );
    }

    /// @dev AVS-10
    function _noWindowTakesMoreThanItsLimit() private view {
        uint256 count = _handler.slashCount();
        for (uint256 i = 0; i < count; ++i) {
            (address operator, uint32 set, uint256 sum, uint256 time) = _handler.slashes(i);
            uint256 window = set == 1 ? INSTANT_WINDOW : VETOABLE_WINDOW;
            for (uint256 j = i; j > 0; --j) {
                (address other, uint32 otherSet, uint256 wad, uint256 then) = _handler.slashes(j - 1);
                if (then + window <= time) break;
                if (other == operator && otherSet == set) sum += wad;
            }
            assertLe(sum, set == 1 ? INSTANT_LIMIT : VETOABLE_LIMIT, "AVS-10: more than the limit in a window");
        }
    }

    /// @dev AVS-30, AVS-33. Each is what it was closed as, stands until then, and counts while it is live.
    function _announcementsAreAsTheyWereClosed() private view {
        uint256 standing;
        uint256 live;
        uint256 lastExpiry;
        for (uint256 i = 0; i < _handler.faultCount(); ++i) {
            bytes32 faultId = _handler.faults(i);
            ServicesHandler.Known memory known = _handler.knownOf(faultId);
            VetoableSlasher.Status status = _parts.vetoable.statusOf(faultId);
            if (known.announcement.expiresAt > lastExpiry) lastExpiry = known.announcement.expiresAt;
            if (known.status != VetoableSlasher.Status.Announced) {
                assertTrue(status == known.status, "AVS-33: it became something else");
                continue;
            }
            // eight that have expired are swept when another comes
            if (status == VetoableSlasher.Status.Lapsed) {
                assertLe(known.announcement.expiresAt, block.timestamp, "AVS-33: swept before its end");
                continue;
            }
            assertTrue(status == VetoableSlasher.Status.Announced, "AVS-33: closed by nobody");
            ++standing;
            if (block.timestamp < known.announcement.expiresAt) ++live;
        }
        uint256 told;
        for (uint256 i = 0; i < 3; ++i) told += _parts.vetoable.announcementCount(_parts.operators[i]);
        assertEq(told, live, "AVS-30: live announcements");
        uint256 open = block.timestamp < lastExpiry ? standing : 0;
        assertEq(_parts.vetoable.openAnnouncements(), open, "AVS-30: open announcements");
    }

    /// @dev AVS-53, AVS-55. The store holds open bonds and what it owes, and no wei else.
    function _etherIsOwed() private view {
        uint256 sum;
        uint256 open;
        for (uint256 id = 1; id <= _parts.store.challengeCount(); ++id) {
            Challenges.Challenge memory one = _parts.store.challengeAt(id);
            if (one.state != Challenges.State.Open) continue;
            sum += one.bondWei;
            ++open;
        }
        address[3] memory creditors = _handler.creditors();
        for (uint256 i = 0; i < 3; ++i) {
            sum += _parts.store.balanceOf(creditors[i]);
            open -= _parts.store.openAgainst(_parts.operators[i]);
        }
        assertEq(open, 0, "AVS-53: open challenges");
        assertEq(address(_parts.store).balance, sum, "AVS-55: the store holds what it owes");
    }
}
