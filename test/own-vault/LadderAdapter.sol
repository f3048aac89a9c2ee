// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPricingRule} from "../../contracts/5-lrt/interfaces/IPricingRule.sol";
import {ExitQueue} from "../../contracts/5-lrt/queue/ExitQueue.sol";
import {Vault} from "../../contracts/5-lrt/Vault.sol";
import {ComponentMock} from "../../contracts/testing/5-lrt/ComponentMock.sol";
import {VaultStand} from "../../contracts/testing/5-lrt/VaultStand.sol";
import {ILrtAdapter} from "../../contracts/testing/own-vault/ILrtAdapter.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice The ladder's vault under one of its rules, as `LrtProperties` asks for it. Whoever enters syncs first, as the
/// tasks and the synced entrance do.
contract LadderAdapter is ILrtAdapter, TestBase {
    uint256 private constant FOREVER = type(uint256).max;
    address private constant BURNT = address(0xdead);
    VaultStand private immutable _stand;
    Vault private immutable _vault;
    ExitQueue private immutable _queue;
    ComponentMock private immutable _stake;

    constructor(IPricingRule rule) {
        _stand = new VaultStand(rule);
        (_vault, _queue, _stake) = (_stand.vault(), _stand.queue(), _stand.components(0));
    }

    function deposit(address holder) external payable returns (uint256) {
        _vault.syncAll();
        return _vault.deposit{value: msg.value}(holder, 0, FOREVER);
    }

    function request(address holder, uint256 shares) external returns (uint256) {
        vm.prank(holder);
        return _queue.request(shares, holder, 0, FOREVER);
    }

    function finish() external {
        if (block.timestamp < _queue.closeableAt()) vm.warp(_queue.closeableAt());
        try _queue.close() {} catch {}
        vm.warp(block.timestamp + 1);
        _vault.syncAll();
        if (_stake.assets() != 0) _stand.restaker().unwind(_stake, _stake.assets(), 0, 0);
        try _queue.settle() {} catch {}
    }

    function claim(address holder, uint256 ticket) external {
        vm.prank(holder);
        _queue.claim(ticket, holder);
    }

    function gain() external payable {
        vm.deal(address(_stake), address(_stake).balance + msg.value);
        _stake.setAssets(_stake.assets() + msg.value);
    }

    function lose(uint256 bips) external {
        uint256 idle = _vault.surplusIdle();
        if (idle != 0) _stand.restaker().restake(address(_stake), idle);
        uint256 left = (_stake.assets() * (10_000 - bips)) / 10_000;
        _stake.setAssets(left);
        vm.deal(address(_stake), left);
    }

    function report() external {
        _vault.syncAll();
    }

    function rest() external {
        vm.warp(block.timestamp + 2 days);
        _vault.syncAll();
    }

    function gift() external payable {
        _vault.recapitalise{value: msg.value}();
    }

    function sharesOf(address holder) external view returns (uint256) {
        return _vault.balanceOf(holder);
    }
}
