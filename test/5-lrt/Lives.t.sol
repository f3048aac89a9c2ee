// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPricingRule} from "../../contracts/5-lrt/interfaces/IPricingRule.sol";
import {IVault} from "../../contracts/5-lrt/interfaces/IVault.sol";
import {CappedRule} from "../../contracts/5-lrt/pricing/CappedRule.sol";
import {ExposedRule} from "../../contracts/5-lrt/pricing/ExposedRule.sol";
import {LossOnlyRule} from "../../contracts/5-lrt/pricing/LossOnlyRule.sol";
import {ExitQueue} from "../../contracts/5-lrt/queue/ExitQueue.sol";
import {Vault} from "../../contracts/5-lrt/Vault.sol";
import {AccountingWords} from "../../contracts/5-lrt/accounting/AccountingWords.sol";
import {ComponentMock} from "../../contracts/testing/5-lrt/ComponentMock.sol";
import {VaultStand} from "../../contracts/testing/5-lrt/VaultStand.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice Lives of a vault, one after the other in the same vault: each begins empty, with dust, whales, gifts, losses of
/// all, components in doubt and deaths in any order, and ends when everybody has left. A run has `LADDER_LIVES` lives (in
/// vaults of six), drawn from `LADDER_SEED` and the run's own seed.
contract LivesTest is TestBase {
    using AccountingWords for uint256[4];

    uint256 private constant RAY = 1e27;
    uint256 private constant VIRTUAL = 1e6;
    uint256 private constant DUST = 1 gwei;
    uint256 private constant LIVES = 6;
    uint256 private constant STEPS = 16;
    /// @dev What a component gains at once; there is not much more ETH.
    uint256 private constant MOST = 100_000_000 ether;
    uint256 private constant FOREVER = type(uint256).max;

    VaultStand private _stand;
    Vault private _vault;
    ExitQueue private _queue;
    /// @dev The highest deposit price that anybody has seen in this life, kept by the test.
    uint256 private _peakRay;

    /// hardhat-config: fuzz.runs = 12
    function test_INV_31_exposed(uint256 seed) public {
        _lives(new ExposedRule(), seed);
    }

    /// hardhat-config: fuzz.runs = 12
    function test_INV_31_capped(uint256 seed) public {
        _lives(new CappedRule(), seed);
    }

    /// hardhat-config: fuzz.runs = 12
    function test_INV_31_loss_only(uint256 seed) public {
        _lives(new LossOnlyRule(), seed);
    }

    function _lives(IPricingRule rule, uint256 seed) private {
        uint256 first = vm.envOr("LADDER_SEED", uint256(0));
        uint256 vaults = Math.ceilDiv(vm.envOr("LADDER_LIVES", LIVES), LIVES);
        for (uint256 i = 0; i < vaults; ++i) this.live(rule, uint256(keccak256(abi.encode(seed, first, i))));
    }

    /// @notice The lives of one vault, in a call of its own: its memory is its own.
    function live(IPricingRule rule, uint256 seed) external {
        _stand = new VaultStand(rule);
        (_vault, _queue) = (_stand.vault(), _stand.queue());
        _stand.settings().setFee(1_000, address(0xFEE));
        vm.deal(address(this), 5 ether);
        _stand.cover().fund{value: 5 ether}();
        for (uint256 life = 0; life < LIVES; ++life) {
            _checkNew();
            for (uint256 i = 0; i < STEPS; ++i) {
                seed = uint256(keccak256(abi.encode(seed)));
                _step(seed % 16, seed >> 16, seed >> 64);
                _check();
            }
            _end();
        }
    }

    // --- what is done -----------------------------------------------------------------------------------------------

    function _step(uint256 action, uint256 a, uint256 b) private {
        if (action < 4) _deposit(a, b);
        else if (action < 6) _change(a, b, true);
        else if (action < 8) _change(a, b, false);
        else if (action == 8) _give(b);
        else if (action == 9) _toggle(a);
        else if (action == 10) _request(a, b);
        else if (action == 11) _settleAll();
        else if (action == 12) _restake(a, b);
        else if (action == 13) _lone(a);
        else if (action == 14) _vault.payOwed();
        else vm.warp(block.timestamp + bound(b, 12, 2 days));
        if (a % 3 != 0) _full();
    }

    function _size(uint256 a, uint256 b) private pure returns (uint256) {
        if (a % 4 == 0) return bound(b, 1, 2 gwei);
        if (a % 4 == 1) return bound(b, 100_000 ether, 1_000_000 ether);
        return bound(b, 1 gwei, 50 ether);
    }

    function _deposit(uint256 a, uint256 b) private {
        _full();
        bool open = !_vault.isDead() && !_vault.isInDoubt();
        uint256 assets = _size(a, b);
        vm.deal(address(this), assets);
        uint256 rate = _vault.rate();
        try _vault.deposit{value: assets}(_user(a), 0, FOREVER) {
            assertTrue(open, "VLT-85: entered a vault that is dead or in doubt");
            assertLe(rate, _vault.rate() + 1, "VLT-03: a deposit lowers the rate");
        } catch (bytes memory reason) {
            assertTrue(!open || bytes4(reason) == IVault.ZeroShares.selector, "VLT-85: refused an open vault");
        }
    }

    function _change(uint256 a, uint256 b, bool up) private {
        ComponentMock component = _stand.components(a % 2);
        uint256 assets = component.assets();
        if (up) assets += a % 4 < 2 ? bound(b, 1, 2 gwei) : bound(b, 1, Math.min(assets, MOST) + 1 ether);
        else assets = a % 4 < 2 ? (a % 3 == 0 ? 0 : assets / 1e7) : bound(b, 0, assets);
        component.setAssets(assets);
        vm.deal(address(component), assets);
    }

    function _give(uint256 b) private {
        if (_vault.totalSupply() == 0) return;
        _full();
        uint256 assets = bound(b, 1 gwei, 5 ether);
        vm.deal(address(this), assets);
        (IVault.Totals memory before, uint256 highest) = (_vault.totals(), _highest());
        try _vault.recapitalise{value: assets}() {
            _checkFee(before, assets, highest);
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) == IVault.NobodyToGiveTo.selector && !_isHeld(), "VLT-83: refused a gift");
        }
    }

    /// @dev The second component is in quarantine, or in doubt, or neither.
    function _toggle(uint256 a) private {
        ComponentMock component = _stand.components(1);
        component.setInDoubt(a % 3 == 0);
        component.setBroken(a % 3 == 1);
        if (a % 3 != 1) return;
        if (_vault.failingSince(address(component)) == 0) _vault.reportFailure(address(component));
        vm.warp(block.timestamp + 1 days);
    }

    function _request(uint256 a, uint256 b) private {
        address who = _user(a);
        uint256 shares = _vault.balanceOf(who);
        if (shares == 0) return;
        if (a % 2 == 0) shares = bound(b, 1, shares);
        vm.prank(who);
        try _queue.request(shares, who, 0, FOREVER) {} catch {}
        if (block.timestamp < _queue.closeableAt()) vm.warp(_queue.closeableAt());
        try _queue.close() {} catch {}
    }

    function _settleAll() private {
        _full();
        for (uint256 i = 0; i < 2; ++i) _unwind(i);
        while (_queue.fillingBatchId() != _queue.openBatchId()) {
            (uint256 rate, bool dead, bool inDoubt) = (_vault.rate(), _vault.isDead(), _vault.isInDoubt());
            try _queue.settle() returns (uint256, uint256 shares, uint256 assets) {
                if (_vault.totalSupply() != 0)
                    assertLe(rate, _vault.rate() + 1, "QUE-05: a settlement lowers the rate");
                if (dead && shares != 0) assertTrue(assets < DUST && !inDoubt, "VLT-42: a dead vault pays nothing");
            } catch {
                return;
            }
            _notePeak();
        }
    }

    function _unwind(uint256 i) private {
        ComponentMock component = _stand.components(i);
        if (!component.broken() && component.assets() != 0) {
            _stand.restaker().unwind(component, component.assets(), 0, 0);
        }
    }

    function _restake(uint256 a, uint256 b) private {
        uint256 surplus = _vault.surplusIdle();
        ComponentMock component = _stand.components(a % 2);
        if (surplus == 0 || component.broken()) return;
        _stand.restaker().restake(address(component), a % 4 == 0 ? bound(b, 1, surplus) : surplus);
    }

    function _lone(uint256 a) private {
        ComponentMock component = _stand.components(a % 2);
        AccountingWords.Book memory before = _book();
        try _vault.sync(address(component)) {} catch {}
        AccountingWords.Book memory later = _book();
        // VLT-80
        assertEq(
            later.recognised + later.lockedProfit,
            before.recognised + before.lockedProfit,
            "VLT-80: a lone sync books"
        );
        assertEq(later.highWaterRay, before.highWaterRay, "VLT-80: a lone sync marks");
    }

    /// @dev A full sync, and what it may charge.
    function _full() private {
        AccountingWords.Book memory b = _book();
        IVault.Totals memory before = _vault.totals();
        uint256 stored = b.recognised + b.lockedProfit;
        uint256 highest = _highest();
        _vault.syncAll();
        IVault.Totals memory t = _vault.totals();
        uint256 all = t.recognised + t.lockedProfit + t.feesOwed;
        // fees owed as they were before: those that are shown are cut by what is pending beyond T and U
        uint256 owed = before.feesOwed + _beyond(b, stored);
        if (all <= stored + owed) assertLe(t.feesOwed, owed, "VLT-81: a loss pays a fee");
        else {
            before.feesOwed = owed;
            (before.recognised, before.lockedProfit) = (stored, 0);
            _checkFee(before, all - stored - owed, highest);
        }
        _notePeak();
        if (_vault.isDead())
            assertLe(t.recognised * 100, _peakTotal(t.supply) + 100, "VLT-87: dead above the revival rate");
    }

    function _beyond(AccountingWords.Book memory b, uint256 stored) private pure returns (uint256) {
        return b.pendingLoss > stored ? b.pendingLoss - stored : 0;
    }

    /// @dev VLT-81, VLT-83: of a gain, at most its part above the highest price so far; all of it when nobody holds.
    function _checkFee(IVault.Totals memory before, uint256 gain, uint256 highest) private view {
        uint256 fee = _vault.totals().feesOwed - before.feesOwed;
        uint256 total = before.recognised + before.lockedProfit;
        uint256 worth = Math.mulDiv(before.supply, Math.max(Math.max(_peakRay, _vault.highWaterRay()), highest), RAY);
        if (worth < DUST - 2) return assertEq(fee, gain, "VLT-83: a gain without holders");
        if (worth < DUST + 2) return;
        uint256 from = Math.max(total, _peakTotal(before.supply));
        uint256 lift = total + gain > from ? total + gain - from : 0;
        assertLe(fee, lift / 10 + 1, "VLT-81: fees beyond their part of what is new");
    }

    // --- what is checked ---------------------------------------------------------------------------------------------

    function _checkNew() private {
        _full();
        assertEq(_vault.totalSupply(), 0, "VLT-82: empty");
        assertEq(_vault.rate(), 1e18, "VLT-82: rate of an empty vault");
        assertEq(_vault.highWaterRay(), RAY, "VLT-82: mark of an empty vault");
        assertEq(_vault.lossFactor(), RAY, "VLT-82: loss factor of an empty vault");
        assertTrue(!_vault.isDead(), "VLT-82: an empty vault is not dead");
        _peakRay = RAY;
    }

    function _check() private {
        _notePeak();
        IVault.Totals memory t = _vault.totals();
        int256 held = int256(t.idle);
        for (uint256 i = 0; i < 2; ++i) held += _vault.recordOf(address(_stand.components(i)));
        assertEq(uint256(held), t.recognised + t.lockedProfit + t.feesOwed, "VLT-01: holds what it owes");
        assertEq(address(_vault).balance, t.idle, "VLT-01: idle ETH is here");
    }

    /// @dev All can be read again, a rescue comes if one is needed, and everybody leaves.
    function _end() private {
        _stand.components(1).setBroken(false);
        _stand.components(1).setInDoubt(false);
        _full();
        if (_vault.isDead()) {
            uint256 gift = Math.max(1 gwei, _peakTotal(_vault.totalSupply()) / 10);
            vm.deal(address(this), gift);
            _vault.recapitalise{value: gift}();
        }
        vm.warp(block.timestamp + 2 days);
        _full();
        for (uint256 round = 0; round < 400 && _vault.totalSupply() != 0; ++round) {
            for (uint256 i = 0; i < 3; ++i) _requestAll(_user(i));
            vm.warp(block.timestamp + 2 hours);
            try _queue.close() {} catch {}
            _settleAll();
        }
    }

    /// @dev A batch holds 2^96 shares: whoever has bought more, at a rate of next to nothing, leaves in parts.
    function _requestAll(address who) private {
        uint256 shares = Math.min(_vault.balanceOf(who), type(uint96).max / 4);
        if (shares == 0) return;
        vm.prank(who);
        _queue.request(shares, who, 0, FOREVER);
    }

    function _user(uint256 seed) private pure returns (address) {
        return address(uint160(0x11FE + (seed % 3)));
    }

    function _book() private view returns (AccountingWords.Book memory) {
        return _vault.accountingWords().read(_vault.totalSupply());
    }

    function _highest() private view returns (uint256) {
        return _priceRay();
    }

    function _priceRay() private view returns (uint256) {
        AccountingWords.Book memory b = _book();
        return Math.mulDiv(b.recognised + b.lockedProfit + VIRTUAL, RAY, _vault.totalSupply() + VIRTUAL);
    }

    function _isHeld() private view returns (bool) {
        return Math.mulDiv(_vault.totalSupply(), Math.max(_peakRay, _priceRay()), RAY) >= DUST;
    }

    /// @dev The peak of a vault that has begun anew is that of a new one.
    function _notePeak() private {
        if (_vault.highWaterRay() == RAY && !_isHeldBy(_vault.totalSupply())) _peakRay = RAY;
        // syncs inside closings and settlements have seen prices that the test has not
        _peakRay = Math.max(_peakRay, Math.max(_vault.highWaterRay(), _priceRay()));
    }

    function _isHeldBy(uint256 supply) private pure returns (bool) {
        return supply >= DUST;
    }

    function _peakTotal(uint256 supply) private view returns (uint256) {
        uint256 withVirtual = Math.mulDiv(_peakRay, supply + VIRTUAL, RAY);
        return withVirtual > VIRTUAL ? withVirtual - VIRTUAL : 0;
    }
}
