// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {BeaconChain} from "../../1-staking/BeaconChain.sol";
import {DepositData} from "../../1-staking/DepositData.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IUnprovenKeys} from "../../5-lrt/interfaces/IUnprovenKeys.sol";
import {Delegator} from "../../5-lrt/operators/Delegator.sol";
import {BeaconTestBase} from "../staking/BeaconTestBase.sol";

/// @title A ledger that knows the truth about a slot's keys
/// @notice A delegator with its pod on rung 1; this contract is the restaker and the core around it, which adds up what the
/// pod tells and takes nothing. The ledger says how much the books may differ from all the ETH that there is: by what keys
/// have lost and earned since the state that was proven of them last, and by no wei more. Who counts an ETH twice, or not at
/// all, is out by 16 or 32.
abstract contract KeyLedger is BeaconTestBase {
    /// @param total its balance, what is deposited for it, and what was swept of it, in gwei
    /// @param penalties all that it ever lost; `rewards` all that it earned or was given
    /// @param knownPenalties what it had lost in the state that was proven last (`knownAt`); `knownRewards` likewise
    /// @param over by how much the books took it for more than it held there; `under` for less
    struct Ghost {
        uint256 total;
        uint256 swept;
        uint256 penalties;
        uint256 rewards;
        uint256 knownPenalties;
        uint256 knownRewards;
        uint256 over;
        uint256 under;
        uint64 knownAt;
    }

    /// @dev Penalties and rewards of each key before the block of a time.
    struct Moment {
        uint64 timestamp;
        uint256[4] penalties;
        uint256[4] rewards;
    }

    uint256 internal constant KEYS = 4;
    address private constant BEACON = 0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0;

    BeaconChain internal chain;
    Delegator internal delegator;
    IUnprovenKeys internal unproven;
    IEigenPod internal pod;
    address internal podCode;

    Ghost[4] internal ghosts;
    uint40[4] internal indexOf;
    uint256 internal staked;
    int256 internal shares;
    uint256 internal gifts;
    uint256 internal giftsBefore;
    Moment[] internal _moments;
    Moment internal _checkpoint;
    /// @dev How often the books could be compared, and how often a key was in doubt.
    uint256 internal compared;
    uint256 internal doubted;
    uint256 private _random;

    // --- the core and the restaker around the delegator ----------------------------------------------------------------

    function beaconChainETHStrategy() external pure returns (address) {
        return BEACON;
    }

    function strategies() external pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = BEACON;
    }

    function getWithdrawableShares(
        address,
        IStrategy[] calldata
    ) external view returns (uint256[] memory withdrawable, uint256[] memory deposit) {
        withdrawable = new uint256[](1);
        deposit = new uint256[](1);
        withdrawable[0] = deposit[0] = uint256(shares);
    }

    function getQueuedWithdrawals(address) external pure returns (Withdrawal[] memory, uint256[][] memory) {
        return (new Withdrawal[](0), new uint256[][](0));
    }

    function paused(uint8) external pure returns (bool) {
        return false;
    }

    function setClaimerFor(address) external {}

    function createPod() external returns (address) {
        pod = IEigenPod(Clones.clone(podCode));
        pod.initialize(msg.sender);
        return address(pod);
    }

    function ownerToPod(address) external view returns (IEigenPod) {
        return pod;
    }

    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 root) external payable {
        pod.stake{value: msg.value}(pubkey, signature, root);
    }

    function recordBeaconChainETHBalanceUpdate(address, uint256, int256 deltaWei) external {
        shares += deltaWei;
    }

    // --- the ledger --------------------------------------------------------------------------------------------------

    /// @dev Between two samples a key only earns or only loses.
    function _sample() internal {
        for (uint256 k = 0; k < staked; ++k) {
            IBeaconChain.Validator memory v = chain.validator(indexOf[k]);
            Ghost storage g = ghosts[k];
            uint256 total = uint256(v.balanceGwei) + v.pendingDepositsGwei + g.swept;
            if (total < g.total) g.penalties += g.total - total;
            else g.rewards += total - g.total;
            g.total = total;
        }
    }

    function _note() internal {
        Moment storage m = _moments.push();
        m.timestamp = uint64(block.timestamp);
        for (uint256 k = 0; k < staked; ++k) (m.penalties[k], m.rewards[k]) = (ghosts[k].penalties, ghosts[k].rewards);
    }

    /// @dev This moment, mostly; or one of the last six.
    function _someMoment() internal returns (Moment memory) {
        uint256 back = _draw(2) == 0 ? 0 : _draw(6);
        return _moments[_moments.length - 1 - (back < _moments.length ? back : 0)];
    }

    /// @param counted what the books take of it, in gwei; its effective balance when that is the greatest number
    function _known(uint256 k, Moment memory m, IBeaconChain.Validator memory v, uint256 counted) internal {
        Ghost storage g = ghosts[k];
        (g.knownPenalties, g.knownRewards, g.knownAt) = (m.penalties[k], m.rewards[k], m.timestamp);
        if (counted == type(uint256).max) counted = v.effectiveBalanceGwei;
        uint256 balance = uint256(v.balanceGwei) + v.pendingDepositsGwei;
        g.over = counted > balance ? counted - balance : 0;
        g.under = balance > counted ? balance - counted : 0;
    }

    function _compare() internal {
        uint256 books;
        try delegator.value() returns (uint256 value) {
            books = value / 1 gwei;
        } catch (bytes memory reason) {
            assertTrue(
                bytes4(reason) == IUnprovenKeys.KeyInDoubt.selector,
                "a delegator is read but for a key in doubt"
            );
            ++doubted;
            return;
        }
        ++compared;
        uint256 truth = address(pod).balance / 1 gwei;
        uint256 most;
        uint256 least = gifts + giftsBefore;
        for (uint256 k = 0; k < staked; ++k) {
            Ghost storage g = ghosts[k];
            truth += g.total - g.swept;
            most += g.penalties - g.knownPenalties + g.over;
            least += g.rewards - g.knownRewards + g.under;
        }
        assertLe(books, truth + most, "INV-44: the books have an ETH twice");
        assertLe(truth, books + least, "INV-44: the books miss an ETH");
    }

    function _begun() internal {
        _checkpoint = _moments[_moments.length - 1];
        (giftsBefore, gifts) = (giftsBefore + gifts, 0);
        _ended();
    }

    /// @dev A checkpoint that has ended told the balances of its validators at its beginning.
    function _ended() internal {
        if (pod.currentCheckpointTimestamp() != 0 || pod.lastCheckpointTimestamp() == 0) return;
        for (uint256 k = 0; k < staked; ++k) {
            IEigenPod.ValidatorInfo memory info = pod.validatorPubkeyHashToInfo(DepositData.pubkeyHash(pubkeyOf(k)));
            bool wasIn =
                info.status != IEigenPod.VALIDATOR_STATUS.INACTIVE && info.lastCheckpointedAt == _checkpoint.timestamp;
            if (!wasIn || ghosts[k].knownAt >= _checkpoint.timestamp) continue;
            Ghost storage g = ghosts[k];
            (g.knownPenalties, g.knownRewards) = (_checkpoint.penalties[k], _checkpoint.rewards[k]);
            (g.over, g.under, g.knownAt) = (0, 0, _checkpoint.timestamp);
        }
        giftsBefore = 0;
    }

    function _keyOf(uint256 k) internal view returns (IUnprovenKeys.UnprovenKey memory none) {
        IUnprovenKeys.UnprovenKey[] memory list = unproven.keysOf(address(delegator));
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i].pubkeyHash == DepositData.pubkeyHash(pubkeyOf(k))) return list[i];
        }
    }

    // --- both --------------------------------------------------------------------------------------------------------

    /// @dev A call that may be refused, but never by a panic.
    function _try(address target, bytes memory data) internal returns (bool ok) {
        bytes memory answer;
        (ok, answer) = target.call(data);
        if (!ok) assertTrue(answer.length >= 4 && bytes4(answer) != 0x4e487b71, "a refusal has a name");
    }

    function _draw(uint256 n) internal returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return (_random >> 64) % n;
    }
}
