// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceManager} from "../../contracts/4-avs/interfaces/IServiceManager.sol";
import {SigningKeys} from "../../contracts/4-avs/keys/SigningKeys.sol";
import {FickleWallet} from "../../contracts/testing/avs/FickleWallet.sol";
import {TestBase} from "../../contracts/testing/TestBase.sol";

/// @notice Real signatures of fuzzed keys, whole and damaged, before and after a key is replaced.
contract SigningKeysTest is TestBase {
    using SigningKeys for SigningKeys.Ring;

    uint256 private constant CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    uint256 private constant WINDOW = 100;
    address private constant OPERATOR = address(0x09);

    SigningKeys.Ring private _ring;

    function test_AVS_04_an_honest_signature_is_evidence(uint256 secret, bytes32 digest) external {
        secret = bound(secret, 1, CURVE_ORDER - 1);
        _ring.set(OPERATOR, vm.addr(secret), IServiceManager.KeyKind.Ecdsa);
        assertTrue(this.isEvidence(0, digest, _sign(secret, digest)), "accepted");
    }

    function test_AVS_04_a_signature_with_any_one_bit_changed_is_none(
        uint256 secret,
        bytes32 digest,
        uint256 bit
    ) external {
        secret = bound(secret, 1, CURVE_ORDER - 1);
        _ring.set(OPERATOR, vm.addr(secret), IServiceManager.KeyKind.Ecdsa);
        bytes memory signature = _sign(secret, digest);
        bit = bound(bit, 0, 65 * 8 - 1);
        signature[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        assertTrue(!this.isEvidence(0, digest, signature), "refused");
    }

    function test_AVS_04_a_signature_over_another_digest_or_by_another_key_is_none(
        uint256 secret,
        uint256 otherSecret,
        bytes32 digest,
        bytes32 otherDigest
    ) external {
        secret = bound(secret, 1, CURVE_ORDER - 1);
        otherSecret = bound(otherSecret, 1, CURVE_ORDER - 1);
        vm.assume(secret != otherSecret && digest != otherDigest);
        _ring.set(OPERATOR, vm.addr(secret), IServiceManager.KeyKind.Ecdsa);
        assertTrue(!this.isEvidence(0, digest, _sign(secret, otherDigest)), "another digest");
        assertTrue(!this.isEvidence(0, digest, _sign(otherSecret, digest)), "another key");
    }

    function test_AVS_04_the_mirrored_signature_is_refused(uint256 secret, bytes32 digest) external {
        secret = bound(secret, 1, CURVE_ORDER - 1);
        _ring.set(OPERATOR, vm.addr(secret), IServiceManager.KeyKind.Ecdsa);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(secret, digest);
        bytes memory mirrored = abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? 28 : 27);
        assertTrue(!this.isEvidence(0, digest, mirrored), "high s");
    }

    function test_AVS_05_an_ecdsa_key_stays_one_when_its_account_gains_code(uint256 secret, bytes32 digest) external {
        secret = bound(secret, 1, CURVE_ORDER - 1);
        address key = vm.addr(secret);
        vm.assume(uint160(key) > 0xffff);
        _ring.set(OPERATOR, key, IServiceManager.KeyKind.Ecdsa);
        FickleWallet wallet = new FickleWallet(address(1));
        vm.etch(key, address(wallet).code);
        assertTrue(this.isEvidence(0, digest, _sign(secret, digest)), "code cannot disown it");
    }

    function test_AVS_05_a_contract_key_is_asked_and_may_deny(uint256 secret, bytes32 digest) external {
        secret = bound(secret, 1, CURVE_ORDER - 1);
        FickleWallet wallet = new FickleWallet(vm.addr(secret));
        _ring.set(OPERATOR, address(wallet), IServiceManager.KeyKind.Contract);
        bytes memory signature = _sign(secret, digest);
        assertTrue(this.isEvidence(0, digest, signature), "valid while it says so");
        wallet.setDenying(true);
        assertTrue(!this.isEvidence(0, digest, signature), "denied");
    }

    function test_AVS_05_a_contract_key_without_code_signs_nothing(uint256 secret, bytes32 digest) external {
        secret = bound(secret, 1, CURVE_ORDER - 1);
        _ring.set(OPERATOR, vm.addr(secret), IServiceManager.KeyKind.Contract);
        assertTrue(!this.isEvidence(0, digest, _sign(secret, digest)), "no code, no ERC-1271");
    }

    function test_AVS_06_a_replaced_key_is_evidence_to_the_end_of_the_window_and_not_after(
        uint256 secret,
        bytes32 digest
    ) external {
        secret = bound(secret, 1, CURVE_ORDER - 1);
        _ring.set(OPERATOR, vm.addr(secret), IServiceManager.KeyKind.Ecdsa);
        bytes memory signature = _sign(secret, digest);
        uint256 retiredAt = block.number;
        assertEq(_ring.set(OPERATOR, address(0xbeef), IServiceManager.KeyKind.Ecdsa), 1, "index of the new key");
        assertTrue(!this.isEvidence(1, digest, signature), "not by the new key");
        vm.roll(retiredAt + WINDOW);
        assertTrue(this.isEvidence(0, digest, signature), "last block of the window");
        vm.roll(retiredAt + WINDOW + 1);
        assertTrue(!this.isEvidence(0, digest, signature), "one block later");
    }

    function test_AVS_06_a_key_that_never_was_is_no_evidence(uint256 index, bytes32 digest) external view {
        assertTrue(!this.isEvidence(index, digest, ""), "no such key");
    }

    function test_AVS_04_no_key_can_be_zero_or_of_no_kind() external {
        vm.expectRevert(
            abi.encodeWithSelector(SigningKeys.InvalidSigningKey.selector, address(0), IServiceManager.KeyKind.Ecdsa)
        );
        this.set(address(0), IServiceManager.KeyKind.Ecdsa);
        vm.expectRevert(
            abi.encodeWithSelector(SigningKeys.InvalidSigningKey.selector, address(1), IServiceManager.KeyKind.None)
        );
        this.set(address(1), IServiceManager.KeyKind.None);
    }

    function set(address key, IServiceManager.KeyKind kind) external {
        _ring.set(OPERATOR, key, kind);
    }

    function isEvidence(uint256 keyIndex, bytes32 digest, bytes calldata signature) external view returns (bool) {
        return _ring.isEvidence(OPERATOR, keyIndex, WINDOW, digest, signature);
    }

    function _sign(uint256 secret, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(secret, digest);
        return abi.encodePacked(r, s, v);
    }
}
