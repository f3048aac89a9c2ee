// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILstReserve} from "../../5-lrt/interfaces/ILstReserve.sol";
import {ComponentMock} from "../5-lrt/ComponentMock.sol";
import {ToldVault} from "./ToldVault.sol";

/// @title The reserve of an LST, as a restaker meets it
/// @notice What is idle and what exits are worth follows from what it is asked to do and from a rate that it is told.
contract ToldReserve {
    ToldVault public immutable vault;
    address public immutable lst;

    uint256 public idleLst;
    uint256 public rateWad;
    bool public isRetiring;
    bool private _exitable;
    bool private _broken;
    uint256 private _lastExit;
    uint256 private _exiting;
    mapping(uint256 exitId => uint256 amount) private _exits;

    event Retired(address indexed lst);
    event Sent(address to, uint256 amount);
    event Received(uint256 amount, bool limited);
    event ExitRequested(uint256 exitId, uint256 amount);
    event ExitClaimed(uint256 exitId, uint256 assets);

    constructor(ToldVault vault_, address lst_) {
        (vault, lst) = (vault_, lst_);
    }

    function tell(uint256 idleLst_, uint256 rateWad_, bool exitable, bool broken) external {
        (idleLst, rateWad, _exitable, _broken) = (idleLst_, rateWad_, exitable, broken);
    }

    function retire() external {
        isRetiring = true;
        emit Retired(lst);
    }

    function send(address to, uint256 amount) external {
        idleLst -= amount;
        emit Sent(to, amount);
    }

    function receiveLst(uint256 amount, bool limited) external returns (uint256) {
        idleLst += amount;
        emit Received(amount, limited);
        return 0;
    }

    function requestExit(uint256 amount) external returns (uint256 exitId) {
        idleLst -= amount;
        exitId = ++_lastExit;
        _exits[exitId] = amount;
        _exiting += amount;
        emit ExitRequested(exitId, amount);
    }

    function claimExit(uint256 exitId) external returns (uint256 assets) {
        uint256 amount = _exits[exitId];
        if (amount == 0) revert ILstReserve.UnknownExit(exitId);
        assets = toAssetsDown(amount);
        delete _exits[exitId];
        _exiting -= amount;
        vault.takeBack(assets);
        emit ExitClaimed(exitId, assets);
    }

    function isExitable() external view returns (bool) {
        _check();
        return _exitable;
    }

    function value() external view returns (uint256) {
        return toAssetsDown(idleLst + _exiting);
    }

    function exitingAssets() external view returns (uint256) {
        return toAssetsDown(_exiting);
    }

    function toAssetsDown(uint256 amount) public view returns (uint256) {
        _check();
        return (amount * rateWad) / 1e18;
    }

    function toLstDown(uint256 assets) external view returns (uint256) {
        _check();
        return rateWad == 0 ? 0 : (assets * 1e18) / rateWad;
    }

    function _check() private view {
        if (_broken) revert ComponentMock.Broken();
    }
}
