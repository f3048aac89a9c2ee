// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestBase} from "../TestBase.sol";
import {HostileReceiver} from "./HostileReceiver.sol";
import {ILrtAdapter} from "./ILrtAdapter.sol";

/// @title What must hold of any liquid restaking token with a withdrawal queue
/// @notice Inherit it, open your vault in `_open`, and every `test_OWN_…` is a fuzz test of yours. Each begins with a life
/// of six steps drawn from its seed. Several compare two worlds that differ in one act, each in a vault of its own: who did
/// not act must end with the same ETH.
/// @dev It knows no design. Fees, caps and waits make a holder get less than what is fair; the properties say only that
/// nobody gets more at the cost of the others, and that everybody gets out.
abstract contract LrtProperties is TestBase {
    /// @notice What rounding may move, over all calls of a test.
    uint256 public constant DUST = 1 gwei;
    uint256 private constant STEPS = 6;
    address internal constant ALICE = address(0xA11CE);
    address internal constant BOB = address(0xB0B);
    address internal constant CAROL = address(0xCA201);

    /// @dev What a holder had when he asked out: some vaults send what is due, others wait for a claim.
    mapping(address holder => uint256) private _had;

    receive() external payable {}

    /// @notice A new vault with nobody in it.
    function _open() internal virtual returns (ILrtAdapter);

    /// @notice Parts of ten thousand that leaving or entering may cost by the vault's own rule.
    function _feeBips() internal pure virtual returns (uint256) {
        return 0;
    }

    /// @notice In and out at once does not pay, and costs the others nothing.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_01_round_trip(uint256 seed) public {
        ILrtAdapter with = _lived(seed);
        uint256 put = bound(uint256(keccak256(abi.encode(seed, "put"))), 1 ether, 500 ether);
        uint256 got = _inAndOut(with, CAROL, put);
        assertLe(got, put + DUST, "OWN-01: in and out at once pays");
        uint256 others = _leave(with, ALICE) + _leave(with, BOB);
        ILrtAdapter without = _lived(seed);
        assertLe(_leave(without, ALICE) + _leave(without, BOB), others + DUST, "OWN-01: a visitor costs the others");
    }

    /// @notice In before a gain and out as soon as it is told brings at most a quarter of what staying brings.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_02_bought_reward(uint256 seed) public {
        ILrtAdapter lrt = _lived(seed);
        uint256 put = 100 ether;
        _deposit(lrt, CAROL, put);
        uint256 gain = 2 ether;
        _gain(lrt, gain);
        lrt.report();
        uint256 got = _leave(lrt, CAROL);
        assertLe(got, put + gain / 8 + DUST, "OWN-02: a reward can be bought");
    }

    /// @notice Who waits in the queue and who stays lose the same part of a loss.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_03_equal_loss(uint256 seed) public {
        ILrtAdapter lrt = _lived(seed);
        (uint256 carols, ) = _twins(lrt);
        uint256 ticket = _ask(lrt, CAROL, carols);
        lrt.lose(bound(seed, 100, 5_000));
        lrt.report();
        lrt.finish();
        uint256 waited = _claim(lrt, CAROL, ticket);
        _same(waited, _leave(lrt, _twin()), "OWN-03: who waits and who stays lose differently");
    }

    /// @notice Who leaves after a loss that nobody has told takes nothing of it from who stays.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_04_known_loss_out(uint256 seed) public {
        ILrtAdapter lrt = _lived(seed);
        _twins(lrt);
        lrt.lose(bound(seed, 100, 5_000));
        uint256 first = _leave(lrt, CAROL);
        lrt.report();
        assertLe(first, _leave(lrt, _twin()) + DUST, "OWN-04: who leaves first leaves the loss to the others");
    }

    /// @notice Who enters after a loss that nobody has told does not pay for it.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_05_known_loss_in(uint256 seed) public {
        ILrtAdapter lrt = _lived(seed);
        lrt.lose(bound(seed, 100, 5_000));
        uint256 put = 10 ether;
        _deposit(lrt, CAROL, put);
        lrt.report();
        uint256 got = _leave(lrt, CAROL);
        assertLe(put - (put * _feeBips()) / 10_000, got + DUST, "OWN-05: a newcomer pays for an old loss");
    }

    /// @notice One request and two halves of it are paid the same.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_06_halves(uint256 seed) public {
        ILrtAdapter whole = _lived(seed);
        uint256 shares = _deposit(whole, CAROL, 10 ether);
        uint256 once = _leave(whole, CAROL);
        ILrtAdapter halves = _lived(seed);
        shares = _deposit(halves, CAROL, 10 ether);
        uint256 first = _ask(halves, CAROL, shares / 2);
        uint256 second = _ask(halves, CAROL, shares - shares / 2);
        halves.finish();
        _same(_claimBoth(halves, CAROL, first, second), once, "OWN-06: halves are paid differently");
    }

    /// @notice Keepers who do everything twice change nothing.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_07_twice(uint256 seed) public {
        uint256[2] memory paid;
        for (uint256 world = 0; world < 2; ++world) {
            ILrtAdapter lrt = _lived(seed);
            uint256 ticket = _ask(lrt, ALICE, lrt.sharesOf(ALICE));
            lrt.lose(500);
            for (uint256 i = 0; i <= world; ++i) lrt.report();
            for (uint256 i = 0; i <= world; ++i) lrt.finish();
            paid[world] = _claim(lrt, ALICE, ticket) + _leave(lrt, BOB);
        }
        _same(paid[0], paid[1], "OWN-07: doing it twice changes a payout");
    }

    /// @notice All that was put in and earned, less what was lost, comes out when everybody leaves; never more.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_08_all_comes_out(uint256 seed) public {
        ILrtAdapter lrt = _open();
        uint256 put = bound(seed, 1 ether, 100 ether);
        _deposit(lrt, ALICE, put);
        _deposit(lrt, BOB, 50 ether);
        uint256 lost = bound(uint256(keccak256(abi.encode(seed))), 0, 5_000);
        lrt.lose(lost);
        lrt.report();
        uint256 gain = bound(seed, 0, 3 ether);
        _gain(lrt, gain);
        lrt.report();
        lrt.rest();
        uint256 all = ((put + 50 ether) * (10_000 - lost)) / 10_000 + gain;
        uint256 out = _leave(lrt, ALICE) + _leave(lrt, BOB);
        assertLe(out, all + DUST, "OWN-08: more comes out than is there");
        assertLe(all - (all * _feeBips()) / 10_000, out + DUST, "OWN-08: something stays behind");
    }

    /// @notice Dust of strangers and a receiver that refuses ETH keep nobody waiting.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_09_nobody_is_blocked(uint256 seed) public {
        ILrtAdapter lrt = _lived(seed);
        _deposit(lrt, CAROL, 10 ether);
        address hostile = address(new HostileReceiver());
        uint256 held = _deposit(lrt, hostile, 5 ether);
        try lrt.request(CAROL, 1) {} catch {}
        try lrt.request(hostile, held / 2) {} catch {}
        uint256 shares = lrt.sharesOf(CAROL);
        uint256 ticket = _ask(lrt, CAROL, shares);
        try lrt.finish() {} catch {}
        try lrt.claim(hostile, ticket) {} catch {}
        uint256 got = _claim(lrt, CAROL, ticket);
        assertLe(10 ether - (10 ether * _feeBips()) / 10_000, got + DUST, "OWN-09: a stranger keeps others waiting");
    }

    /// @notice A first holder of one wei who makes a gift does not round the next one's shares away.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_10_gift(uint256 seed) public {
        ILrtAdapter lrt = _open();
        vm.deal(BOB, 0);
        try this.depositFor(lrt, BOB, 1) {} catch {}
        uint256 gift = bound(seed, 1 gwei, 1_000 ether);
        vm.deal(address(this), gift);
        try lrt.gift{value: gift}() {} catch {}
        try this.depositFor(lrt, CAROL, 10 ether) {} catch {
            return; // refused: nothing is lost
        }
        uint256 got = _leave(lrt, CAROL);
        assertLe(10 ether - (10 ether * _feeBips()) / 10_000, got + 0.01 ether, "OWN-10: a gift takes a deposit");
    }

    /// @notice After a total loss a newcomer is refused, or keeps what he brings.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_11_after_total_loss(uint256 seed) public {
        ILrtAdapter lrt = _lived(seed);
        lrt.lose(10_000);
        lrt.report();
        try this.depositFor(lrt, CAROL, 10 ether) {} catch {
            return;
        }
        uint256 got = _leave(lrt, CAROL);
        assertLe(10 ether - (10 ether * _feeBips()) / 10_000, got + DUST, "OWN-11: old shares take a newcomer's ETH");
    }

    /// @notice A ticket is paid once.
    /// hardhat-config: fuzz.runs = 24
    function test_OWN_12_paid_once(uint256 seed) public {
        ILrtAdapter lrt = _lived(seed);
        uint256 ticket = _ask(lrt, ALICE, lrt.sharesOf(ALICE));
        lrt.finish();
        _claim(lrt, ALICE, ticket);
        uint256 before = ALICE.balance;
        try lrt.claim(ALICE, ticket) {} catch {}
        assertEq(ALICE.balance, before, "OWN-12: a ticket is paid twice");
    }

    /// @notice A deposit that may be refused.
    function depositFor(ILrtAdapter lrt, address who, uint256 wad) external {
        _deposit(lrt, who, wad);
    }

    /// @dev A vault that has lived a little: Alice and Bob are in it, and all that happened is in the price.
    function _lived(uint256 seed) private returns (ILrtAdapter lrt) {
        lrt = _open();
        _deposit(lrt, ALICE, bound(seed, 1 ether, 100 ether));
        _deposit(lrt, BOB, 20 ether);
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 size = seed >> 8;
            uint256 kind = seed % 4;
            if (kind == 0) _deposit(lrt, size % 2 == 0 ? ALICE : BOB, bound(size, 1, 30 ether));
            else if (kind == 1) _gain(lrt, bound(size, 1, 1 ether));
            else if (kind == 2) lrt.lose(bound(size, 1, 2_000));
            else _leavePart(lrt, size % 2 == 0 ? ALICE : BOB, bound(size, 2, 5));
            lrt.report();
        }
        lrt.rest();
    }

    function _leavePart(ILrtAdapter lrt, address who, uint256 parts) private {
        uint256 ticket = _ask(lrt, who, lrt.sharesOf(who) / parts);
        lrt.finish();
        _claim(lrt, who, ticket);
    }

    /// @dev Two holders with the same shares, but for rounding.
    function _twins(ILrtAdapter lrt) private returns (uint256 first, uint256 second) {
        return (_deposit(lrt, CAROL, 10 ether), _deposit(lrt, _twin(), 10 ether));
    }

    function _twin() private pure returns (address) {
        return address(0x7819);
    }

    function _inAndOut(ILrtAdapter lrt, address who, uint256 put) private returns (uint256) {
        _deposit(lrt, who, put);
        return _leave(lrt, who);
    }

    function _deposit(ILrtAdapter lrt, address who, uint256 put) private returns (uint256) {
        vm.deal(address(this), put);
        return lrt.deposit{value: put}(who);
    }

    function _gain(ILrtAdapter lrt, uint256 gain) private {
        vm.deal(address(this), gain);
        lrt.gain{value: gain}();
    }

    /// @dev With all shares, through the queue. @return what is paid
    function _leave(ILrtAdapter lrt, address who) private returns (uint256) {
        uint256 shares = lrt.sharesOf(who);
        if (shares == 0) return 0;
        uint256 ticket = _ask(lrt, who, shares);
        lrt.finish();
        return _claim(lrt, who, ticket);
    }

    function _ask(ILrtAdapter lrt, address who, uint256 shares) private returns (uint256) {
        _had[who] = who.balance;
        return lrt.request(who, shares);
    }

    /// @dev @return what has come since the request
    function _claim(ILrtAdapter lrt, address who, uint256 ticket) private returns (uint256) {
        try lrt.claim(who, ticket) {} catch {}
        return who.balance - _had[who];
    }

    function _claimBoth(ILrtAdapter lrt, address who, uint256 first, uint256 second) private returns (uint256) {
        _claim(lrt, who, first);
        return _claim(lrt, who, second);
    }

    function _same(uint256 a, uint256 b, string memory what) private pure {
        assertLe(a, b + DUST, what);
        assertLe(b, a + DUST, what);
    }
}
