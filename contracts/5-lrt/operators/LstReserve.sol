// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStakedEther} from "../../2-liquid-staking/interfaces/IStakedEther.sol";
import {IUnstakingQueue} from "../../2-liquid-staking/interfaces/IUnstakingQueue.sol";
import {IWrappedStakedEther} from "../../2-liquid-staking/interfaces/IWrappedStakedEther.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {LeakyBucket} from "../../shared/LeakyBucket.sol";
import {Ranges} from "../../shared/Ranges.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {IInstantExit} from "../interfaces/IInstantExit.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";

/// @title The reserve of one LST
/// @notice Keeps wrapped staked ether for the vault: idle here, or in the token's own exit queue. It is worth what the
/// token's pool pays for it: stETH by wstETH at the pool's rate, and for a queued request what the queue says it is worth,
/// slashes of the pool included. Market prices play no part.
///
/// Only what came through the vault and the restaker counts: tokens that somebody sends here belong to nobody, and ETH is
/// taken from the exit queue alone.
///
/// The cap is on all of the LST that the vault has (OPS-40): idle, restaked, queued in the core, in the LST's exit queue. What
/// is not idle is counted as it goes and comes, which costs a deposit nothing. Slashes, fills and what strangers give to a
/// strategy make the count wrong by what they are; when a deposit does not fit, all is read anew before it is refused.
///
/// Of the places in the exit queue, exits of less than a leg take at most half: so dust that somebody deposits never keeps a
/// leg from leaving.
/// @custom:decisions 0162 0164 0165 0296 0321
contract LstReserve is ILstReserve, AccessManaged {
    using LeakyBucket for LeakyBucket.Bucket;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @notice Most requests in the exit queue at a time: reading one costs about 20,000 gas.
    uint256 public constant MAX_EXITS = 12;

    IVaultModules public immutable vault;
    address public immutable restaker;
    IInstantExit public immutable instantExit;
    IWrappedStakedEther private immutable _lst;
    IStakedEther public immutable stakedEther;
    IUnstakingQueue public immutable exitQueue;

    /// @dev In wei of the LST: what is here, and what went to strategies and the exit queue and has not come back; and how many
    /// exits there are.
    struct Held {
        uint112 idle;
        uint112 away;
        uint32 exits;
    }

    Held private _held;
    uint256 public capAssets;
    LeakyBucket.Bucket private _inflow;
    /// @dev The first `_held.exits` are filled.
    uint256[MAX_EXITS] private _exitIds;
    bool public isRetiring;

    modifier onlyRestaker() {
        if (msg.sender != restaker) revert OnlyRestaker(msg.sender);
        _;
    }

    constructor(
        address authority_,
        address vault_,
        address restaker_,
        address instantExit_,
        address lst_
    ) AccessManaged(authority_) {
        instantExit = IInstantExit(instantExit_);
        vault = IVaultModules(vault_);
        restaker = restaker_;
        _lst = IWrappedStakedEther(lst_);
        stakedEther = IStakedEther(_lst.stETH());
        exitQueue = IUnstakingQueue(stakedEther.queue());
        IERC20(lst_).forceApprove(address(exitQueue), type(uint256).max);
    }

    receive() external payable {
        if (msg.sender != address(exitQueue)) revert UnexpectedEther(msg.sender);
    }

    /// @inheritdoc ILstReserve
    function receiveLst(uint256 amount, bool limited) external returns (uint256 assets) {
        if (msg.sender != address(vault) && msg.sender != restaker) revert OnlyVault(msg.sender);
        Held memory held = _held;
        uint256 balance = _lst.balanceOf(address(this));
        if (held.idle + amount > balance) revert NotReceived(amount, balance - held.idle);
        // a move books what it brings, and an LST that cannot be read comes home too (OPS-77)
        if (msg.sender == restaker) {
            (_held.idle, _held.away) = (held.idle + amount.toUint112(), _less(held.away, amount));
            return 0;
        }
        uint256 heldAssets = toAssetsDown(held.idle);
        held.idle += amount.toUint112();
        _held = held;
        assets = toAssetsDown(held.idle) - heldAssets;
        if (limited) _limit(held, heldAssets, assets);
    }

    function _limit(Held memory held, uint256 heldAssets, uint256 assets) private {
        if (!isDepositable()) revert NotDepositable(address(_lst));
        uint256 all = heldAssets + _awayAssets(held, heldAssets + assets);
        if (all + assets > capAssets) {
            _held.away = held.away = _countAway().toUint112();
            all = heldAssets + _awayAssets(held, heldAssets + assets);
        }
        if (all + assets > capAssets) {
            revert InflowExceeded(address(_lst), assets, capAssets > all ? capAssets - all : 0);
        }
        if (!_inflow.pour(assets)) revert InflowExceeded(address(_lst), assets, _inflow.room());
        instantExit.noteInflow(address(_lst), assets);
    }

    /// @dev Worth of what is away, at the price of what is here: no call.
    function _awayAssets(Held memory held, uint256 idleAssets) private pure returns (uint256) {
        return held.idle == 0 ? 0 : Math.mulDiv(held.away, idleAssets, held.idle);
    }

    /// @dev What is away, read where it is: in the slots by strategy, and in the exit queue.
    function _countAway() private view returns (uint256 amount) {
        IRestaker restaker_ = IRestaker(restaker);
        uint256 slots = restaker_.slotCount();
        for (uint256 i = 0; i < slots; ++i) {
            (Position[] memory list, , ) = IComponent(restaker_.slotAt(i).delegator).positions();
            for (uint256 j = 0; j < list.length; ++j) {
                if (restaker_.reserveOf(IStrategy(list[j].asset)) == address(this)) amount += list[j].quantity;
            }
        }
        amount += toLstDown(_exitsWorth(_held.exits));
    }

    function _less(uint256 a, uint256 b) private pure returns (uint112) {
        return a > b ? uint112(a - b) : 0;
    }

    /// @inheritdoc ILstReserve
    function setLimits(uint96 capAssets_, uint96 inflowAssets, uint32 periodSeconds) external restricted {
        capAssets = capAssets_;
        _inflow.configure(inflowAssets, uint32(Ranges.within(periodSeconds, 1 hours, 90 days)));
        emit LimitsSet(capAssets_, inflowAssets, periodSeconds);
    }

    /// @inheritdoc ILstReserve
    function retire() external onlyRestaker {
        isRetiring = true;
        emit Retired(address(_lst));
    }

    /// @inheritdoc ILstReserve
    function send(address to, uint256 amount) external onlyRestaker {
        _sendAway(amount);
        IERC20(address(_lst)).safeTransfer(to, amount);
    }

    /// @inheritdoc ILstReserve
    function requestExit(uint256 amount) external onlyRestaker returns (uint256 exitId) {
        uint256 assets = toAssetsDown(amount);
        bool isDust = assets < IRestaker(restaker).limits().minLegAssets;
        if (isDust && _lst.getWstETHByStETH(assets) == 0) return _giveUp(amount);
        uint256 places = isDust ? MAX_EXITS / 2 : MAX_EXITS;
        if (_held.exits >= places) revert TooManyExits(places);
        _sendAway(amount);
        exitId = exitQueue.requestWrapped(amount, address(this));
        _exitIds[_held.exits++] = exitId;
        emit ExitRequested(exitId, amount);
    }

    /// @dev OPS-16: a wei that is worth less than a share of the pool once it is unwrapped can never leave, and a reserve that
    /// counts it is never empty.
    function _giveUp(uint256 amount) private returns (uint256 noExit) {
        _held.idle -= amount.toUint112();
        emit DustGivenUp(amount);
        return 0;
    }

    /// @inheritdoc ILstReserve
    function claimExit(uint256 exitId) external onlyRestaker returns (uint256 assets) {
        uint256 index = _indexOf(exitId);
        IUnstakingQueue.Request memory request = exitQueue.getRequest(exitId);
        bool done = exitQueue.getBatch(request.batch).unfilledShares == 0;
        assets = exitQueue.claim(exitId, address(this));
        if (done) {
            _held.away = _less(_held.away, request.shares);
            uint256 last = --_held.exits;
            _exitIds[index] = _exitIds[last];
            _exitIds[last] = 0;
        }
        emit ExitClaimed(exitId, assets, done);
        vault.returnIdle{value: assets}();
    }

    function _sendAway(uint256 amount) private {
        Held memory held = _held;
        (_held.idle, _held.away) = ((held.idle - amount).toUint112(), (held.away + amount).toUint112());
    }

    function _indexOf(uint256 exitId) private view returns (uint256 index) {
        uint256 count = _held.exits;
        while (index < count && _exitIds[index] != exitId) ++index;
        if (index == count) revert UnknownExit(exitId);
    }

    // --- views ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IComponent
    function value() external view returns (uint256) {
        return toAssetsDown(_held.idle) + _exitsWorth(_held.exits);
    }

    /// @inheritdoc IComponent
    /// @dev An LST that cannot be read is asked for nothing, too: so the clock of an empty reserve begins with those of the slots
    /// from which it comes home (OPS-77).
    function worth() external view returns (uint256 assets, uint256 asOf, bool inDoubt) {
        inDoubt = false;
        asOf = block.timestamp;
        Held memory held = _held;
        assets = _atPool(held.idle) + _exitsWorth(held.exits);
    }

    /// @inheritdoc IComponent
    function positions() external view returns (Position[] memory list, uint256 asOf, bool inDoubt) {
        inDoubt = false;
        asOf = block.timestamp;
        list = new Position[](2);
        Held memory held = _held;
        list[0] = Position(address(_lst), held.idle, _atPool(held.idle));
        uint256 exiting = _exitsWorth(held.exits);
        list[1] = Position(address(exitQueue), toLstDown(exiting), exiting);
    }

    /// @inheritdoc IComponent
    /// @dev OPS-43. While the exit queue is stopped, what it has paid already: no time brings the rest.
    function exitingAssets() external view returns (uint256 assets) {
        uint256 count = _held.exits;
        if (isExitable()) return _exitsWorth(count);
        for (uint256 i = 0; i < count; ++i) assets += exitQueue.claimable(_exitIds[i]);
    }

    function _exitsWorth(uint256 count) private view returns (uint256 assets) {
        for (uint256 i = 0; i < count; ++i) assets += exitQueue.worthOf(_exitIds[i]);
    }

    /// @inheritdoc ILstReserve
    function toAssetsDown(uint256 amount) public view returns (uint256) {
        return amount == 0 ? 0 : _atPool(amount);
    }

    function _atPool(uint256 amount) private view returns (uint256) {
        return _lst.getStETHByWstETH(amount);
    }

    /// @inheritdoc ILstReserve
    /// @dev An LST that has lost everything has no price, and can be read all the same: no amount of it is worth a wei.
    function toLstDown(uint256 assets) public view returns (uint256) {
        if (assets == 0 || stakedEther.getTotalPooledEther() == 0) return 0;
        return _lst.getWstETHByStETH(assets);
    }

    /// @inheritdoc ILstReserve
    function isInUse() external view returns (bool) {
        return address(IRestaker(restaker).strategyOf(address(_lst))) != address(0);
    }

    /// @inheritdoc ILstReserve
    function takesReward(uint256 amount) external view returns (bool) {
        return !isRetiring || toAssetsDown(amount) >= IRestaker(restaker).limits().minLegAssets;
    }

    /// @inheritdoc ILstReserve
    function isDepositable() public view returns (bool) {
        return !isRetiring && !stakedEther.isPaused() && !stakedEther.reportOverdue() && !exitQueue.isPaused();
    }

    /// @inheritdoc ILstReserve
    function isExitable() public view returns (bool) {
        return !exitQueue.isPaused();
    }

    /// @inheritdoc ILstReserve
    function idleLst() external view returns (uint256) {
        return _held.idle;
    }

    /// @inheritdoc ILstReserve
    function awayLst() external view returns (uint256) {
        return _held.away;
    }

    /// @inheritdoc ILstReserve
    function lst() external view returns (address) {
        return address(_lst);
    }

    /// @inheritdoc ILstReserve
    function exitIds() external view returns (uint256[] memory ids) {
        ids = new uint256[](_held.exits);
        for (uint256 i = 0; i < ids.length; ++i) ids[i] = _exitIds[i];
    }
}
