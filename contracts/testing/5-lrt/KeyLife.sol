// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {BeaconChain} from "../../1-staking/BeaconChain.sol";
import {DepositData} from "../../1-staking/DepositData.sol";
import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {EigenPod} from "../../3-restaking/pods/EigenPod.sol";
import {IUnprovenKeys} from "../../5-lrt/interfaces/IUnprovenKeys.sol";
import {Delegator} from "../../5-lrt/operators/Delegator.sol";
import {BeaconTestBase} from "../staking/BeaconTestBase.sol";

/// @title The lives of a slot's keys, and a ledger that knows the truth
/// @notice A delegator with its pod on rung 1; this contract is the restaker and the core around it, which adds up what the
/// pod tells and takes nothing. Keepers are lazy, late or hostile as a seed says. After every act the ledger says how much
/// the books may differ from all the ETH that there is: by what keys have lost and earned since the state that was proven
/// of them last, and by no wei more. Who counts an ETH twice, or not at all, is out by 16 or 32.
abstract contract KeyLife is BeaconTestBase {
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

    uint256 private constant KEYS = 4;
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
    Moment[] private _moments;
    Moment private _checkpoint;
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

    // --- a life ----------------------------------------------------------------------------------------------------

    function _live(uint256 seed, uint256 acts) internal {
        _random = seed;
        for (uint256 i = 0; i < acts; ++i) {
            vm.warp(block.timestamp + 12);
            _sample();
            _note();
            _act(_draw(16));
            _sample();
            _compare();
        }
    }

    function _act(uint256 kind) private {
        uint256 k = _draw(KEYS);
        if (kind == 0 || staked == 0) return _stake();
        k = k % staked;
        if (kind == 1) vm.warp(block.timestamp + (1 + _draw(40)) * 384);
        else if (kind == 2) vm.warp(block.timestamp + 250 * 384 + _draw(20) * 384);
        else if (kind == 3) vm.warp(block.timestamp + (_draw(2) == 0 ? 8_150 : 300) * 384);
        else if (kind == 4)
            _try(address(chain), abi.encodeCall(chain.reportPenalty, (indexOf[k], uint64(_draw(18) * ETH))));
        else if (kind == 5) _try(address(chain), abi.encodeCall(chain.reportSlashing, (indexOf[k])));
        else if (kind == 6) _try(address(chain), abi.encodeCall(chain.eject, (indexOf[k])));
        else if (kind == 7) _sweep(k);
        else if (kind == 8) _topUp(k);
        else if (kind == 9) _gift();
        else if (kind == 10 || kind == 11) _verify(k, _someMoment());
        else if (kind == 12) _tell(k, _draw(2) == 0);
        else if (kind == 13) _start(k);
        else if (kind == 14) _prove(k);
        else _proveAll();
    }

    function _stake() private {
        if (staked == KEYS) return;
        (bytes memory pubkey, bytes memory signature) = (pubkeyOf(staked), signatureOf(staked));
        bytes32 root = DepositData.root(pubkey, _credentials(), 32 * ETH, signature);
        vm.deal(address(delegator), 32 ether);
        delegator.stake(pubkey, signature, root);
        (, indexOf[staked]) = chain.indexOf(DepositData.pubkeyHash(pubkey));
        ghosts[staked].total = 32 * ETH;
        ++staked;
    }

    function _credentials() private view returns (bytes32) {
        return DepositData.credentialsFor(0x01, address(pod));
    }

    function _sweep(uint256 k) private {
        ghosts[k].swept += chain.sweep(indexOf[k]);
    }

    function _topUp(uint256 k) private {
        uint64 amount = uint64(1 + _draw(3)) * ETH;
        vm.deal(address(this), 1_000 ether);
        depositFor(chain, k, _credentials(), amount);
    }

    function _gift() private {
        vm.deal(address(this), 1_000 ether);
        uint256 amount = (1 + _draw(3)) * 1 ether;
        (bool ok, ) = address(pod).call{value: amount}("");
        assertTrue(ok, "a gift arrives");
        gifts += amount / 1 gwei;
    }

    function _verify(uint256 k, Moment memory m) private returns (bool ok) {
        uint40[] memory indices = new uint40[](1);
        indices[0] = indexOf[k];
        ok = _try(
            address(delegator),
            abi.encodeCall(
                delegator.verifyWithdrawalCredentials,
                (m.timestamp, IEigenPod.StateRootProof(0, ""), indices, new bytes[](1), new bytes32[][](1))
            )
        );
        if (ok) _known(k, m, chain.validatorAt(indexOf[k], chain.parentBlockRoot(m.timestamp)), type(uint256).max);
    }

    function _tell(uint256 k, bool atCheckpoint) private returns (bool ok) {
        bool open = pod.currentCheckpointTimestamp() != 0;
        if (atCheckpoint && open) return false;
        Moment memory m = _someMoment();
        if (atCheckpoint) m.timestamp = pod.lastCheckpointTimestamp();
        uint40[] memory indices = new uint40[](1);
        indices[0] = indexOf[k];
        bool own = m.timestamp == pod.lastCheckpointTimestamp() && !open;
        bytes32 root = own ? pod.currentCheckpoint().beaconBlockRoot : bytes32(0);
        IUnprovenKeys.UnprovenKey memory was = _keyOf(k);
        ok = _try(
            address(unproven),
            abi.encodeCall(unproven.proveKeys, (delegator, m.timestamp, indices, new bytes[](1)))
        );
        if (!ok) return false;
        IUnprovenKeys.UnprovenKey memory isNow = _keyOf(k);
        // that a key may withdraw is told without a word on what it holds
        if (isNow.pubkeyHash != 0 && isNow.provenAt == was.provenAt) return ok;
        if (own) m = _checkpoint;
        else root = chain.parentBlockRoot(m.timestamp);
        uint256 counted = isNow.assets / 1 gwei;
        _known(k, m, chain.validatorAt(indexOf[k], root), isNow.pubkeyHash == 0 ? 0 : counted);
    }

    function _keyOf(uint256 k) private view returns (IUnprovenKeys.UnprovenKey memory none) {
        IUnprovenKeys.UnprovenKey[] memory list = unproven.keysOf(address(delegator));
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i].pubkeyHash == DepositData.pubkeyHash(pubkeyOf(k))) return list[i];
        }
    }

    function _start(uint256 k) private returns (bool ok) {
        if (_draw(3) == 0) {
            IEigenPod.ValidatorProof memory proof;
            proof.validatorFields = new bytes32[](1);
            proof.validatorFields[0] = DepositData.pubkeyHash(pubkeyOf(k));
            ok = _try(
                address(pod),
                abi.encodeCall(
                    pod.verifyStaleBalance,
                    (uint64(block.timestamp), IEigenPod.StateRootProof(0, ""), proof)
                )
            );
        } else {
            ok = _try(address(delegator), abi.encodeCall(delegator.startCheckpoint, ()));
        }
        if (!ok) return false;
        _begun();
    }

    function _begun() private {
        _checkpoint = _moments[_moments.length - 1];
        (giftsBefore, gifts) = (giftsBefore + gifts, 0);
        _ended();
    }

    function _prove(uint256 k) private {
        IEigenPod.BalanceProof[] memory proofs = new IEigenPod.BalanceProof[](1);
        proofs[0].pubkeyHash = DepositData.pubkeyHash(pubkeyOf(k));
        _try(
            address(pod),
            abi.encodeCall(pod.verifyCheckpointProofs, (IEigenPod.BalanceContainerProof(0, ""), proofs))
        );
        _ended();
    }

    function _proveAll() private {
        for (uint256 k = 0; k < staked; ++k) _prove(k);
    }

    /// @dev A checkpoint that has ended told the balances of its validators at its beginning.
    function _ended() private {
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

    // --- the ledger --------------------------------------------------------------------------------------------------

    /// @dev Between two samples a key only earns or only loses.
    function _sample() private {
        for (uint256 k = 0; k < staked; ++k) {
            IBeaconChain.Validator memory v = chain.validator(indexOf[k]);
            Ghost storage g = ghosts[k];
            uint256 total = uint256(v.balanceGwei) + v.pendingDepositsGwei + g.swept;
            if (total < g.total) g.penalties += g.total - total;
            else g.rewards += total - g.total;
            g.total = total;
        }
    }

    function _note() private {
        Moment storage m = _moments.push();
        m.timestamp = uint64(block.timestamp);
        for (uint256 k = 0; k < staked; ++k) (m.penalties[k], m.rewards[k]) = (ghosts[k].penalties, ghosts[k].rewards);
    }

    /// @dev This moment, mostly; or one of the last six.
    function _someMoment() private returns (Moment memory) {
        uint256 back = _draw(2) == 0 ? 0 : _draw(6);
        return _moments[_moments.length - 1 - (back < _moments.length ? back : 0)];
    }

    /// @param counted what the books take of it, in gwei; its effective balance when that is the greatest number
    function _known(uint256 k, Moment memory m, IBeaconChain.Validator memory v, uint256 counted) private {
        Ghost storage g = ghosts[k];
        (g.knownPenalties, g.knownRewards, g.knownAt) = (m.penalties[k], m.rewards[k], m.timestamp);
        if (counted == type(uint256).max) counted = v.effectiveBalanceGwei;
        uint256 balance = uint256(v.balanceGwei) + v.pendingDepositsGwei;
        g.over = counted > balance ? counted - balance : 0;
        g.under = balance > counted ? balance - counted : 0;
    }

    function _compare() private {
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

    /// @dev Diligent keepers: whatever came before, anybody's calls make the books right.
    function _mend() internal {
        vm.warp(block.timestamp + 3_600);
        _sample();
        _note();
        Moment memory m = _moments[_moments.length - 1];
        _proveAll();
        for (uint256 k = 0; k < staked; ++k) {
            _sweep(k);
            if (!_verify(k, m)) _mendKey(k);
        }
        vm.warp(block.timestamp + 12);
        _sample();
        _note();
        assertTrue(
            _try(address(delegator), abi.encodeCall(delegator.startCheckpoint, ())),
            "INV-45: a checkpoint begins"
        );
        _begun();
        _proveAll();
        for (uint256 k = 0; k < staked; ++k) _mendAfter(k);
        uint256 seen = compared;
        _compare();
        assertTrue(compared == seen + 1, "INV-45: anybody's calls end every doubt");
        for (uint256 k = 0; k < staked; ++k) {
            IEigenPod.VALIDATOR_STATUS status = pod.validatorStatus(DepositData.pubkeyHash(pubkeyOf(k)));
            if (status == IEigenPod.VALIDATOR_STATUS.INACTIVE) continue;
            assertEq(ghosts[k].penalties, ghosts[k].knownPenalties, "INV-45: what a proven key lost is known");
        }
    }

    function _mendKey(uint256 k) private {
        if (_keyOf(k).pubkeyHash == 0) return;
        uint40[] memory indices = new uint40[](1);
        indices[0] = indexOf[k];
        uint256 at = _keyOf(k).provenAt;
        bool ok = _try(
            address(unproven),
            abi.encodeCall(unproven.proveKeys, (delegator, uint64(block.timestamp), indices, new bytes[](1)))
        );
        IUnprovenKeys.UnprovenKey memory key = _keyOf(k);
        if (!ok || key.provenAt == at) return;
        bytes32 root = chain.parentBlockRoot(uint64(block.timestamp));
        _known(k, _moments[_moments.length - 1], chain.validatorAt(indexOf[k], root), key.assets / 1 gwei);
    }

    function _mendAfter(uint256 k) private {
        IUnprovenKeys.UnprovenKey memory key = _keyOf(k);
        if (key.pubkeyHash == 0 || key.safeUntil > pod.lastCheckpointTimestamp()) return;
        assertTrue(_tell(k, true), "INV-45: a key is proven in the state of the checkpoint");
    }

    // --- both --------------------------------------------------------------------------------------------------------

    /// @dev A call that may be refused, but never by a panic.
    function _try(address target, bytes memory data) private returns (bool ok) {
        bytes memory answer;
        (ok, answer) = target.call(data);
        if (!ok) assertTrue(answer.length >= 4 && bytes4(answer) != 0x4e487b71, "a refusal has a name");
    }

    function _draw(uint256 n) private returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return (_random >> 64) % n;
    }
}
