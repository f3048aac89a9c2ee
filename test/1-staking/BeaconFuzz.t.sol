// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BeaconChain} from "../../contracts/1-staking/BeaconChain.sol";
import {DepositData} from "../../contracts/1-staking/DepositData.sol";
import {EpochMath} from "../../contracts/1-staking/EpochMath.sol";
import {IBeaconChain} from "../../contracts/1-staking/interfaces/IBeaconChain.sol";
import {BeaconHandler} from "../../contracts/testing/staking/BeaconHandler.sol";
import {BeaconTestBase} from "../../contracts/testing/staking/BeaconTestBase.sol";

/// @notice Rung 1 against a model that goes epoch by epoch, and to the end of every validator.
contract BeaconFuzz is BeaconTestBase {
    uint64 private constant FAR = type(uint64).max;

    struct Naive {
        uint64 epoch;
        uint64 balance;
        uint64 effective;
        uint64 activation;
        uint64 withdrawable;
        bool slashed;
    }

    uint64 private _reward;
    uint64 private _max;
    uint64 private _total;

    function setUp() public {
        vm.warp(startOf(1_000) + 100);
        vm.deal(address(this), type(uint128).max);
    }

    function testFuzz_STA_16_carriesAsEpochByEpoch(
        uint256 total,
        uint256 amount,
        bool compounding,
        uint16[4] memory waits,
        uint256 penalty,
        uint256 topUp
    ) public {
        _total = uint64(bound(total, 32 * ETH, 40_000_000 * ETH));
        BeaconChain chain = new BeaconChain{value: 2 ** 100}(address(this), GENESIS, _total, 0);
        _reward = chain.baseRewardPerIncrementGwei();
        _max = compounding ? 2048 * ETH : 32 * ETH;
        bytes32 credentials = DepositData.credentialsFor(compounding ? bytes1(0x02) : bytes1(0x01), address(1));
        uint64 amountGwei = uint64(bound(amount, 32 * ETH, 120 * ETH));
        uint40 index = depositFor(chain, 1, credentials, amountGwei);
        Naive memory v = Naive(1_003, amountGwei, _whole(amountGwei), 1_010, FAR, false);

        _walk(chain, index, v, 1_010 + (waits[0] % 600));
        uint64 lost = uint64(bound(penalty, 0, 20 * ETH));
        chain.reportPenalty(index, lost);
        v.balance -= lost < v.balance ? lost : v.balance;
        _walk(chain, index, v, v.epoch + (waits[1] % 600));

        uint64 topUpGwei = uint64(bound(topUp, ETH, 40 * ETH));
        depositFor(chain, 1, credentials, topUpGwei);
        _walk(chain, index, v, v.epoch + 2);
        _step(v);
        v.balance += topUpGwei;
        _hysteresis(v);
        _same(chain, index, v);
        _walk(chain, index, v, v.epoch + (waits[2] % 600));

        chain.reportSlashing(index);
        v.slashed = true;
        v.withdrawable = v.epoch + 8192;
        v.balance -= v.effective / 4096;
        _walk(chain, index, v, v.epoch + (waits[3] % 3_000));
    }

    /// @dev Reads the chain at the start of each walk's last epoch, with a write in between now and then.
    function _walk(BeaconChain chain, uint40 index, Naive memory v, uint64 toEpoch) private {
        while (v.epoch < toEpoch) {
            _step(v);
            _hysteresis(v);
        }
        _same(chain, index, v);
        if (toEpoch % 2 == 0) chain.settle(index);
    }

    function _step(Naive memory v) private view {
        uint64 base = (v.effective / ETH) * _reward;
        if (v.slashed) {
            uint64 missed = (base * 14) / 64 + (base * 26) / 64;
            v.balance -= missed < v.balance ? missed : v.balance;
        } else if (v.epoch > v.activation) {
            v.balance += base;
        }
        ++v.epoch;
    }

    function _hysteresis(Naive memory v) private view {
        if (v.balance + ETH / 4 < v.effective || v.effective + (5 * ETH) / 4 < v.balance)
            v.effective = _whole(v.balance);
    }

    function _whole(uint64 balance) private view returns (uint64) {
        uint64 whole = balance - (balance % ETH);
        return whole < _max ? whole : _max;
    }

    function _same(BeaconChain chain, uint40 index, Naive memory v) private {
        vm.warp(startOf(v.epoch) + 100);
        IBeaconChain.Validator memory ours = chain.validator(index);
        assertEq(ours.balanceGwei, v.balance, "STA-16: balance");
        assertEq(ours.effectiveBalanceGwei, v.effective, "STA-16: effective balance");
        assertEq(ours.withdrawableEpoch, v.withdrawable, "STA-16: withdrawable epoch");
    }

    function testFuzz_STA_51_everythingCanLeave(uint256 seed) public {
        BeaconHandler handler = new BeaconHandler{value: 2 ** 120}(seed % 4 == 0 ? 1_000_000e9 : 34_000_000e9);
        for (uint256 i = 0; i < 40; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _act(handler, seed, seed >> 8);
        }
        assertEq(handler.finish(), 0, "STA-51: nothing is left of validators that could leave");
    }

    function _act(BeaconHandler handler, uint256 kind, uint256 seed) private {
        kind = kind % 11;
        bool any = handler.chain().validatorCount() > 0;
        if (kind < 3 || !any) handler.deposit(seed, seed >> 16, seed >> 32, seed % 2 == 0);
        else if (kind < 6) handler.wait_(seed);
        else if (kind == 6) handler.sweep(seed);
        else if (kind == 7) handler.request(seed, seed >> 16, seed >> 32);
        else if (kind == 8) handler.consolidate(seed, seed >> 16, seed >> 32);
        else if (kind == 9) try handler.penalise(seed, seed >> 16) {} catch {}
        else try handler.slash(seed) {} catch {}
    }

    function testFuzz_STA_43_correlationNeverExceedsTheEffectiveBalance(
        uint64 effective,
        uint128 slashed,
        uint64 total
    ) public pure {
        total = uint64(bound(total, 32e9, type(uint64).max));
        effective = uint64(bound(effective, 0, 2048)) * ETH;
        uint64 penalty = EpochMath.correlationPenalty(effective, slashed, total);
        // the rate per increment is rounded down to whole gwei after increments of the total are, so a total that is no
        // whole number of ETH can exceed one gwei of penalty a gwei of balance by less than 1/32
        assertLe(penalty, uint256(effective) + effective / 31, "STA-43: penalty");
        if (slashed == 0) assertEq(penalty, 0, "STA-43: nothing slashed, nothing taken");
    }
}
