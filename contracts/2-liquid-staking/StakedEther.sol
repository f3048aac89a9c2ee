// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IBeaconChain} from "../1-staking/interfaces/IBeaconChain.sol";
import {GuardedPause} from "./GuardedPause.sol";
import {IStakedEther} from "./interfaces/IStakedEther.sol";
import {IUnstakingQueue} from "./interfaces/IUnstakingQueue.sol";
import {Reports} from "./Reports.sol";
import {StakingPool} from "./StakingPool.sol";
import {UnstakingQueue} from "./UnstakingQueue.sol";
import {ValidatorKeys} from "./ValidatorKeys.sol";
import {WrappedStakedEther} from "./WrappedStakedEther.sol";

/// @title Rung 2: liquid staking
/// @notice deposit → shares at pooled ether / total shares → validators on rung 1 → reports move the rate → exit queue.
/// Shares are minted rounded down and paid out rounded down, so no user action lowers the rate (LST-02). Wrapper and
/// queue are born with the token. What the constructor is sent belongs to nobody for ever: it bounds what a first
/// depositor could do to the rounding of others. Trusted: the guardian with pausing deposits, requests and fills; the
/// curator with the validators' keys. Not trusted: whoever stakes, reports, exits, closes, fills. Not here: withdrawal
/// of execution layer tips, several staking modules, and bounds on a report, for numbers come from rung 1 and not from
/// a committee.
contract StakedEther is Reports {
    using SafeCast for uint256;

    /// @notice Too little for a single share.
    error ZeroShares(uint256 amountWei);
    error OnlyQueue(address caller);
    /// @notice The constructor needs at least `MIN_BOOTSTRAP_WEI`.
    error BootstrapTooSmall(uint256 amountWei);

    uint256 public constant MIN_BOOTSTRAP_WEI = 0.001 ether;
    address private constant NOBODY = address(0xdead);

    /// @inheritdoc IStakedEther
    address public immutable wrapper;

    /// @param batchIntervalSeconds least time between two closings of the exit queue's batches
    constructor(
        IBeaconChain beaconChain_,
        address guardian_,
        address curator_,
        address treasury_,
        uint256 feeBps_,
        uint64 maxReportAgeSeconds_,
        uint64 batchIntervalSeconds
    )
        payable
        Reports(treasury_, feeBps_, maxReportAgeSeconds_)
        StakingPool(_newQueue(guardian_, batchIntervalSeconds))
        ValidatorKeys(beaconChain_, curator_)
        GuardedPause(guardian_)
    {
        if (msg.value < MIN_BOOTSTRAP_WEI) revert BootstrapTooSmall(msg.value);
        wrapper = _queue.wrappedToken();
        _ether.buffered = msg.value.toUint128();
        _mintShares(NOBODY, msg.value);
    }

    /// @inheritdoc IStakedEther
    function submit(address referral) external payable whenNotPaused returns (uint256 shares) {
        shares = getSharesByPooledEth(msg.value);
        if (shares == 0) revert ZeroShares(msg.value);
        _ether.buffered += msg.value.toUint128();
        _mintShares(msg.sender, shares);
        emit Transfer(address(0), msg.sender, getPooledEthByShares(shares));
        emit Submitted(msg.sender, msg.value, shares, referral);
    }

    /// @inheritdoc IStakedEther
    function redeemQueued(uint256 shares) external returns (uint256 amountWei) {
        if (msg.sender != address(_queue)) revert OnlyQueue(msg.sender);
        amountWei = getPooledEthByShares(shares);
        _burnShares(msg.sender, shares);
        _ether.buffered -= amountWei.toUint128();
        emit Transfer(msg.sender, address(0), amountWei);
        emit SharesBurnt(msg.sender, amountWei, shares);
        Address.sendValue(payable(msg.sender), amountWei);
    }

    /// @inheritdoc IStakedEther
    function returnDust() external payable {
        if (msg.sender != address(_queue)) revert OnlyQueue(msg.sender);
    }

    /// @inheritdoc IStakedEther
    function queue() external view returns (address) {
        return address(_queue);
    }

    function _newQueue(address guardian_, uint64 batchIntervalSeconds) private returns (IUnstakingQueue) {
        WrappedStakedEther token = new WrappedStakedEther(this);
        return new UnstakingQueue(this, token, guardian_, batchIntervalSeconds);
    }
}
