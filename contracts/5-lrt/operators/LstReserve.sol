// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IStakedEther} from "../../2-liquid-staking/interfaces/IStakedEther.sol";
import {IUnstakingQueue} from "../../2-liquid-staking/interfaces/IUnstakingQueue.sol";
import {IWrappedStakedEther} from "../../2-liquid-staking/interfaces/IWrappedStakedEther.sol";
import {LeakyBucket} from "../../shared/LeakyBucket.sol";
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
contract LstReserve is ILstReserve, AccessManaged {
    using LeakyBucket for LeakyBucket.Bucket;
    using SafeERC20 for IERC20;

    /// @notice Most requests in the exit queue at a time: reading one costs about 20,000 gas.
    uint256 public constant MAX_EXITS = 12;

    IVaultModules public immutable vault;
    address public immutable restaker;
    IInstantExit public immutable instantExit;
    IWrappedStakedEther private immutable _lst;
    IStakedEther public immutable stakedEther;
    IUnstakingQueue public immutable exitQueue;

    uint256 public idleLst;
    uint256 public capAssets;
    LeakyBucket.Bucket private _inflow;
    uint256[] private _exitIds;
    bool public isRetiring;

    modifier onlyRestaker() {
        if (msg.sender != restaker) revert NotTheRestaker(msg.sender);
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
        if (msg.sender != address(vault) && msg.sender != restaker) revert NotTheVault(msg.sender);
        uint256 held = toAssetsDown(idleLst);
        uint256 balance = _lst.balanceOf(address(this));
        if (idleLst + amount > balance) revert NotReceived(amount, balance - idleLst);
        idleLst += amount;
        assets = toAssetsDown(idleLst) - held;
        if (limited) _limit(held, assets);
    }

    function _limit(uint256 held, uint256 assets) private {
        if (!isDepositable()) revert NotDepositable(address(_lst));
        if (held + assets > capAssets) {
            revert InflowExceeded(address(_lst), assets, capAssets > held ? capAssets - held : 0);
        }
        if (!_inflow.pour(assets)) revert InflowExceeded(address(_lst), assets, _inflow.room());
        instantExit.noteInflow(address(_lst), assets);
    }

    /// @inheritdoc ILstReserve
    function setLimits(uint96 capAssets_, uint96 inflowAssets, uint32 periodSeconds) external restricted {
        capAssets = capAssets_;
        _inflow.configure(inflowAssets, periodSeconds);
        emit LimitsSet(capAssets_, inflowAssets, periodSeconds);
    }

    /// @inheritdoc ILstReserve
    function retire() external onlyRestaker {
        isRetiring = true;
        emit Retired(address(_lst));
    }

    /// @inheritdoc ILstReserve
    function send(address to, uint256 amount) external onlyRestaker {
        idleLst -= amount;
        IERC20(address(_lst)).safeTransfer(to, amount);
    }

    /// @inheritdoc ILstReserve
    function requestExit(uint256 amount) external onlyRestaker returns (uint256 exitId) {
        if (_exitIds.length == MAX_EXITS) revert TooManyExits(MAX_EXITS);
        idleLst -= amount;
        exitId = exitQueue.requestWrapped(amount, address(this));
        _exitIds.push(exitId);
        emit ExitRequested(exitId, amount);
    }

    /// @inheritdoc ILstReserve
    function claimExit(uint256 exitId) external onlyRestaker returns (uint256 assets) {
        uint256 index = _indexOf(exitId);
        assets = exitQueue.claim(exitId, address(this));
        bool done = exitQueue.getBatch(exitQueue.getRequest(exitId).batch).unfilledShares == 0;
        if (done) {
            _exitIds[index] = _exitIds[_exitIds.length - 1];
            _exitIds.pop();
        }
        emit ExitClaimed(exitId, assets, done);
        vault.returnIdle{value: assets}();
    }

    function _indexOf(uint256 exitId) private view returns (uint256 index) {
        while (index < _exitIds.length && _exitIds[index] != exitId) ++index;
        if (index == _exitIds.length) revert UnknownExit(exitId);
    }

    // --- views ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IComponent
    function value() external view returns (uint256) {
        return toAssetsDown(idleLst) + exitingAssets();
    }

    /// @inheritdoc IComponent
    function positions() external view returns (Position[] memory list, uint256 asOf, bool inDoubt) {
        inDoubt = false;
        asOf = block.timestamp;
        list = new Position[](2);
        list[0] = Position(address(_lst), idleLst, toAssetsDown(idleLst));
        uint256 exiting = exitingAssets();
        list[1] = Position(address(exitQueue), _lst.getWstETHByStETH(exiting), exiting);
    }

    /// @inheritdoc IComponent
    function exitingAssets() public view returns (uint256 assets) {
        for (uint256 i = 0; i < _exitIds.length; ++i) assets += exitQueue.worthOf(_exitIds[i]);
    }

    /// @inheritdoc ILstReserve
    function toAssetsDown(uint256 amount) public view returns (uint256) {
        return amount == 0 ? 0 : _lst.getStETHByWstETH(amount);
    }

    /// @inheritdoc ILstReserve
    function toLstDown(uint256 assets) external view returns (uint256) {
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
    function lst() external view returns (address) {
        return address(_lst);
    }

    /// @inheritdoc ILstReserve
    function exitIds() external view returns (uint256[] memory) {
        return _exitIds;
    }
}
