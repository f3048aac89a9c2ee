// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EpochVault} from "../../contracts/testing/own-vault/EpochVault.sol";
import {ILrtAdapter} from "../../contracts/testing/own-vault/ILrtAdapter.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice The toy vault of epochs, as `LrtProperties` asks for it.
contract EpochVaultAdapter is ILrtAdapter, TestBase {
    EpochVault private immutable _vault;

    constructor(EpochVault.Flaw flaw) {
        _vault = new EpochVault(flaw);
    }

    function deposit(address holder) external payable returns (uint256) {
        vm.deal(holder, holder.balance + msg.value);
        vm.prank(holder);
        return _vault.deposit{value: msg.value}();
    }

    function request(address holder, uint256 shares) external returns (uint256) {
        vm.prank(holder);
        return _vault.request(shares);
    }

    function finish() external {
        vm.warp(block.timestamp + 1 hours);
        _vault.settle();
    }

    function claim(address holder, uint256 ticket) external {
        vm.prank(holder);
        _vault.claim(ticket);
    }

    function gain() external payable {
        _vault.gain{value: msg.value}();
    }

    function lose(uint256 bips) external {
        _vault.lose(bips);
    }

    function report() external {
        _vault.report();
    }

    function rest() external {
        vm.warp(block.timestamp + 2 days);
    }

    function gift() external payable {
        (bool sent, ) = address(_vault).call{value: msg.value}("");
        assertTrue(sent, "a gift arrives");
    }

    function sharesOf(address holder) external view returns (uint256) {
        return _vault.balanceOf(holder);
    }
}
