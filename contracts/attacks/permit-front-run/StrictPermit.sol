// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ISyncedEntrance} from "../../5-lrt/interfaces/ISyncedEntrance.sol";
import {NaiveQueue} from "../NaiveQueue.sol";

/// @title Broken: a request with a permit needs the permit to be unused
/// @notice A permit is for anybody to carry to the token. When a stranger does so first, the request reverts, although
/// the allowance that it needs is there.
contract StrictPermit is NaiveQueue, ERC20Permit {
    constructor() ERC20Permit("Naive LRT") {}

    /// @notice Uses the caller's permit, and queues his shares for `owner`.
    function requestWithPermit(
        uint256 shares,
        address owner,
        uint256 minAssets,
        uint256 deadline,
        uint256,
        ISyncedEntrance.Permit calldata p
    ) external returns (uint256 ticketId) {
        permit(msg.sender, address(this), shares, p.deadline, p.v, p.r, p.s);
        _spendAllowance(msg.sender, address(this), shares);
        return request(shares, owner, minAssets, deadline);
    }
}
