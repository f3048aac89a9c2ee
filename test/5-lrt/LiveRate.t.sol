// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ComponentMock} from "../../contracts/testing/5-lrt/ComponentMock.sol";
import {VaultHandler} from "../../contracts/testing/5-lrt/VaultHandler.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";
import {IVault} from "../../contracts/5-lrt/interfaces/IVault.sol";
import {VaultViews} from "../../contracts/5-lrt/views/VaultViews.sol";

/// @notice The view that values the vault, against the sync that does it.
contract LiveRateTest is TestBase {
    uint256 private constant STEPS = 12;

    VaultHandler private _handler;
    VaultViews private _views;
    /// @dev How often each shape of a sync was met, so that the property is not one of idle vaults.
    mapping(string shape => uint256 times) private _met;

    error Answer(uint256 rate, uint256 depositRate, uint256 recognised, uint256 lockedProfit);

    function setUp() public {
        _handler = new VaultHandler();
        _views = new VaultViews(address(_handler.vault()));
        _handler.deposit(0, 100 ether);
        _handler.deposit(1, 10 ether);
        _handler.restake(0, 60 ether);
        _handler.restake(1, 40 ether);
    }

    /// @dev Any history, and after each step the view is compared with a sync that is undone again.
    function test_VLT_50_the_live_rate_is_the_rate_after_a_sync_to_the_wei(uint256 seed) public {
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _step(seed);
            _compare();
        }
    }

    /// @dev Each of the paths of a sync, made on purpose: fee, drip, lone syncs before, cover, loss beyond everything.
    function test_VLT_50_the_live_rate_follows_every_path_of_a_sync() public {
        IVault vault = IVault(address(_handler.vault()));
        _handler.fundCover(1 ether);
        _handler.gain(0, 500);
        _handler.pass(6 hours);
        _compare(); // a gain, partly served, above the high-water mark: with its fee
        vault.syncAll();
        _handler.pass(1 hours);
        _compare(); // nothing new, U flows
        _deposit(1 ether);
        _handler.pass(1 hours);
        _handler.gain(0, 100);
        _compare(); // a gain that has served since the last deposit
        _handler.lose(1, 1_000);
        _handler.syncOne(1);
        _compare(); // a loss is pending: of U, cover and T
        _handler.gain(0, 900);
        _handler.gain(1, 900);
        _compare(); // a gain is netted with it
        ComponentMock broken = _handler.stand().components(0);
        broken.setBroken(true);
        vault.reportFailure(address(broken));
        _handler.pass(2 days);
        _compare(); // in quarantine: counts as zero, and the cover does not pay for it
        vault.syncAll();
        broken.setBroken(false);
        _compare(); // its return is a gain
        _handler.stand().components(1).setInDoubt(true);
        _handler.lose(0, 3_000);
        _handler.lose(1, 3_000);
        _compare(); // a part of the loss may come back
        _handler.stand().components(1).setAssets(0);
        broken.setAssets(0);
        _compare(); // nothing is left
        assertTrue(_met["gain"] > 0 && _met["loss"] > 0 && _met["none"] > 0, "VLT-50: paths");
        assertTrue(_met["lockedProfit"] > 0, "VLT-50: states");
    }

    function test_VLT_51_an_unreadable_component_stops_the_view_as_it_stops_the_sync() public {
        ComponentMock broken = _handler.stand().components(1);
        broken.setBroken(true);
        vm.expectRevert(abi.encodeWithSelector(IVault.ComponentUnreadable.selector, address(broken), 0));
        _views.liveRate();
        IVault(address(_handler.vault())).reportFailure(address(broken));
        uint256 quarantineAt = block.timestamp + 1 days;
        vm.expectRevert(abi.encodeWithSelector(IVault.ComponentUnreadable.selector, address(broken), quarantineAt));
        _views.liveRate();
        try _views.liveRate{gas: 700_000}() {
            assertTrue(false, "VLT-51: too little gas is no answer");
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) == IVault.NotEnoughGas.selector, "VLT-51: too little gas");
        }
    }

    function _step(uint256 seed) private {
        uint256 action = seed % 16;
        uint256 x = seed >> 8;
        if (action == 0) _deposit(bound(x, 1 gwei, 100 ether));
        else if (action < 4) _handler.gain(x, x);
        else if (action < 6) _handler.lose(x, x);
        else if (action < 8) _handler.syncOne(x);
        else if (action == 8) _handler.syncAll();
        else if (action < 12) _handler.pass(x);
        else if (action == 12) _handler.fundCover(x);
        else if (action == 13) _handler.request(x, x);
        else if (action == 14) _breakOrMend(x);
        else if (!_anyBroken()) _handler.restake(x, x);
    }

    /// @dev Without a sync before: a gain serves from the last deposit on only.
    function _deposit(uint256 assets) private {
        vm.deal(address(this), assets);
        // refused while closed by a loss, or too long after the last sync
        try _handler.vault().deposit{value: assets}(address(this), 0, type(uint256).max) {} catch {}
    }

    function _anyBroken() private view returns (bool) {
        return _handler.stand().components(0).broken() || _handler.stand().components(1).broken();
    }

    function _breakOrMend(uint256 seed) private {
        ComponentMock component = _handler.stand().components(seed % 2);
        if (component.broken()) return component.setBroken(false);
        component.setBroken(true);
        IVault vault = IVault(address(_handler.vault()));
        if (vault.failingSince(address(component)) == 0) vault.reportFailure(address(component));
        _handler.pass(2 days);
    }

    function _compare() private {
        (uint256 recognised, uint256 lockedProfit) = _views.liveTotals();
        (uint256 rate, uint256 depositRate) = (_views.liveRate(), _views.liveDepositRate());
        IVault.Totals memory before = _handler.vault().totals();
        bytes memory reason;
        try this.syncAndTell() {} catch (bytes memory reason_) {
            reason = reason_;
        }
        assertTrue(bytes4(reason) == Answer.selector, "VLT-50: the sync works where the view does");
        uint256[4] memory a;
        assembly ("memory-safe") {
            mcopy(a, add(reason, 0x24), 0x80)
        }
        assertEq(rate, a[0], "VLT-50: rate");
        assertEq(depositRate, a[1], "VLT-50: deposit rate");
        assertEq(recognised, a[2], "VLT-50: T");
        assertEq(lockedProfit, a[3], "VLT-50: U");
        uint256 total = before.recognised + before.lockedProfit;
        ++_met[
            a[2] + a[3] > total
                ? "gain"
                : a[2] + a[3] < total
                    ? "loss"
                    : "none"
        ];
        if (lockedProfit != 0) ++_met["lockedProfit"];
    }

    /// @dev Syncs, says what came of it, and undoes it.
    function syncAndTell() external {
        IVault vault = IVault(address(_handler.vault()));
        vault.syncAll();
        IVault.Totals memory t = vault.totals();
        revert Answer(vault.rate(), vault.depositRate(), t.recognised, t.lockedProfit);
    }
}
