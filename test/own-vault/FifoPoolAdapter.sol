// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FifoPool} from "../../contracts/testing/own-vault/FifoPool.sol";
import {ILrtAdapter} from "../../contracts/testing/own-vault/ILrtAdapter.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice The toy pool with a queue, as `LrtProperties` asks for it.
contract FifoPoolAdapter is ILrtAdapter, TestBase {
    FifoPool private immutable _pool;

    constructor(FifoPool.Flaw flaw) {
        _pool = new FifoPool(flaw);
    }

    function deposit(address holder) external payable returns (uint256) {
        vm.deal(holder, holder.balance + msg.value);
        vm.prank(holder);
        return _pool.submit{value: msg.value}();
    }

    function request(address holder, uint256 shares) external returns (uint256) {
        vm.prank(holder);
        return _pool.request(shares);
    }

    function finish() external {
        vm.warp(block.timestamp + 1 hours);
        _pool.finalize();
    }

    function claim(address holder, uint256 ticket) external {
        vm.prank(holder);
        _pool.claim(ticket);
    }

    function gain() external payable {
        _pool.gain{value: msg.value}();
    }

    function lose(uint256 bips) external {
        _pool.lose(bips);
    }

    function report() external {
        _pool.report();
    }

    function rest() external {
        vm.warp(block.timestamp + 2 days);
    }

    function gift() external payable {
        (bool sent, ) = address(_pool).call{value: msg.value}("");
        assertTrue(sent, "a gift arrives");
    }

    function sharesOf(address holder) external view returns (uint256) {
        return _pool.sharesOf(holder);
    }
}
