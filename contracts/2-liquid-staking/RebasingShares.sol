// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {SharesMath} from "../shared/SharesMath.sol";
import {IStakedEther} from "./interfaces/IStakedEther.sol";

/// @title An ERC-20 whose balances are shares times a rate
/// @notice amount = ⌊shares × pooled ether / total shares⌋. A transfer of an amount moves ⌊amount × total shares /
/// pooled ether⌋ shares, so the receiver's balance may rise by 1 or 2 wei less than the amount (LST-11), as with stETH.
/// Whoever needs exactness moves shares. Allowances are amounts, the greatest one is never used up. Permits are
/// ERC-2612.
abstract contract RebasingShares is IStakedEther, IERC20Metadata, IERC20Permit, IERC20Errors, EIP712, Nonces {
    error ExpiredSignature(uint256 deadline);
    error InvalidSigner(address signer, address owner);

    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    uint256 private _totalShares;
    mapping(address account => uint256) private _shares;
    mapping(address owner => mapping(address spender => uint256)) private _allowances;

    constructor() EIP712("Staked Ether", "1") {}

    // --- ERC-20 -------------------------------------------------------------------------------------------------

    function name() external pure returns (string memory) {
        return "Staked Ether";
    }

    function symbol() external pure returns (string memory) {
        return "stETH";
    }

    function decimals() external pure returns (uint8) {
        return 18;
    }

    /// @notice Equals the pooled ether.
    function totalSupply() external view returns (uint256) {
        return getTotalPooledEther();
    }

    /// @notice Ether the account's shares stand for, rounded down.
    function balanceOf(address account) external view returns (uint256) {
        return getPooledEthByShares(_shares[account]);
    }

    function allowance(address owner, address spender) external view returns (uint256) {
        return _allowances[owner][spender];
    }

    function approve(address spender, uint256 amountWei) external returns (bool) {
        _approve(msg.sender, spender, amountWei);
        return true;
    }

    function transfer(address to, uint256 amountWei) external returns (bool) {
        _transferShares(msg.sender, to, getSharesByPooledEth(amountWei), amountWei);
        return true;
    }

    function transferFrom(address from, address to, uint256 amountWei) external returns (bool) {
        _spendAllowance(from, amountWei);
        _transferShares(from, to, getSharesByPooledEth(amountWei), amountWei);
        return true;
    }

    // --- shares -------------------------------------------------------------------------------------------------

    /// @inheritdoc IStakedEther
    function transferShares(address to, uint256 shares) external returns (uint256 amountWei) {
        amountWei = getPooledEthByShares(shares);
        _transferShares(msg.sender, to, shares, amountWei);
    }

    /// @inheritdoc IStakedEther
    /// @dev The allowance pays for the shares rounded up, where stETH rounds down: no dust is free.
    function transferSharesFrom(address from, address to, uint256 shares) external returns (uint256 amountWei) {
        amountWei = getPooledEthByShares(shares);
        _spendAllowance(from, _toWeiUp(shares));
        _transferShares(from, to, shares, amountWei);
    }

    /// @inheritdoc IStakedEther
    function getTotalShares() public view returns (uint256) {
        return _totalShares;
    }

    /// @inheritdoc IStakedEther
    function sharesOf(address account) public view returns (uint256) {
        return _shares[account];
    }

    /// @inheritdoc IStakedEther
    function getPooledEthByShares(uint256 shares) public view returns (uint256) {
        return SharesMath.toAssetsDown(shares, getTotalPooledEther(), _totalShares);
    }

    /// @inheritdoc IStakedEther
    function getSharesByPooledEth(uint256 amountWei) public view returns (uint256) {
        return SharesMath.toSharesDown(amountWei, getTotalPooledEther(), _totalShares);
    }

    /// @inheritdoc IStakedEther
    function getTotalPooledEther() public view virtual returns (uint256);

    // --- ERC-2612 -----------------------------------------------------------------------------------------------

    function permit(
        address owner,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        if (block.timestamp > deadline) revert ExpiredSignature(deadline);
        bytes32 structHash = keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, _useNonce(owner), deadline));
        address signer = ECDSA.recover(_hashTypedDataV4(structHash), v, r, s);
        if (signer != owner) revert InvalidSigner(signer, owner);
        _approve(owner, spender, value);
    }

    function nonces(address owner) public view override(IERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    // solhint-disable-next-line func-name-mixedcase
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    // --- inside -------------------------------------------------------------------------------------------------

    function _toWeiUp(uint256 shares) internal view returns (uint256) {
        return SharesMath.toAssetsUp(shares, getTotalPooledEther(), _totalShares);
    }

    function _mintShares(address to, uint256 shares) internal {
        _totalShares += shares;
        _shares[to] += shares;
        emit TransferShares(address(0), to, shares);
    }

    function _burnShares(address from, uint256 shares) internal {
        uint256 held = _shares[from];
        if (held < shares) revert ERC20InsufficientBalance(from, held, shares);
        _shares[from] = held - shares;
        _totalShares -= shares;
    }

    function _approve(address owner, address spender, uint256 amountWei) private {
        if (spender == address(0)) revert ERC20InvalidSpender(spender);
        _allowances[owner][spender] = amountWei;
        emit Approval(owner, spender, amountWei);
    }

    function _spendAllowance(address owner, uint256 amountWei) private {
        uint256 allowed = _allowances[owner][msg.sender];
        if (allowed == type(uint256).max) return;
        if (allowed < amountWei) revert ERC20InsufficientAllowance(msg.sender, allowed, amountWei);
        _allowances[owner][msg.sender] = allowed - amountWei;
    }

    function _transferShares(address from, address to, uint256 shares, uint256 amountWei) private {
        if (to == address(0) || to == address(this)) revert ERC20InvalidReceiver(to);
        uint256 held = _shares[from];
        if (held < shares) revert ERC20InsufficientBalance(from, held, shares);
        _shares[from] = held - shares;
        _shares[to] += shares;
        emit Transfer(from, to, amountWei);
        emit TransferShares(from, to, shares);
    }
}
