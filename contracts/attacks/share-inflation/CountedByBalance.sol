// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: assets are whatever lies at the address
/// @notice The first depositor owns one wei of shares and sends ETH past the deposit: a later deposit that is worth less than
/// the one share is rounded down to none, and belongs to it.
contract CountedByBalance is NaiveVault {}
