// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ForcedEther} from "../../shared/ForcedEther.sol";
import {Exits} from "../../1-staking/Exits.sol";
import {Slashings} from "../../1-staking/Slashings.sol";
import {DepositData} from "../../1-staking/DepositData.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {BeaconChainHarness} from "./BeaconChainHarness.sol";
import {BeaconTestBase} from "./BeaconTestBase.sol";

/// @notice Random life on rung 1: everything that anybody, and the network, can do. Owners are the addresses 1001 and
/// up.
contract BeaconHandler is BeaconTestBase {
    uint256 private constant OWNERS = 3;
    uint256 private constant KEYS = 6;

    BeaconChainHarness public chain;
    uint256 public depositedWei;
    uint256 public fundedWei;
    uint256 public feesWei;
    uint256 public sweptWei;
    uint256 public calls;

    constructor(uint64 totalActiveGwei) payable {
        vm.warp(startOf(1_000));
        fundedWei = 1_000_000 ether;
        chain = new BeaconChainHarness{value: fundedWei}(address(this), GENESIS, totalActiveGwei);
    }

    modifier counted() {
        ++calls;
        _;
    }

    function deposit(uint256 number, uint256 amountGwei, uint256 owner, bool compounding) external counted {
        uint64 amount = uint64(bound(amountGwei, ETH, 3_000 * ETH));
        bytes1 kind = compounding ? bytes1(0x02) : bytes1(0x01);
        depositFor(chain, number % KEYS, DepositData.credentialsFor(kind, ownerOf(owner)), amount);
        depositedWei += uint256(amount) * 1 gwei;
    }

    function wait_(uint256 epochs) external counted {
        pass(chain, uint64(bound(epochs, 1, 2_000)));
    }

    function slash(uint256 index) external counted {
        try chain.reportSlashing(known(index)) {} catch (bytes memory reason) {
            passOver(reason, Slashings.NotAtStake.selector, Slashings.AlreadySlashed.selector);
        }
    }

    function slashElsewhere(uint256 amountGwei) external counted {
        chain.reportSlashingElsewhere(uint64(bound(amountGwei, 0, 100_000 * ETH)));
    }

    function penalise(uint256 index, uint256 amountGwei) external counted {
        try chain.reportPenalty(known(index), uint64(bound(amountGwei, 0, 40 * ETH))) {} catch (bytes memory reason) {
            passOver(reason, Slashings.NotAtStake.selector, 0);
        }
    }

    function request(uint256 number, uint256 amountGwei, uint256 owner) external counted {
        uint256 feeWei = chain.withdrawalRequestFee();
        uint64 amount = amountGwei % 3 == 0 ? 0 : uint64(bound(amountGwei, 1, 100 * ETH));
        address from = ownerOf(owner);
        _give(from, feeWei);
        vm.prank(from);
        chain.requestWithdrawal{value: feeWei}(pubkeyOf(number % KEYS), amount);
        feesWei += feeWei;
    }

    /// @notice With the same key twice a validator switches to compounding.
    function consolidate(uint256 source, uint256 target, uint256 owner) external counted {
        uint256 feeWei = chain.consolidationRequestFee();
        address from = ownerOf(owner);
        _give(from, feeWei);
        vm.prank(from);
        chain.requestConsolidation{value: feeWei}(pubkeyOf(source % KEYS), pubkeyOf(target % KEYS));
        feesWei += feeWei;
    }

    function sweep(uint256 index) external counted {
        sweptWei += uint256(chain.sweep(known(index))) * 1 gwei;
    }

    function settle(uint256 index) external counted {
        chain.settle(known(index));
    }

    function eject(uint256 index) external counted {
        try chain.eject(known(index)) {} catch (bytes memory reason) {
            passOver(reason, Exits.NotEjectable.selector, 0);
        }
    }

    function ownerOf(uint256 number) public pure returns (address) {
        return address(uint160(1_001 + (number % OWNERS)));
    }

    function known(uint256 index) private view returns (uint40) {
        uint40 count = chain.validatorCount();
        vm.assume(count > 0);
        return uint40(index % count);
    }

    // --- the end of all things --------------------------------------------------------------------------------------

    /// @notice Makes every validator leave and sweeps it, as its owner and anybody could. Returns what was left over.
    function finish() external returns (uint256 leftGwei) {
        uint40 count = chain.validatorCount();
        pass(chain, 10_000);
        for (uint256 number = 0; number < KEYS; ++number) exit(number, count);
        pass(chain, 20_000);
        for (uint40 index = 0; index < count; ++index) {
            for (uint256 i = 0; i < 30; ++i) sweptWei += uint256(chain.sweep(index)) * 1 gwei;
            leftGwei += stays(index) ? 0 : chain.validator(index).balanceGwei;
        }
    }

    /// @dev One that never became active cannot leave: its deposits wait for a top-up, as on mainnet.
    function stays(uint40 index) public view returns (bool) {
        return chain.validator(index).activationEpoch == type(uint64).max;
    }

    function exit(uint256 number, uint40 count) private {
        (bool exists, uint40 index) = chain.indexOf(DepositData.pubkeyHash(pubkeyOf(number)));
        if (!exists || index >= count) return;
        for (uint256 i = 0; i < 30; ++i) sweptWei += uint256(chain.sweep(index)) * 1 gwei;
        IBeaconChain.Validator memory v = chain.validator(index);
        if (v.exitEpoch != type(uint64).max || stays(index)) return;
        address from = address(uint160(uint256(v.withdrawalCredentials)));
        uint256 feeWei = chain.withdrawalRequestFee();
        _give(from, feeWei);
        vm.prank(from);
        chain.requestWithdrawal{value: feeWei}(pubkeyOf(number), 0);
        feesWei += feeWei;
    }

    /// @dev By a payment: a balance that is set is not taken back with the rest when a call reverts.
    function _give(address to, uint256 amountWei) private {
        vm.deal(address(this), address(this).balance + amountWei);
        ForcedEther.send(to, amountWei);
    }
}
