// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {LeakyBucket} from "../../shared/LeakyBucket.sol";
import {Ranges} from "../../shared/Ranges.sol";
import {IFullVault} from "../interfaces/IFullVault.sol";
import {IInstantExit} from "../interfaces/IInstantExit.sol";

/// @title Instant exit
/// @notice Leaves at once, at the exit price less a fee, from idle ETH that no batch, closed or open, waits for: so it can
/// never starve the queue. A leaky bucket limits how much leaves; the fee rises in a straight line from its least, with
/// the bucket empty, to its greatest, with it full, by the level after the exit. The fee stays in the vault, through U.
///
/// A deposit of an LST fills the same bucket (as far as it goes): for one period, which is at least the LST's own exit
/// time, its value buys no way out, or the vault would buy LST at its redemption rate from whoever can have it for less on
/// a market.
///
/// Who leaves at once chooses the moment, so he must not know more than the vault does: what it knows of validators is at most
/// `maxNewsAgeSeconds` old then (VLT-116); anybody makes a checkpoint.
///
/// It holds nothing and prices nothing: the vault says what shares are worth, asks here for the fee, burns and pays.
/// @custom:decisions 0132
contract InstantExit is IInstantExit, AccessManaged {
    using LeakyBucket for LeakyBucket.Bucket;

    struct FeeRange {
        uint16 leastBps;
        uint16 greatestBps;
    }

    uint256 private constant BPS = 10_000;
    uint256 public constant MAX_FEE_BPS = 1_000;

    /// @notice How old may be, in seconds, what the vault knows when it lets somebody leave at once.
    uint256 public immutable maxNewsAgeSeconds;

    IFullVault public immutable vault;
    LeakyBucket.Bucket private _bucket;
    FeeRange private _fee;

    constructor(address authority_, address vault_, uint256 maxNewsAgeSeconds_) AccessManaged(authority_) {
        vault = IFullVault(vault_);
        maxNewsAgeSeconds = Ranges.within(maxNewsAgeSeconds_, 1 hours, 1 days);
    }

    /// @inheritdoc IInstantExit
    function exitInstantly(
        uint256 shares,
        address receiver,
        uint256 minAssets,
        uint256 deadline
    ) external returns (uint256 assets) {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, block.timestamp);
        assets = vault.payInstantExit(msg.sender, receiver, shares);
        if (assets < minAssets) revert TooFewAssets(assets, minAssets);
    }

    /// @inheritdoc IInstantExit
    function charge(uint256 value, uint256 asOf) external returns (uint256 fee) {
        if (msg.sender != address(vault)) revert OnlyVault(msg.sender);
        // VLT-116
        if (block.timestamp > asOf + maxNewsAgeSeconds) revert NewsTooOld(asOf, maxNewsAgeSeconds);
        if (!_bucket.pour(value)) revert InstantExitExceeded(value, _bucket.room());
        return Math.mulDiv(value, _feeBps(), BPS, Math.Rounding.Ceil);
    }

    /// @inheritdoc IInstantExit
    function noteInflow(address lst, uint256 assets) external {
        if (msg.sender != vault.lstReserve(lst)) revert NotAReserve(msg.sender);
        _bucket.pour(Math.min(assets, _bucket.room()));
    }

    /// @inheritdoc IInstantExit
    function setLimits(
        uint96 capacityAssets,
        uint32 periodSeconds,
        uint16 leastFeeBps,
        uint16 greatestFeeBps
    ) external restricted {
        if (leastFeeBps > greatestFeeBps || greatestFeeBps > MAX_FEE_BPS)
            revert FeesOutOfOrder(leastFeeBps, greatestFeeBps);
        _bucket.configure(capacityAssets, uint32(Ranges.within(periodSeconds, 1 hours, 90 days)));
        _fee = FeeRange(leastFeeBps, greatestFeeBps);
        emit LimitsSet(capacityAssets, periodSeconds, leastFeeBps, greatestFeeBps);
    }

    /// @inheritdoc IInstantExit
    function roomNow() external view returns (uint256 assets, uint256 feeBps) {
        return (Math.min(_bucket.room(), vault.surplusIdle()), _feeBps());
    }

    /// @dev By the level of the bucket now, rounded up.
    function _feeBps() private view returns (uint256) {
        LeakyBucket.Bucket memory bucket = _bucket;
        FeeRange memory range = _fee;
        if (bucket.capacity == 0) return range.greatestBps;
        uint256 used = bucket.capacity - bucket.room();
        return range.leastBps + Math.ceilDiv(uint256(range.greatestBps - range.leastBps) * used, bucket.capacity);
    }
}
