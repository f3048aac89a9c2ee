// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BeaconChain} from "../../1-staking/BeaconChain.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {Slashings} from "../../1-staking/Slashings.sol";
import {StakedEther} from "../../2-liquid-staking/StakedEther.sol";
import {StakingPool} from "../../2-liquid-staking/StakingPool.sol";
import {UnstakingQueue} from "../../2-liquid-staking/UnstakingQueue.sol";
import {WrappedStakedEther} from "../../2-liquid-staking/WrappedStakedEther.sol";
import {WithdrawalBatches} from "../../shared/WithdrawalBatches.sol";
import {BeaconTestBase} from "./BeaconTestBase.sol";

/// @notice Random life on rung 2: three holders, everybody's work on the pool, and a network that takes.
contract PoolHandler is BeaconTestBase {
    uint256 private constant HOLDERS = 3;
    uint256 private constant KEYS = 12;
    address public constant TREASURY = address(0x7EA5);

    BeaconChain public chain;
    StakedEther public stEth;
    WrappedStakedEther public wstEth;
    UnstakingQueue public queue;

    /// @notice Set when something that is no report lowered the rate.
    bool public rateFell;
    uint256 public calls;

    constructor() payable {
        vm.warp(startOf(1_000));
        chain = new BeaconChain{value: 1_000_000 ether}(address(this), GENESIS, 1_000_000e9, 0);
        stEth = new StakedEther{value: 0.001 ether}(
            chain,
            address(this),
            address(this),
            TREASURY,
            1_000,
            1 days,
            1 hours
        );
        queue = UnstakingQueue(payable(stEth.queue()));
        wstEth = WrappedStakedEther(payable(stEth.wrapper()));
        (bytes[] memory keys, bytes[] memory signatures) = (new bytes[](KEYS), new bytes[](KEYS));
        for (uint256 i = 0; i < KEYS; ++i) (keys[i], signatures[i]) = (pubkeyOf(i), signatureOf(i));
        stEth.registerKeys(keys, signatures);
        for (uint256 i = 0; i < HOLDERS; ++i) {
            address holder = holderOf(i);
            vm.deal(holder, 10_000 ether);
            vm.startPrank(holder);
            stEth.approve(address(wstEth), type(uint256).max);
            stEth.approve(address(queue), type(uint256).max);
            wstEth.approve(address(queue), type(uint256).max);
            vm.stopPrank();
        }
    }

    receive() external payable {}

    modifier keepsRate() {
        (uint256 pooled, uint256 shares) = (stEth.getTotalPooledEther(), stEth.getTotalShares());
        _;
        ++calls;
        if (stEth.getTotalPooledEther() * shares < pooled * stEth.getTotalShares()) rateFell = true;
    }

    // --- holders ----------------------------------------------------------------------------------------------------

    function submit(uint256 who, uint256 amountWei) external keepsRate {
        vm.prank(holderOf(who));
        try stEth.submit{value: bound(amountWei, 1, 60 ether)}(address(0)) {} catch (bytes memory reason) {
            passOver(reason, StakedEther.ZeroShares.selector, 0);
        }
    }

    function transfer(uint256 who, uint256 to, uint256 amountWei) external keepsRate {
        address from = holderOf(who);
        amountWei = bound(amountWei, 0, stEth.balanceOf(from));
        vm.prank(from);
        stEth.transfer(holderOf(to), amountWei);
    }

    function wrap(uint256 who, uint256 amountWei) external keepsRate {
        address holder = holderOf(who);
        amountWei = bound(amountWei, 0, stEth.balanceOf(holder));
        vm.prank(holder);
        try wstEth.wrap(amountWei) {} catch (bytes memory reason) {
            passOver(reason, WrappedStakedEther.NothingToConvert.selector, 0);
        }
    }

    function unwrap(uint256 who, uint256 amount) external keepsRate {
        address holder = holderOf(who);
        amount = bound(amount, 0, wstEth.balanceOf(holder));
        vm.prank(holder);
        try wstEth.unwrap(amount) {} catch (bytes memory reason) {
            passOver(reason, WrappedStakedEther.NothingToConvert.selector, 0);
        }
    }

    function ask(uint256 who, uint256 amountWei, bool wrapped) external keepsRate {
        address holder = holderOf(who);
        uint256 held = wrapped ? wstEth.balanceOf(holder) : stEth.balanceOf(holder);
        bytes memory call = abi.encodeCall(queue.request, (bound(amountWei, 0, held), holder));
        if (wrapped) call = abi.encodeCall(queue.requestWrapped, (bound(amountWei, 0, held), holder));
        vm.prank(holder);
        (bool taken, bytes memory reason) = address(queue).call(call);
        if (!taken) passOver(reason, UnstakingQueue.ZeroShares.selector, WrappedStakedEther.NothingToConvert.selector);
    }

    function claim(uint256 id) external keepsRate {
        uint256 last = queue.lastRequestId();
        if (last == 0) return;
        id = bound(id, 1, last);
        address owner = queue.getRequest(id).owner;
        vm.prank(owner);
        try queue.claim(id, owner) {} catch (bytes memory reason) {
            passOver(reason, UnstakingQueue.UnknownRequest.selector, WithdrawalBatches.NothingToClaim.selector);
        }
    }

    // --- anybody ----------------------------------------------------------------------------------------------------

    function stake(uint256 count) external keepsRate {
        stEth.stakeBuffered(count % 4);
    }

    function close() external keepsRate {
        try queue.close() {} catch (bytes memory reason) {
            passOver(reason, UnstakingQueue.NothingToClose.selector, UnstakingQueue.ClosesLater.selector);
        }
    }

    function exit(uint256 count) external keepsRate {
        stEth.exitForQueue{value: 1 gwei}(count % 4);
    }

    function sweep(uint256 index) external keepsRate {
        uint40 count = chain.validatorCount();
        vm.assume(count > 0);
        chain.sweep(uint40(index % count));
    }

    function report(uint256 count) external {
        stEth.report(count % 8);
    }

    function fill() external {
        finishReport();
        try queue.close() {} catch {}
        stEth.report(type(uint256).max);
        fillKeepsRate();
    }

    function fillKeepsRate() private keepsRate {
        queue.fill(3);
    }

    function forget(uint256 position) external keepsRate {
        try stEth.forget(position % 4) {} catch (bytes memory reason) {
            passOver(reason, StakingPool.NoSuchPosition.selector, StakingPool.NotWithdrawn.selector);
        }
    }

    function donate(uint256 amountWei) external keepsRate {
        vm.deal(address(stEth), address(stEth).balance + bound(amountWei, 0, 3 ether));
    }

    // --- time and the network -------------------------------------------------------------------------------------

    function wait_(uint256 epochs) external {
        pass(chain, uint64(bound(epochs, 1, 600)));
    }

    function penalise(uint256 index, uint256 amountGwei) external {
        uint40 count = chain.validatorCount();
        vm.assume(count > 0);
        uint64 amount = uint64(bound(amountGwei, 0, 10 * ETH));
        try chain.reportPenalty(uint40(index % count), amount) {} catch (bytes memory reason) {
            passOver(reason, Slashings.NotAtStake.selector, 0);
        }
    }

    function slash(uint256 index) external {
        uint40 count = chain.validatorCount();
        vm.assume(count > 0 && index % 5 == 0);
        try chain.reportSlashing(uint40(index % count)) {} catch (bytes memory reason) {
            passOver(reason, Slashings.NotAtStake.selector, Slashings.AlreadySlashed.selector);
        }
    }

    function holderOf(uint256 number) public pure returns (address) {
        return address(uint160(2_001 + (number % HOLDERS)));
    }

    function finishReport() private {
        stEth.report(type(uint256).max);
    }

    // --- the end of all things --------------------------------------------------------------------------------------

    /// @notice Reports whole, whoever began one before: pooled ether is then what rung 1 and the pool's account hold.
    function reportTruth() external returns (uint256 pooledWei, uint256 truthWei) {
        finishReport();
        (uint40[] memory staying, uint40[] memory exiting) = stEth.validators();
        truthWei = address(stEth).balance;
        for (uint256 i = 0; i < staying.length; ++i) truthWei += _worthOf(staying[i]);
        for (uint256 i = 0; i < exiting.length; ++i) truthWei += _worthOf(exiting[i]);
        return (stEth.getTotalPooledEther(), truthWei);
    }

    function _worthOf(uint40 index) private view returns (uint256) {
        IBeaconChain.Validator memory v = chain.validator(index);
        return uint256(v.balanceGwei + v.pendingDepositsGwei) * 1 gwei;
    }

    /// @notice What anybody can do so that every request is paid; says how many shares are still unfilled.
    function finish() external returns (uint256 unfilled) {
        finishReport();
        pass(chain, 300);
        (, uint256 queued) = queue.unfilledShares();
        if (queued > 0) {
            try queue.close() {} catch {}
            stEth.exitForQueue{value: 1 ether}(KEYS);
            pass(chain, 9_000);
            for (uint40 i = 0; i < chain.validatorCount(); ++i) chain.sweep(i);
            stEth.report(type(uint256).max);
            // one more validator when those that left had lost too much
            stEth.exitForQueue{value: 1 ether}(KEYS);
            pass(chain, 9_000);
            for (uint40 i = 0; i < chain.validatorCount(); ++i) chain.sweep(i);
            stEth.report(type(uint256).max);
            queue.fill(100);
        }
        (, unfilled) = queue.unfilledShares();
        for (uint256 id = 1; id <= queue.lastRequestId(); ++id) {
            address owner = queue.getRequest(id).owner;
            // LST-70: of a filled batch each request ends, whatever its last fill added
            if (owner == address(0)) continue;
            vm.prank(owner);
            queue.claim(id, owner);
        }
    }
}
