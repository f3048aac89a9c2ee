// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {WETH} from "solady/src/tokens/WETH.sol";
import {IWrappedEther} from "../../5-lrt/interfaces/IWrappedEther.sol";
import {ExposedRule} from "../../5-lrt/pricing/ExposedRule.sol";
import {ExitQueue} from "../../5-lrt/queue/ExitQueue.sol";
import {VaultFacade} from "../../5-lrt/standards/VaultFacade.sol";
import {Vault} from "../../5-lrt/Vault.sol";
import {VaultViews} from "../../5-lrt/views/VaultViews.sol";
import {TestBase} from "../TestBase.sol";
import {ComponentMock} from "./ComponentMock.sol";
import {VaultStand} from "./VaultStand.sol";

/// @title The facade over a real vault, for Solidity tests
/// @notice Three controllers and one operator; whoever needs WETH is given it.
abstract contract FacadeStand is TestBase {
    VaultStand internal _stand;
    Vault internal _vault;
    ExitQueue internal _queue;
    VaultFacade internal _facade;
    VaultViews internal _views;
    IWrappedEther internal _weth;

    address internal constant ALICE = address(0xA11CE);
    address internal constant BOB = address(0xB0B);
    address internal constant CAROL = address(0xCA401);
    address internal constant OPERATOR = address(0x09E4);

    function setUp() public virtual {
        _stand = new VaultStand(new ExposedRule());
        (_vault, _queue) = (_stand.vault(), _stand.queue());
        _views = new VaultViews(address(_vault));
        _weth = IWrappedEther(address(new WETH()));
        _facade = new VaultFacade(address(_vault), address(_views), address(_weth), address(_queue));
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(_user(i));
            _vault.approve(address(_facade), type(uint256).max);
        }
    }

    function _user(uint256 seed) internal pure returns (address) {
        return [ALICE, BOB, CAROL][seed % 3];
    }

    /// @dev WETH that `who` has approved for the facade.
    function _giveWeth(address who, uint256 assets) internal {
        vm.deal(who, assets);
        vm.startPrank(who);
        _weth.deposit{value: assets}();
        _weth.approve(address(_facade), assets);
        vm.stopPrank();
    }

    function _deposit(address who, uint256 assets) internal returns (uint256 shares) {
        _giveWeth(who, assets);
        vm.prank(who);
        return _facade.deposit(assets, who);
    }

    function _request(address who, uint256 shares) internal returns (uint256 requestId) {
        vm.prank(who);
        return _facade.requestRedeem(shares, who, who);
    }

    /// @dev Moves the rate: what the first component holds is worth `bps` / 10,000 of it, and a whole drip passes.
    function _reprice(uint256 bps) internal {
        ComponentMock component = _stand.components(0);
        uint256 surplus = _vault.surplusIdle();
        if (surplus != 0) _stand.restaker().restake(address(component), surplus);
        uint256 assets = (component.assets() * bps) / 10_000;
        component.setAssets(assets);
        vm.deal(address(component), assets);
        vm.warp(block.timestamp + 1 days);
        _vault.syncAll();
        vm.warp(block.timestamp + 1 days);
        _vault.syncAll();
    }

    function _close() internal {
        vm.warp(block.timestamp + 1 hours);
        _queue.close();
    }

    /// @dev Brings `assets` back to idle and pays the oldest closed batch with what is there.
    function _fill(uint256 assets) internal {
        ComponentMock component = _stand.components(0);
        if (assets > component.assets()) assets = component.assets();
        if (assets != 0) _stand.restaker().unwind(component, assets, 0, 0);
        _queue.settle();
    }

    function _redeemAll(address who) internal {
        uint256 shares = _facade.maxRedeem(who);
        vm.prank(who);
        _facade.redeem(shares, who, who);
        assertEq(_facade.maxRedeem(who), 0, "STD-22: the maximum is all");
    }
}
