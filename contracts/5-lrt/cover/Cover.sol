// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {LeakyBucket} from "../../shared/LeakyBucket.sol";
import {Ranges} from "../../shared/Ranges.sol";
import {SharesMath} from "../../shared/SharesMath.sol";
import {ICover} from "../interfaces/ICover.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IFullVault} from "../interfaces/IFullVault.sol";
import {Freshness} from "../views/Freshness.sol";

/// @title First-loss cover
/// @notice ETH that pays for losses of the vault after U and before T. It is ETH and never the LRT, which would be worth
/// least when it is needed. A leaky bucket caps what it pays, so that one wave of losses cannot take all of it: in any
/// span of s seconds at most cap · (1 + s / window); what is beyond falls on T.
///
/// Underwriters own it by shares, which cannot be transferred. F is what is here, W the premium on fees that the vault owes
/// and has not paid yet, S all shares, and virtual ones on both sides (a trillion shares for a wei, so that a gift to an empty
/// cover leaves fine shares):
/// - a join of x wei mints floor(x · (S + Vs) / (F + W + Va)): nobody buys what is owed already, nor what a sync would find;
/// - s shares leave with floor(s · (F + Va) / (S + Vs)), at most F: what is owed stays behind;
/// - draws and gifts (the premium among them) move F, and so everybody in equal part. Claims of all shares exceed F by at
///   most Va wei, and fall short of it by the virtual part and a wei each.
///
/// Who wants to leave must ask, and wait for a lock longer than all that can still come of what has been done: the core's
/// withdrawal delay and the longest way of an announced slash. In that time the shares pay like all others. Then the door
/// is open for a while and no longer: a door kept open for ever would be a way to leave when bad news is in the air. Lock and
/// door run by a clock that stands still while exits are held back (`ISlashingGuard.heldSeconds`), so no announcement takes a
/// second of a door away, and who has waited for one lock has waited for all:
///
///     opens at = when it was asked for + lock + seconds of holds since
///
/// A hold counts from when somebody asked for it: who is refused for one that nobody has seen yet calls `syncAll`. The vault is synced before anybody comes or goes, so a loss that has happened is paid for first; and while exits of the vault
/// are held back for an announced slash, nobody leaves the cover, nor joins to pay for what everybody sees coming.
///
/// A sync finds no more than pods know, which is as old as their checkpoints. So nobody comes or goes on what the vault itself
/// would not price an exit by; and who leaves needs every pod's word from after his lock: whatever happened to validators
/// while it ran is found first. Anybody can make those checkpoints, the leaver too, and nobody can hold them up.
///
/// It is asked for the net of a full sync alone, so no loss that another place makes up for is drawn, whoever syncs first; nor
/// is what may come back (a component in doubt). So what it has paid was lost, and comes back by gifts only.
///
/// When all has been drawn, the shares remain. New ones would be minted at a price of nothing: joins stop below a millionth of
/// the first price until a gift lifts it.
/// @custom:decisions 0095 0232 0239
contract Cover is ICover {
    using LeakyBucket for LeakyBucket.Bucket;
    using SafeCast for uint256;

    uint256 private constant VIRTUAL_ASSETS = 1e6;
    uint256 private constant VIRTUAL_SHARES = 1e18;
    /// @dev Joins stop when a share is worth less than this part of what the first one cost.
    uint256 private constant SPENT_DIVISOR = 1e6;
    uint256 private constant SECONDS_PER_BLOCK = 12;
    uint256 private constant BPS = 10_000;

    IFullVault public immutable vault;
    uint256 public immutable cooldownSeconds;
    uint256 public immutable unstakeWindowSeconds;
    uint256 public immutable premiumBps;

    uint256 public funds;
    uint256 public totalDrawn;
    uint256 public totalShares;
    /// @param opensAt without holds
    /// @param heldBefore seconds of holds until it was asked for
    struct Asked {
        address owner;
        uint48 opensAt;
        uint48 heldBefore;
        uint256 shares;
    }

    uint256 private _lastLeaveId;
    LeakyBucket.Bucket private _drawn;
    mapping(address underwriter => uint256 shares) public sharesOf;
    mapping(uint256 leaveId => Asked) private _leaves;

    modifier onlyVault() {
        if (msg.sender != address(vault)) revert OnlyVault(msg.sender);
        _;
    }

    /// @param longestVetoSeconds from the announcement of a slash to its last execution, of the slowest service
    /// @param premiumBps_ part of the vault's fees that goes to underwriters
    constructor(
        address vault_,
        address delegation,
        uint256 capAssets,
        uint256 windowSeconds,
        uint256 cooldownSeconds_,
        uint256 unstakeWindowSeconds_,
        uint256 longestVetoSeconds,
        uint256 premiumBps_
    ) {
        vault = IFullVault(vault_);
        uint256 delayBlocks = IDelegationManager(delegation).minWithdrawalDelayBlocks();
        uint256 exposedSeconds = delayBlocks * SECONDS_PER_BLOCK + Ranges.within(longestVetoSeconds, 0, 60 days);
        // COV-05
        if (cooldownSeconds_ <= exposedSeconds) revert CooldownTooShort(cooldownSeconds_, exposedSeconds);
        cooldownSeconds = Ranges.within(cooldownSeconds_, 1 hours, 365 days);
        unstakeWindowSeconds = Ranges.within(unstakeWindowSeconds_, 1 hours, 30 days);
        premiumBps = Ranges.within(premiumBps_, 0, BPS);
        _drawn.configure(capAssets.toUint96(), Ranges.within(windowSeconds, 1 hours, 365 days).toUint32());
    }

    // --- underwriters -----------------------------------------------------------------------------------------------

    /// @inheritdoc ICover
    function join(address underwriter, uint256 minShares) external payable returns (uint256 shares) {
        _findOut();
        uint256 claims = _claims();
        // COV-08
        if (_isSpent(claims)) revert CoverSpent(claims, totalShares);
        shares = _toSharesDown(msg.value, claims);
        if (shares == 0 || shares < minShares) revert TooFewShares(shares, minShares);
        funds += msg.value;
        totalShares += shares;
        sharesOf[underwriter] += shares;
        emit Joined(msg.sender, underwriter, msg.value, shares);
    }

    /// @inheritdoc ICover
    function cooldown(uint256 shares) external returns (uint256 leaveId) {
        uint256 held = sharesOf[msg.sender];
        if (shares == 0 || shares > held) revert NotThatMany(shares, held);
        sharesOf[msg.sender] = held - shares;
        leaveId = ++_lastLeaveId;
        uint256 opensAt = block.timestamp + cooldownSeconds;
        _leaves[leaveId] = Asked(msg.sender, uint48(opensAt), uint48(_heldSeconds()), shares);
        emit CooldownStarted(leaveId, msg.sender, shares, opensAt);
    }

    /// @inheritdoc ICover
    function cancelCooldown(uint256 leaveId) external {
        Asked memory asked = _take(leaveId);
        sharesOf[msg.sender] += asked.shares;
        emit CooldownCancelled(leaveId, msg.sender, asked.shares);
    }

    /// @inheritdoc ICover
    function withdraw(uint256 leaveId, address receiver, uint256 minAssets) external returns (uint256 assets) {
        Asked memory asked = _take(leaveId);
        uint256 opensAt = _opensAt(asked);
        uint256 closesAt = opensAt + unstakeWindowSeconds;
        // COV-03
        if (block.timestamp < opensAt || block.timestamp > closesAt) revert UnstakeWindowClosed(opensAt, closesAt);
        uint256 asOf = _findOut();
        // COV-21
        if (asOf < opensAt) revert CooldownNotSeen(asOf, opensAt);
        assets = toAssetsDown(asked.shares);
        if (assets < minAssets) revert TooFewAssets(assets, minAssets);
        totalShares -= asked.shares;
        funds -= assets;
        emit Left(leaveId, msg.sender, receiver, asked.shares, assets);
        Address.sendValue(payable(receiver), assets);
    }

    /// @dev COV-04: what has happened is drawn first, on information that the vault accepts (COV-20); COV-11, COV-22: what is
    /// announced is waited for.
    function _findOut() private returns (uint256 asOf) {
        vault.syncAll();
        if (vault.exitsHeldBack()) revert IVault.ExitsHeldBack();
        return Freshness.asOf(vault);
    }

    /// @dev COV-23
    function _opensAt(Asked memory asked) private view returns (uint256) {
        return asked.opensAt + _heldSeconds() - asked.heldBefore;
    }

    function _heldSeconds() private view returns (uint256) {
        return vault.slashingGuard().heldSeconds();
    }

    function _take(uint256 leaveId) private returns (Asked memory asked) {
        asked = _leaves[leaveId];
        if (asked.owner != msg.sender) revert NotYours(leaveId, msg.sender);
        delete _leaves[leaveId];
    }

    /// @inheritdoc ICover
    function fund() external payable {
        funds += msg.value;
        emit Funded(msg.sender, msg.value);
    }

    // --- the vault --------------------------------------------------------------------------------------------------

    /// @inheritdoc ICover
    function draw(uint256 lossAssets) external onlyVault returns (uint256 paidAssets) {
        paidAssets = Math.min(lossAssets, available());
        if (paidAssets == 0) return 0;
        _drawn.pour(paidAssets);
        funds -= paidAssets;
        totalDrawn += paidAssets;
        emit Drawn(lossAssets, paidAssets, funds);
        vault.receiveCover{value: paidAssets}();
    }

    // --- views ------------------------------------------------------------------------------------------------------

    /// @inheritdoc ICover
    function available() public view returns (uint256) {
        return Math.min(funds, _drawn.room());
    }

    /// @inheritdoc ICover
    function premiumOn(uint256 feeAssets) public view returns (uint256) {
        return totalShares == 0 ? 0 : (feeAssets * premiumBps) / BPS;
    }

    /// @inheritdoc ICover
    function toAssetsDown(uint256 shares) public view returns (uint256) {
        uint256 assets = SharesMath.toAssetsDown(shares, funds + VIRTUAL_ASSETS, totalShares + VIRTUAL_SHARES);
        // when little is left, virtual wei could lift the last shares over what is here
        return Math.min(funds, assets);
    }

    /// @inheritdoc ICover
    function toSharesDown(uint256 assets) external view returns (uint256) {
        return _toSharesDown(assets, _claims());
    }

    /// @inheritdoc ICover
    function leaveOf(uint256 leaveId) external view returns (Leave memory) {
        Asked memory asked = _leaves[leaveId];
        if (asked.owner == address(0)) return Leave(address(0), 0, 0);
        return Leave(asked.owner, asked.shares, _opensAt(asked));
    }

    /// @dev COV-12: what belongs to those who underwrite already, here or on its way.
    function _claims() private view returns (uint256) {
        return funds + premiumOn(vault.totals().feesOwed);
    }

    function _toSharesDown(uint256 assets, uint256 claims) private view returns (uint256) {
        return SharesMath.toSharesDown(assets, claims + VIRTUAL_ASSETS, totalShares + VIRTUAL_SHARES);
    }

    function _isSpent(uint256 claims) private view returns (bool) {
        uint256 firstShares = ((claims + VIRTUAL_ASSETS) * VIRTUAL_SHARES) / VIRTUAL_ASSETS;
        return firstShares * SPENT_DIVISOR < totalShares + VIRTUAL_SHARES;
    }
}
