// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "solady/src/tokens/ERC20.sol";
import {FacadeStand} from "../../contracts/testing/5-lrt/FacadeStand.sol";

/// @notice The share against ERC-20 and ERC-2612.
contract ShareStandardsTest is FacadeStand {
    bytes32 private constant PERMIT = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant DOMAIN = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    uint256 private constant KEY = 0xA11CE5;

    function setUp() public override {
        super.setUp();
        _deposit(ALICE, 10 ether);
        _deposit(BOB, 10 ether);
    }

    // --- ERC-20 -----------------------------------------------------------------------------------------------------------

    function test_STD_01_a_transfer_moves_exactly_and_says_so(uint256 amount, bool toSelf) public {
        amount = bound(amount, 0, 10 ether);
        address to = toSelf ? ALICE : CAROL;
        uint256 supply = _vault.totalSupply();
        vm.expectEmit();
        emit ERC20.Transfer(ALICE, to, amount);
        vm.prank(ALICE);
        assertTrue(_vault.transfer(to, amount), "STD-01: returns true");
        assertEq(_vault.balanceOf(ALICE), toSelf ? 10 ether : 10 ether - amount, "STD-01: sender");
        assertEq(_vault.balanceOf(CAROL), toSelf ? 0 : amount, "STD-01: receiver");
        assertEq(_vault.totalSupply(), supply, "STD-01: supply");
        assertEq(_vault.decimals(), 18, "STD-01: decimals");
    }

    function test_STD_01_nobody_moves_more_than_there_is_or_than_was_allowed(uint256 amount, uint256 allowed) public {
        amount = bound(amount, 10 ether + 1, type(uint256).max);
        vm.expectRevert(ERC20.InsufficientBalance.selector);
        vm.prank(ALICE);
        _vault.transfer(CAROL, amount);
        allowed = bound(allowed, 0, 10 ether - 1);
        vm.prank(ALICE);
        _vault.approve(BOB, allowed);
        vm.expectRevert(ERC20.InsufficientAllowance.selector);
        vm.prank(BOB);
        _vault.transferFrom(ALICE, BOB, allowed + 1);
        assertEq(_vault.balanceOf(ALICE), 10 ether, "STD-01: nothing moved");
    }

    function test_STD_01_an_allowance_is_set_spent_and_never_shrinks_from_the_greatest(
        uint256 allowed,
        uint256 a
    ) public {
        vm.expectEmit();
        emit ERC20.Approval(ALICE, BOB, allowed);
        vm.prank(ALICE);
        assertTrue(_vault.approve(BOB, allowed), "STD-01: returns true");
        assertEq(_vault.allowance(ALICE, BOB), allowed, "STD-01: as set");
        a = bound(a, 0, allowed < 10 ether ? allowed : 10 ether);
        vm.expectEmit();
        emit ERC20.Transfer(ALICE, CAROL, a);
        vm.prank(BOB);
        assertTrue(_vault.transferFrom(ALICE, CAROL, a), "STD-01: returns true");
        uint256 left = allowed == type(uint256).max ? allowed : allowed - a;
        assertEq(_vault.allowance(ALICE, BOB), left, "STD-01: spent");
        assertEq(_vault.balanceOf(CAROL), a, "STD-01: received");
        assertEq(_vault.allowance(BOB, ALICE), 0, "STD-01: one way");
    }

    // --- ERC-2612 -----------------------------------------------------------------------------------------------------------

    function test_STD_02_the_domain_is_the_vaults_on_this_chain() public view {
        assertTrue(_vault.DOMAIN_SEPARATOR() == _domain(block.chainid, address(_vault)), "STD-02: domain");
    }

    function test_STD_02_a_permit_sets_the_allowance_once(uint256 key, uint256 amount, uint256 deadline) public {
        key = bound(key, 1, 2 ** 250);
        deadline = bound(deadline, block.timestamp, type(uint256).max);
        address owner = vm.addr(key);
        (uint8 v, bytes32 r, bytes32 s) = _sign(
            key,
            _domain(block.chainid, address(_vault)),
            owner,
            amount,
            0,
            deadline
        );
        vm.expectEmit();
        emit ERC20.Approval(owner, BOB, amount);
        _vault.permit(owner, BOB, amount, deadline, v, r, s);
        assertEq(_vault.allowance(owner, BOB), amount, "STD-02: allowed");
        assertEq(_vault.nonces(owner), 1, "STD-02: nonce");
        // the same again is refused
        vm.expectRevert(ERC20.InvalidPermit.selector);
        _vault.permit(owner, BOB, amount, deadline, v, r, s);
    }

    /// @dev Whatever is changed about it, a permit is no longer its owner's word.
    function test_STD_02_a_permit_that_was_changed_is_refused(uint256 what, uint256 by) public {
        address owner = vm.addr(KEY);
        uint256 deadline = block.timestamp + 1 hours;
        by = bound(by, 1, 1e18);
        what %= 8;
        bytes32 domain = _domain(
            what == 0 ? block.chainid + by : block.chainid,
            what == 1 ? address(_queue) : address(_vault)
        );
        uint256 nonce = what == 2 ? by : 0;
        uint256 key = what == 3 ? KEY + by : KEY;
        (uint8 v, bytes32 r, bytes32 s) = _sign(key, domain, owner, 5 ether, nonce, deadline);
        if (what == 4) s = bytes32(uint256(s) ^ by);
        vm.expectRevert(ERC20.InvalidPermit.selector);
        _vault.permit(
            owner,
            what == 5 ? CAROL : BOB,
            what == 6 ? 5 ether + by : 5 ether,
            what == 7 ? deadline + by : deadline,
            v,
            r,
            s
        );
        assertEq(_vault.allowance(owner, BOB) + _vault.allowance(owner, CAROL), 0, "STD-02: nothing allowed");
        assertEq(_vault.nonces(owner), 0, "STD-02: nonce untouched");
    }

    function test_STD_02_a_permit_ends_after_its_deadline_to_the_second(uint256 late) public {
        address owner = vm.addr(KEY);
        uint256 deadline = block.timestamp + 1 hours;
        bytes32 domain = _domain(block.chainid, address(_vault));
        (uint8 v, bytes32 r, bytes32 s) = _sign(KEY, domain, owner, 1, 0, deadline);
        vm.warp(deadline + bound(late, 1, 365 days));
        vm.expectRevert(ERC20.PermitExpired.selector);
        _vault.permit(owner, BOB, 1, deadline, v, r, s);
        vm.warp(deadline);
        _vault.permit(owner, BOB, 1, deadline, v, r, s);
        assertEq(_vault.allowance(owner, BOB), 1, "STD-02: in its last second");
    }

    function test_STD_02_nobody_signs_for_the_zero_address() public {
        vm.expectRevert(ERC20.InvalidPermit.selector);
        _vault.permit(address(0), BOB, 1, type(uint256).max, 27, bytes32(uint256(1)), bytes32(uint256(1)));
        assertEq(_vault.allowance(address(0), BOB), 0, "STD-02: nothing allowed");
    }

    function _domain(uint256 chainId, address verifier) private view returns (bytes32) {
        bytes32 name = keccak256(bytes(_vault.name()));
        return keccak256(abi.encode(DOMAIN, name, keccak256("1"), chainId, verifier));
    }

    function _sign(
        uint256 key,
        bytes32 domain,
        address owner,
        uint256 amount,
        uint256 nonce,
        uint256 deadline
    ) private pure returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 data = keccak256(abi.encode(PERMIT, owner, BOB, amount, nonce, deadline));
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, data)));
    }
}
