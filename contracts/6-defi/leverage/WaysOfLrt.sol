// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISwapRouter} from "@uniswap/v3-periphery/contracts/interfaces/ISwapRouter.sol";
import {IQuoterV2} from "@uniswap/v3-periphery/contracts/interfaces/IQuoterV2.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IExitQueue} from "../../5-lrt/interfaces/IExitQueue.sol";
import {IInstantExit} from "../../5-lrt/interfaces/IInstantExit.sol";
import {IVault} from "../../5-lrt/interfaces/IVault.sol";
import {IWrappedEther} from "../../5-lrt/interfaces/IWrappedEther.sol";

/// @title Ways between LRT and WETH
/// @notice What rung 6's contracts share: the pool in both directions, instant exit, and the exit queue. A pool that cannot take
/// the whole amount takes less in silence, and its quoter says so in silence too; here that is `PoolTooThin`, or a quote of 0.
///
/// It holds nothing between calls. Its allowances are to the pool's router and, in its heirs, to the lending protocol: both pull
/// only from whoever calls them.
abstract contract WaysOfLrt is ReentrancyGuardTransient {
    using SafeERC20 for IWrappedEther;

    /// @notice How LRT is turned into WETH: in the pool; by instant exit; by whichever of both pays more; or, with the debt paid
    /// from the caller's own WETH, into an exit ticket.
    enum Way {
        Pool,
        Instant,
        Best,
        Ticket
    }

    /// @notice The contracts that all ways need.
    struct Venues {
        IVault vault;
        IWrappedEther weth;
        IExitQueue queue;
        IInstantExit instantExit;
        ISwapRouter router;
        IQuoterV2 quoter;
        uint24 poolFee;
    }

    error PoolTooThin(uint256 amountIn, uint256 taken);
    error DeadlineOver(uint256 deadline, uint256 timestamp);
    error UnexpectedEther(address sender);

    /// @dev Prices at the two ends of every pool, at which a swap stops with the rest untaken.
    uint160 private constant LEAST_SQRT_PRICE = 4295128740;
    uint160 private constant GREATEST_SQRT_PRICE = 1461446703485210103287273052203988822378723970341;

    IVault public immutable vault;
    IWrappedEther public immutable weth;
    IExitQueue public immutable queue;
    IInstantExit public immutable instantExit;
    ISwapRouter public immutable router;
    IQuoterV2 public immutable quoter;
    uint24 public immutable poolFee;

    modifier before(uint256 deadline) {
        if (block.timestamp > deadline) revert DeadlineOver(deadline, block.timestamp);
        _;
    }

    constructor(Venues memory venues) {
        vault = venues.vault;
        weth = venues.weth;
        queue = venues.queue;
        instantExit = venues.instantExit;
        router = venues.router;
        quoter = venues.quoter;
        poolFee = venues.poolFee;
        venues.weth.forceApprove(address(venues.router), type(uint256).max);
        venues.vault.approve(address(venues.router), type(uint256).max);
    }

    /// @notice Takes ether from WETH and from the vault's instant exit, in the middle of a call and at no other time: nobody's
    /// exit is lost here.
    receive() external payable {
        bool isKnown = msg.sender == address(weth) || msg.sender == address(vault);
        if (!isKnown || !_reentrancyGuardEntered()) revert UnexpectedEther(msg.sender);
    }

    /// @notice What the pool pays for all of an amount, in the other token's wei; 0 when it cannot take all of it, or has no
    /// liquidity.
    /// @dev Not a view, as Uniswap's quoter is none: ask by a static call.
    function quotePool(bool sellsLrt, uint256 amountIn) public returns (uint256) {
        if (amountIn == 0) return 0;
        IQuoterV2.QuoteExactInputSingleParams memory question = IQuoterV2.QuoteExactInputSingleParams(
            sellsLrt ? address(vault) : address(weth),
            sellsLrt ? address(weth) : address(vault),
            amountIn,
            poolFee,
            0
        );
        try quoter.quoteExactInputSingle(question) returns (uint256 out, uint160 sqrtPrice, uint32, uint256) {
            return sqrtPrice <= LEAST_SQRT_PRICE || sqrtPrice >= GREATEST_SQRT_PRICE ? 0 : out;
        } catch {
            return 0;
        }
    }

    /// @dev All of it or nothing (DFI-22).
    function _swap(bool sellsLrt, uint256 amountIn, uint256 leastOut) internal returns (uint256 out) {
        uint256 held = sellsLrt ? vault.balanceOf(address(this)) : weth.balanceOf(address(this));
        out = router.exactInputSingle(
            ISwapRouter.ExactInputSingleParams(
                sellsLrt ? address(vault) : address(weth),
                sellsLrt ? address(weth) : address(vault),
                poolFee,
                address(this),
                block.timestamp,
                amountIn,
                leastOut,
                0
            )
        );
        uint256 taken = held - (sellsLrt ? vault.balanceOf(address(this)) : weth.balanceOf(address(this)));
        if (taken != amountIn) revert PoolTooThin(amountIn, taken);
    }

    /// @dev LRT into WETH; `Best` asks the instant exit for at least what the pool would pay, and takes the pool otherwise.
    function _sell(uint256 shares, Way way, uint256 leastAssets) internal returns (uint256 assets) {
        if (way == Way.Pool) return _swap(true, shares, leastAssets);
        uint256 least = way == Way.Best ? Math.max(leastAssets, quotePool(true, shares)) : leastAssets;
        try instantExit.exitInstantly(shares, address(this), least, block.timestamp) returns (uint256 paid) {
            weth.deposit{value: paid}();
            return paid;
        } catch (bytes memory reason) {
            // DFI-24: the caller chooses the gas, and must not choose the worse way by it
            if (way == Way.Best && !_isForGas(reason)) return _swap(true, shares, leastAssets);
            if (reason.length == 0) revert IVault.NotEnoughGas(gasleft());
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }

    function _isForGas(bytes memory reason) private pure returns (bool) {
        return reason.length == 0 || bytes4(reason) == IVault.NotEnoughGas.selector;
    }

    /// @dev Whatever is here goes to who has called.
    function _payOut(address to) internal returns (uint256 assets) {
        assets = weth.balanceOf(address(this));
        if (assets != 0) weth.safeTransfer(to, assets);
        uint256 shares = vault.balanceOf(address(this));
        if (shares != 0) vault.transfer(to, shares);
    }
}
