// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DepositData} from "../../1-staking/DepositData.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";
import {IUnprovenKeys} from "../../5-lrt/interfaces/IUnprovenKeys.sol";
import {KeyLedger} from "./KeyLedger.sol";

/// @title The lives of a slot's keys
/// @notice Keepers are lazy, late or hostile as a seed says. After every act the ledger compares the books with the truth.
abstract contract KeyLife is KeyLedger {
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
}
